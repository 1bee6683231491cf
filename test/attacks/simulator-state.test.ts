import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';

/** What exists at the path of the folder `.rollcall`, or of the state file in it. */
const obstacles: readonly (readonly [name: string, make: (folder: string) => void, message: string])[] = [
  ['a file as the folder', (path) => writeFileSync(path, ''), 'not a directory'],
  ['a link to itself as the folder', (path) => symlinkSync('.rollcall', path), 'ELOOP'],
  ['a dangling link as the folder', (path) => symlinkSync('nowhere', path), 'is not a folder'],
  ['a pipe as the folder', (path) => execFileSync('mkfifo', [path]), 'not a directory'],
  ['a device as the file', (path) => link('/dev/zero', path), 'is not a regular file'],
  ['a link to itself as the file', (path) => link('simulator.json', path), 'ELOOP'],
  [
    'a folder as the file',
    (path) => mkdirSync(join(path, 'simulator.json'), { recursive: true }),
    'is a folder',
  ],
];

function link(to: string, folder: string): void {
  mkdirSync(folder);
  symlinkSync(to, join(folder, 'simulator.json'));
}

describe.skipIf(process.platform === 'win32')('the state of the simulated account', () => {
  test.each(obstacles)('with %s is refused, with its path', async (_, make, message) => {
    const cwd = folderWith({ 'enrollments.yaml': 'version: 1\nportal: simulated\nsequences: {}\n' });
    make(join(cwd, '.rollcall'));
    for (const command of ['plan', 'simulator inspect', 'simulator advance 1h']) {
      const { exit, stderr } = await rollcallInProcess(command.split(' '), {
        cwd,
        env: { ROLLCALL_LEDGER: './ledger.db' },
      });
      expect(stderr, command).toMatch(/^error\[simulator-state\]: /u);
      expect(stderr).toContain(message);
      expect(stderr).toContain('.rollcall');
      expect(exit).toBe(1);
    }
    rmSync(join(cwd, '.rollcall'), { recursive: true });
  });
});
