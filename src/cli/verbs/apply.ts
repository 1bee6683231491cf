import {
  accountOptions,
  eventsOption,
  filesOption,
  filterOptions,
  limitOptions,
  pipelineOptionsFromFlags,
  lockOption,
  showOptions,
  undoOption,
  parseWholeNumber,
} from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const applyVerb: Verb = (parser, act) =>
  parser.command(
    'apply [files..]',
    'Make the account match: a saved plan, or the files. The only command that writes',
    (on) =>
      on
        .positional('files', { ...filesOption, describe: 'A saved plan, or files and folders' })
        .options({ ...accountOptions, ...filterOptions, ...limitOptions, full: showOptions.full })
        .option('undo-run', undoOption)
        .option('suppressions', {
          type: 'boolean',
          default: false,
          describe: 'Only unenroll suppressed contacts, even if other errors or limits refuse a plan',
        })
        .option('lock-timeout', lockOption)
        .option('auto-approve', { type: 'boolean', default: false, describe: 'Do not ask' })
        .option('expect', {
          type: 'string',
          requiresArg: true,
          describe: 'Refuse every plan but the one with this id',
        })
        .option('canary', {
          type: 'number',
          requiresArg: true,
          describe: 'Enroll only N contacts, then stop',
        })
        .option('allow-archive', {
          type: 'boolean',
          default: false,
          describe: 'Delete the workflows that the plan archives',
        })
        .option('events', eventsOption)
        .option('new-ledger', {
          type: 'boolean',
          default: false,
          describe: 'Create the ledger: this is the first apply for the account',
        })
        .example(
          exampleLines([
            ['apply', 'shows the plan, and asks'],
            ['apply plan.json', 'exactly what was reviewed'],
            ['apply --auto-approve --canary 1', 'one person first'],
            ['apply --events log/apply.ndjson', 'follow a run'],
            ['apply --undo-run 1', 'unenroll what run 1 enrolled'],
            ['apply --suppressions', 'only the removals by suppress'],
          ]),
        ),
    act(async (args, session) => {
      const { apply } = await import('../../commands/apply.ts');
      const canary = parseWholeNumber('--canary', args.canary);
      return apply({ ...args, ...pipelineOptionsFromFlags(args), canary }, await session.writeDeps(args));
    }),
  );
