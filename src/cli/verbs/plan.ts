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
    'Show the changes that apply would make; only reads',
    (on) =>
      on
        .positional('files', filesOption)
        .options({ ...accountOptions, ...filterOptions, ...limitOptions, ...showOptions })
        .option('undo-run', undoOption)
        .option('out', { type: 'string', requiresArg: true, describe: 'Save the plan to <file>, for apply' })
        .option('events', eventsOption)
        .option('detailed-exitcode', {
          type: 'boolean',
          default: false,
          describe: 'Exit with 2 if there are changes',
        })
        .option('explain', {
          type: 'string',
          requiresArg: true,
          describe: 'Explain the state of <address>, <email> or <contact id>',
        })
        .example(
          exampleLines([
            ['plan', 'Show all changes'],
            ['plan --out plan.json', 'Save the plan for review'],
            ['plan --only "sequences.q4-*" --diff', 'Show matching targets'],
            ['plan --detailed-exitcode', 'Exit with 2 for changes'],
            ['plan --explain 1042', 'Explain a contact in every target'],
          ]),
        ),
    act(async (args, session) => {
      const { plan } = await import('../../commands/plan.ts');
      return plan({ ...args, ...pipelineOptionsFromFlags(args) }, session.readDeps(args));
    }),
  );
