import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/folder.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Each `@example` of the library, with the line where it begins. */
const examples = readdirSync(join(root, 'src/lib')).flatMap((name) => examplesOf(`src/lib/${name}`));

function examplesOf(file: string): readonly { readonly place: string; readonly code: string }[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (!/^\s*\* @example/u.test(line)) return [];
    const after = lines.slice(index + 1);
    const code = after.slice(
      0,
      after.findIndex((next) => /^\s*\*(?:\/| @)/u.test(next)),
    );
    return [
      { place: `${file}:${index + 1}`, code: code.map((text) => text.replace(/^\s*\* ?/u, '')).join('\n') },
    ];
  });
}

describe('the examples of the library', () => {
  it('are there for each method', () => {
    expect(examples.length).toBeGreaterThanOrEqual(10);
  });

  it.each(examples)('$place prints what its comments promise', async ({ code }) => {
    const folder = folderWith({
      'enrollments.yaml': `version: 1
portal: simulated
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    members: [gus@contoso.example, hanna@adatum.example]
`,
    });
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/rollcall'));
    writeFileSync(join(folder, 'example.mjs'), code);
    const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: folder });
    const printed = stdout.split('\n');
    const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (?<text>.*)$/gmu)].map(
      (match) => match.groups?.['text'],
    );
    let from = 0;
    for (const line of promised) {
      const at = printed.findIndex((one, index) => index >= from && one === line);
      expect(at, `${line} in:\n${stdout}`).toBeGreaterThanOrEqual(0);
      from = at + 1;
    }
  });
});
