import { expect } from 'vitest';
import { formatSource } from '../../src/model/results/diagnostic.ts';
import type { FileReader } from '../../src/model/file-reader.ts';
import { renderDiagnostics } from '../../src/render/text/diagnostics.ts';
import { loadConfiguration } from '../../src/schema/load-configuration.ts';

export interface Result {
  /** Each as `file:line:column code`. */
  readonly errors: readonly string[];
  /** All diagnostics as text. */
  readonly printed: string;
  readonly desired: Awaited<ReturnType<typeof loadConfiguration>>['desired'];
}

/** Loads a configuration and renders its diagnostics. */
export async function attempt(files: FileReader, paths: readonly string[] = ['e.yaml']): Promise<Result> {
  const { desired, diagnostics, texts } = await loadConfiguration({ paths, files });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return {
    errors: errors.map(({ source, code }) => `${source ? formatSource(source) : ''} ${code}`),
    printed: renderDiagnostics(diagnostics, { color: false, width: 200, texts }),
    desired,
  };
}

/** Expects a text without the secrets, without an unmasked address and without invisible characters. */
export function expectClean(printed: string, secrets: readonly string[] = []): void {
  for (const secret of secrets) expect(printed).not.toContain(secret);
  expect(printed).not.toMatch(/[^\n\p{L}\p{M}\p{N}\p{P}\p{S} ]/u);
  expect(printed).not.toMatch(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u);
  // The help contains example addresses.
  const withoutHelp = printed.split('\n').filter((line) => !line.startsWith('  help: '));
  expect(withoutHelp.join('\n')).not.toMatch(/[a-z]{2}@[a-z]/);
}
