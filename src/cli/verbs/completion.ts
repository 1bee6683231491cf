import { ExitCode } from '../../model/exit-code.ts';
import { completionScripts } from '../completion-scripts.ts';
import { exampleLines } from './example-lines.ts';
import type { Verb } from './verb.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

export const completionVerb: Verb = (parser, act) =>
  parser.command(
    'completion [shell]',
    'Print the script that completes commands, flags and files',
    (on) =>
      on
        .positional('shell', { choices: shells, describe: 'bash, zsh or fish (default: that of SHELL)' })
        .example(
          exampleLines([
            ['completion bash >> ~/.bashrc', 'then open a new shell'],
            ['completion zsh >> ~/.zshrc', 'after the line with compinit'],
            ['completion fish > ~/.config/fish/completions/rollcall.fish', 'at once'],
          ]),
        ),
    act(async ({ shell }, session) => {
      session.out(completionScripts[shell ?? usualShell(process.env['SHELL'])]);
      return ExitCode.done;
    }),
  );

function usualShell(path = ''): (typeof shells)[number] {
  return shells.find((shell) => path.endsWith(shell)) ?? 'bash';
}
