import type { DesiredState } from '../../src/model/desired-state.ts';
import type { LoadedConfiguration, LoadRequest } from '../../src/schema/load-configuration.ts';
import { loadConfiguration } from '../../src/schema/load-configuration.ts';
import { memoryFiles } from './memory-files.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Loads files of a test; the YAML files among them unless paths are named. */
export function load(files: Files, request: Partial<LoadRequest> = {}): Promise<LoadedConfiguration> {
  const paths = Object.keys(files).filter((path) => path.endsWith('.yaml'));
  return loadConfiguration({ paths, files: memoryFiles(files), today: '2026-11-02', ...request });
}

/** The desired state of files that must be valid; the test fails with what was said against them. */
export async function desiredOf(files: Files, request: Partial<LoadRequest> = {}): Promise<DesiredState> {
  const { desired, diagnostics } = await load(files, request);
  if (!desired) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return desired;
}

/** The first lines of every valid file. */
export const head = 'version: 1\nportal: simulated\n';
