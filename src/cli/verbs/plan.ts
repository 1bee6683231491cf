import {
  accountOptions,
  eventsOption,
  filesOption,
  filterOptions,
  limitOptions,
  pipelineOptionsFromFlags,
  showOptions,
  undoOption,
} from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const planVerb: Verb = (parser, act) =>
  parser.command(
    'plan [files..]',
    'Show what apply would do; only reads',
    (on) =>
      on
        .positional('files', filesOption)
        .options({ ...accountOptions, ...filterOptions, ...limitOptions, ...showOptions })
        .option('undo-run', undoOption)
        .option('out', { type: 'string', requiresArg: true, describe: 'Save the plan to a file, for apply' })
        .option('events', eventsOption)
        .option('detailed-exitcode', {
          type: 'boolean',
          default: false,
          describe: 'Exit 2 when there are changes',
        })
        .option('explain', {
          type: 'string',
          requiresArg: true,
          describe: 'Explain the state of one address',
        })
        .example(
          exampleLines([
            ['plan', 'what apply would do'],
            ['plan --out plan.json', 'save what is reviewed'],
            ['plan --only "sequences.q4-*" --diff', 'one target, as a diff'],
            ['plan --detailed-exitcode', 'exit 2: changes'],
            ['plan --explain sequences.q4-outbound/1042', 'why this one'],
          ]),
        ),
    act(async (args, session) => {
      const { plan } = await import('../../commands/plan.ts');
      return plan({ ...args, ...pipelineOptionsFromFlags(args) }, session.readDeps(args));
    }),
  );
