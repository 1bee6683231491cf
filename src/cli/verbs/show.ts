import { showOptions } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const showVerb: Verb = (parser, act) =>
  parser.command(
    'show <plan>',
    'Show a saved plan; needs no network',
    (on) =>
      on
        .positional('plan', { type: 'string', demandOption: true, describe: 'A file that plan --out saved' })
        .options(showOptions)
        .example(exampleLines([['show plan.json --full', 'Include unchanged entries']])),
    act(async (args, session) => {
      const { show } = await import('../../commands/show.ts');
      return show({ ...args, path: args.plan }, session.readDeps());
    }),
  );
