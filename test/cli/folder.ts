import { cpSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Creates a folder with these files. It is deleted after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Creates a copy of the examples, without the state of earlier runs. */
export function exampleFolder(): string {
  const cwd = folderWith({});
  const examples = fileURLToPath(new URL('../../examples', import.meta.url));
  cpSync(examples, cwd, { recursive: true, filter: (path) => !path.includes('.rollcall') });
  return cwd;
}
