import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../folder.ts';
import { rollcallInProcess } from '../rollcall-in-process.ts';

const cli = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** Runs shell lines in a folder with files, where `rollcall` is a command. */
function inShell(shell: 'bash' | 'zsh' | 'fish', lines: string): string {
  const cwd = folderWith({ 'enrollments.yaml': 'version: 1\n', 'bin/rollcall': '' });
  writeFileSync(join(cwd, 'bin/rollcall'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  chmodSync(join(cwd, 'bin/rollcall'), 0o755);
  return execFileSync(shell, ['-c', lines], {
    cwd,
    encoding: 'utf8',
    // The login shell may differ from the completing shell.
    env: { ...process.env, PATH: `${join(cwd, 'bin')}:${process.env['PATH']}`, SHELL: '/bin/zsh' },
  });
}

/** Returns the completions of a shell after these words, including files if the shell adds them. */
const offer = {
  bash: (words: readonly string[]): readonly string[] =>
    inShell(
      'bash',
      `source <(rollcall completion bash)
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_rollcall
printf '%s\\n' "\${COMPREPLY[@]}"`,
    )
      .split('\n')
      .filter(Boolean),
  fish: (words: readonly string[]): readonly string[] =>
    inShell('fish', `rollcall completion fish | source; complete -C '${words.join(' ')}'`)
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(/\t.*$/u, '')),
};

const shells = (['bash', 'fish'] as const).map((shell) => ({ shell, skip: !has(shell) }));

describe.each(shells)('completion in $shell', ({ shell, skip }) => {
  it.skipIf(skip)('offers commands and subcommands', () => {
    expect(offer[shell](['rollcall', ''])).toEqual(
      expect.arrayContaining(['init', 'plan', 'apply', 'drift']),
    );
    expect(offer[shell](['rollcall', 'val'])).toEqual(['validate']);
    expect(offer[shell](['rollcall', 'simulator', 'adv'])).toEqual(['advance']);
  });

  it.skipIf(skip)('offers the flags of the command, after a dash', () => {
    expect(offer[shell](['rollcall', 'plan', '--det'])).toEqual(['--detailed-exitcode']);
    expect(offer[shell](['rollcall', 'apply', '--exp'])).toEqual(['--expect']);
  });

  it.skipIf(skip)('offers the values of a flag and of an argument', () => {
    expect([...offer[shell](['rollcall', 'init', '--ci', ''])].toSorted()).toEqual([
      'github',
      'gitlab',
      'none',
    ]);
    expect(offer[shell](['rollcall', 'simulator', 'act', 'opt'])).toEqual(['opt-out']);
  });
});

describe('file completion', () => {
  it('is left to bash if rollcall has no word to offer', () => {
    for (const words of [
      ['rollcall', 'plan', ''],
      ['rollcall', 'plan', 'enr'],
      ['rollcall', 'plan', '--out', ''],
    ]) {
      expect(offer.bash(words)).toEqual([]);
    }
    const registration = inShell('bash', 'source <(rollcall completion bash); complete -p rollcall');
    expect(registration).toMatch(/-o default\b.*-F _rollcall rollcall/u);
  });

  it.skipIf(!has('fish'))('is offered in fish if rollcall has no word to offer', () => {
    expect(offer.fish(['rollcall', 'plan', 'enr'])).toEqual(['enrollments.yaml']);
    expect(offer.fish(['rollcall', 'plan', '--out', 'enr'])).toEqual(['enrollments.yaml']);
  });
});

describe('the completion script', () => {
  it.skipIf(!has('zsh'))('for zsh loads and binds the command', () => {
    const binding = inShell(
      'zsh',
      'autoload -Uz compinit; compinit -u -D; source <(rollcall completion zsh); print $_comps[rollcall]',
    );
    expect(binding.trim()).toBe('_rollcall');
  });

  it('defaults to that of the login shell', async () => {
    const cwd = folderWith({});
    const script = async (SHELL: string, ...args: string[]) =>
      (await rollcallInProcess(['completion', ...args], { cwd, env: { SHELL } })).stdout;
    expect(await script('/usr/bin/fish')).toBe(await script('', 'fish'));
    expect(await script('/bin/zsh')).toBe(await script('', 'zsh'));
    expect(await script('/bin/dash')).toBe(await script('', 'bash'));
  });
});
