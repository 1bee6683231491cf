import {
  accountOptions,
  eventsOption,
  filesOption,
  filterOptions,
  pipelineOptionsFromFlags,
  lockOption,
  showOptions,
} from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const driftVerb: Verb = (parser, act) =>
  parser.command(
    'drift [files..]',
    'Show changes in the account since the last apply; exits with 2 if there are any',
    (on) =>
      on
        .positional('files', filesOption)
        .options({ ...accountOptions, ...filterOptions, full: showOptions.full })
        .option('strict', {
          type: 'boolean',
          default: false,
          describe: 'Also exit with 2 for findings that are otherwise only listed',
        })
        .option('accept', {
          type: 'boolean',
          default: false,
          describe: 'Record the current state as the new baseline; writes only to the ledger',
        })
        .option('events', eventsOption)
        .option('lock-timeout', lockOption)
        .example(
          exampleLines([
            ['drift', 'Exit with 2 if anything changed'],
            ['drift --strict', 'Also count early ends without a cause'],
            ['drift --accept', 'Accept the current state as the baseline'],
          ]),
        ),
    act(async (args, session) => {
      if (args.accept) {
        const { acceptDrift } = await import('../../commands/drift.ts');
        return acceptDrift(pipelineOptionsFromFlags(args), await session.ledgerDeps(args));
      }
      const { drift } = await import('../../commands/drift.ts');
      return drift({ ...args, ...pipelineOptionsFromFlags(args) }, session.readDeps(args));
    }),
  );
