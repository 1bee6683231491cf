import { lineArgs } from '../line-args.ts';
import {
  accountOptions,
  filesOption,
  filterOptions,
  limitOptions,
  showOptions,
  undoOption,
} from '../options.ts';
import type { Verb } from './verb.ts';

export const planVerb: Verb = (parser, act) =>
  parser.command(
    'plan [files..]',
    'Show what apply would do; only reads',
    (on) =>
      on
        .positional('files', filesOption)
        .options({ ...accountOptions, ...filterOptions, ...limitOptions, ...showOptions, undoOption })
        .option('undo-run', undoOption)
        .option('out', { type: 'string', requiresArg: true, describe: 'Save the plan to a file, for apply' })
        .option('detailed-exitcode', {
          type: 'boolean',
          default: false,
          describe: 'Exit 2 when there are changes',
        })
        .option('explain', {
          type: 'string',
          requiresArg: true,
          describe: 'Why one address is judged as it is',
        })
        .example('$0 plan --out plan.json', 'save what is reviewed')
        .example('$0 plan --explain sequences.q4-outbound/1042', 'every rule, and what it saw'),
    act(async (args, session) => {
      const { plan } = await import('../../commands/plan.ts');
      return plan({ ...args, ...lineArgs(args) }, session.readDeps(args));
    }),
  );
