import type { DesiredState } from '../../src/model/desired-state.ts';
import type { Diagnostic } from '../../src/model/results/diagnostic.ts';
import type { LoadedConfiguration, LoadRequest } from '../../src/schema/load-configuration.ts';
import { loadConfiguration } from '../../src/schema/load-configuration.ts';
import { memoryFiles } from './memory-files.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Loads test files as one configuration: all `.yaml` files, unless the request has paths. */
export function load(files: Files, request: Partial<LoadRequest> = {}): Promise<LoadedConfiguration> {
  const paths = Object.keys(files).filter((path) => path.endsWith('.yaml'));
  return loadConfiguration({ paths, files: memoryFiles(files), today: '2026-11-02', ...request });
}

/** Returns the desired state of valid files. Throws with the diagnostics if the files have errors. */
export async function desiredOf(files: Files, request: Partial<LoadRequest> = {}): Promise<DesiredState> {
  const { desired, diagnostics } = await load(files, request);
  if (!desired) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return desired;
}

/** Returns the errors among the diagnostics. */
export function errorsOf({ diagnostics }: LoadedConfiguration): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/** The first lines of every valid file. */
export const head = 'version: 1\nportal: simulated\n';
