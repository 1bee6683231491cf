import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

const real = 'version: 1\nportal: 1234567\n';

/** Runs rollcall without arguments in a folder with these files. */
async function runWithoutArguments(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  return rollcallInProcess([], { cwd: folderWith(files), env });
}

describe('rollcall without arguments', () => {
  it.each([
    ['in an empty folder', {}, {}, 'rollcall init'],
    ['next to an invalid file', { 'enrollments.yaml': 'version: 2\n' }, {}, 'rollcall validate'],
    ['before the first plan', { 'enrollments.yaml': 'version: 1\nportal: simulated\n' }, {}, 'rollcall plan'],
    ['without a token for a real account', { 'enrollments.yaml': real }, {}, 'rollcall doctor'],
    [
      'before the first apply to a real account',
      { 'enrollments.yaml': real },
      { HUBSPOT_ACCESS_TOKEN: 'any' },
      'rollcall apply --new-ledger',
    ],
    [
      'with a ledger',
      { 'enrollments.yaml': real, '.rollcall/ledger.db': '' },
      { HUBSPOT_ACCESS_TOKEN: 'any' },
      'rollcall drift',
    ],
    [
      'with a ledger elsewhere',
      { 'enrollments.yaml': real },
      { HUBSPOT_ACCESS_TOKEN: 'any', ROLLCALL_LEDGER: 'postgres://db.acme.example/ledger' },
      'rollcall drift',
    ],
  ] as const)('shows the next command %s', async (...[, files, env, next]) => {
    const { stdout, stderr } = await runWithoutArguments(files, env);
    expect(stdout).toMatch(new RegExp(`^  ${next}  `, 'mu'));
    expect(stderr).toBe('');
  });

  it('fails, so that a script that lost its command fails', async () => {
    expect(await runWithoutArguments({})).toMatchObject({ exit: 1 });
  });

  it('names only existing commands', async () => {
    const { stdout } = await runWithoutArguments(
      { 'enrollments.yaml': real, '.rollcall/ledger.db': '' },
      { HUBSPOT_ACCESS_TOKEN: 'x' },
    );
    const commands = [...stdout.matchAll(/^ {2}rollcall ([a-z]+)/gmu)].map(([, command = '']) => command);
    expect(commands.length).toBeGreaterThan(3);
    for (const command of commands) {
      const help = await rollcallInProcess([command, '--help'], { cwd: folderWith({}) });
      expect(help, command).toMatchObject({ exit: 0 });
    }
  });
});
