import { lineArgs } from '../line-args.ts';
import { accountOptions, filesOption, filterOptions, showOptions } from '../options.ts';
import type { Verb } from './verb.ts';

export const driftVerb: Verb = (parser, act) =>
  parser.command(
    'drift [files..]',
    'Show what moved in the account since the last apply; exits 2 when something did',
    (on) =>
      on
        .positional('files', filesOption)
        .options({ ...accountOptions, ...filterOptions, full: showOptions.full })
        .option('strict', {
          type: 'boolean',
          default: false,
          describe: 'Count what is otherwise only listed',
        }),
    act(async (args, session) => {
      const { drift } = await import('../../commands/drift.ts');
      return drift({ ...args, ...lineArgs(args) }, session.readDeps(args));
    }),
  );
