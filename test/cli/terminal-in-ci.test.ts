import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exampleFolder } from './folder.ts';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
// Runs a program in its own terminal. Part of every Debian and Ubuntu.
const script = '/usr/bin/script';

/** Runs a command on a terminal and returns its output and exit code. */
async function onTerminal(args: string, env: Readonly<Record<string, string>>) {
  const cwd = exampleFolder();
  const { PATH = '', HOME = '' } = process.env;
  const typed = join(cwd, 'typescript');
  const exit = await new Promise<number>((resolve) => {
    const child = execFile(
      script,
      ['-qefc', `${process.execPath} ${cli} ${args}`, typed],
      { cwd, env: { PATH, HOME, TERM: 'xterm', ...env } },
      (error) => resolve(Number(error?.code ?? 0)),
    );
    child.stdin?.end('no\n');
  });
  return { exit, shown: readFileSync(typed, 'utf8') };
}

describe.skipIf(!existsSync(script))('a terminal', () => {
  it('has no prompt and no redrawn line if CI is set', async () => {
    const { exit, shown } = await onTerminal('apply', { CI: 'true' });
    expect(exit).toBe(1);
    expect(shown).toContain('--auto-approve');
    expect(shown).not.toContain('Type "yes" to apply');
    // A spinner moves the cursor to redraw its line.
    expect(
      shown
        .split('\u001B[')
        .slice(1)
        .filter((sent) => /^(?:\d*[GKABCD]|\?25)/u.test(sent)),
    ).toEqual([]);
  });

  it('has a prompt if CI is not set', async () => {
    const { exit, shown } = await onTerminal('apply', {});
    expect(shown).toContain('Type "yes" to apply');
    expect(exit).toBe(1);
  });
});
