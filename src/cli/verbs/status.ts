import { filesOption } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const statusVerb: Verb = (parser, act) =>
  parser.command(
    'status [files..]',
    'Show the last runs, what waits and what needs a decision. Needs no token',
    (on) =>
      on
        .positional('files', filesOption)
        .option('max-age', {
          type: 'string',
          requiresArg: true,
          describe: 'Exit with 2 if no apply completed in the last <duration>, for example 26h',
        })
        .example(
          exampleLines([
            ['status', 'Show the last runs'],
            ['status --max-age 26h', 'Exit with 2 if a daily apply is missing'],
          ]),
        ),
    act(async (args, session) => {
      const { status } = await import('../../commands/status.ts');
      return status({ paths: args.files, maxAge: args.maxAge }, await session.ledgerAdminDeps());
    }),
  );
