import { expect } from 'vitest';
import { formatSource } from '../../src/model/diagnostic.ts';
import type { FileReader } from '../../src/model/file-reader.ts';
import { renderDiagnostics } from '../../src/render/text/diagnostics.ts';
import { loadConfiguration } from '../../src/schema/load-configuration.ts';

/** The result of loading a configuration: errors as `file:line:column code`, and all that is printed. */
export interface Result {
  readonly errors: readonly string[];
  readonly printed: string;
  readonly desired: Awaited<ReturnType<typeof loadConfiguration>>['desired'];
}

export async function attempt(files: FileReader, paths: readonly string[] = ['e.yaml']): Promise<Result> {
  const { desired, diagnostics, texts } = await loadConfiguration({ paths, files });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return {
    errors: errors.map(({ source, code }) => `${source ? formatSource(source) : ''} ${code}`),
    printed: renderDiagnostics(diagnostics, { color: false, width: 200, texts }),
    desired,
  };
}

/** No secret of a file that is not ours, no whole address, and no character that a reader cannot see. */
export function expectClean(printed: string, secrets: readonly string[] = []): void {
  for (const secret of secrets) expect(printed).not.toContain(secret);
  expect(printed).not.toMatch(/[^\n\p{L}\p{M}\p{N}\p{P}\p{S} ]/u);
  expect(printed).not.toMatch(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/u);
  // The help shows example addresses.
  const found = printed.split('\n').filter((line) => !line.startsWith('  help: '));
  expect(found.join('\n')).not.toMatch(/[a-z]{2}@[a-z]/);
}
