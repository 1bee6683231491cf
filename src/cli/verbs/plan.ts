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
        .option('rehearse', {
          type: 'string',
          requiresArg: true,
          describe: 'Add a forecast of <days>, for example 30d; sends nothing',
        })
        .example(
          exampleLines([
            ['plan', 'Show all changes'],
            ['plan --out plan.json', 'Save the plan for review'],
            ['plan --only "sequences.q4-*" --diff', 'Show matching targets'],
            ['plan --detailed-exitcode', 'Exit with 2 for changes'],
            ['plan --rehearse 30d', 'Add what goes out in the next 30 days'],
            ['plan --explain 1042', 'Explain a contact in every target'],
          ]),
        ),
    act(async (args, session) => {
      const { plan } = await import('../../commands/plan.ts');
      const options = { ...args, ...pipelineOptionsFromFlags(args) };
      if (args.rehearse === undefined) return plan(options, session.readDeps(args));
      const { forecastDeps } = await import('../stories/plan-forecast.ts');
      const { deps, forecast } = forecastDeps(args.rehearse, options, session);
      return plan({ ...options, forecast }, deps);
    }),
  );
