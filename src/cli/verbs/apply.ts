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
    'Change the account to match a saved plan or the files; the only command that writes',
    (on) =>
      on
        .positional('files', { ...filesOption, describe: 'A saved plan, or configuration files and folders' })
        .options({ ...accountOptions, ...filterOptions, ...limitOptions, full: showOptions.full })
        .option('undo-run', undoOption)
        .option('suppressions', {
          type: 'boolean',
          default: false,
          describe: 'Only unenroll suppressed contacts, even if errors or limits refuse the plan',
        })
        .option('lock-timeout', lockOption)
        .option('auto-approve', { type: 'boolean', default: false, describe: 'Skip the confirmation' })
        .option('unattended', {
          type: 'boolean',
          default: false,
          describe:
            'Continue the last reviewed configuration without questions: first enrollments and suppressions only',
        })
        .option('expect', {
          type: 'string',
          requiresArg: true,
          describe: 'Refuse any plan whose id is not <id>',
        })
        .option('canary', {
          type: 'number',
          requiresArg: true,
          describe: 'Enroll only <number> contacts, then stop',
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
          describe: 'Create the ledger, for the first apply to the account',
        })
        .example(
          exampleLines([
            ['apply', 'Show the plan and ask for approval'],
            ['apply plan.json', 'Apply exactly the reviewed plan'],
            ['apply --auto-approve --canary 1', 'Enroll one contact first'],
            ['apply --events log/apply.ndjson', 'Record events of the run'],
            ['apply --unattended', 'Enroll the contacts whose turn has come'],
            ['apply --undo-run 1', 'Unenroll contacts of run 1'],
            ['apply --suppressions', 'Unenroll suppressed contacts'],
          ]),
        ),
    act(async (args, session) => {
      const { apply } = await import('../../commands/apply.ts');
      const canary = parseWholeNumber('--canary', args.canary);
      const autoApprove = args['auto-approve'] || args.unattended;
      const given = { ...args, ...pipelineOptionsFromFlags(args), canary, autoApprove };
      return apply(given, await session.writeDeps(args));
    }),
  );
