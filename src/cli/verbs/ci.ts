import { readdir, rm } from 'node:fs/promises';
import type { CiUpgrade } from '../../commands/repository/ci.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { renderJson } from '../../render/json/entries.ts';
import { readIfExists, writeNewFile } from '../repository-files.ts';
import { exampleLines, type Verb } from './verb.ts';

export const ciVerb: Verb = (parser, act) =>
  parser.command(
    'ci',
    'Manage the rollcall that the pipeline installs',
    (on) =>
      on
        .command(
          'upgrade',
          'Renew .rollcall/ci with the version of rollcall that runs this command',
          (with_) =>
            with_.example(exampleLines([['ci upgrade', 'Then commit .rollcall/ci and open a pull request']])),
          act(async (args, session) => {
            const { ciUpgrade } = await import('../../commands/repository/ci.ts');
            const { packTool } = await import('../../runtime/pack-tool.ts');
            return ciUpgrade({
              read: readIfExists,
              write: writeNewFile,
              list: readdir,
              remove: rm,
              packTool,
              show: (result) => session.print(renderUpgrade(result, args.format)),
            });
          }),
        )
        .example(exampleLines([['ci upgrade', 'Renew .rollcall/ci with this version']]))
        .demandCommand(1, 'A subcommand is required: upgrade.'),
    () => undefined,
  );

function renderUpgrade({ from, to, written, removed }: CiUpgrade, format: string): string {
  if (format === 'json') {
    return renderJson({ formatVersion: outputFormatVersion, from: from ?? null, to, written, removed });
  }
  return `${[
    `rollcall in .rollcall/ci: ${from ?? 'unknown version'} → ${to}`,
    ...written.map((path) => `Wrote ${path}`),
    ...removed.map((path) => `Removed ${path}`),
    '',
    'Next: commit .rollcall/ci on a branch, and open a pull request. Its jobs run with this version.',
  ].join('\n')}\n`;
}
