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
    'Show what changed in the account since the last apply; exits 2 if anything changed',
    (on) =>
      on
        .positional('files', filesOption)
        .options({ ...accountOptions, ...filterOptions, full: showOptions.full })
        .option('strict', {
          type: 'boolean',
          default: false,
          describe: 'Also count the findings that are otherwise only listed',
        })
        .option('accept', {
          type: 'boolean',
          default: false,
          describe: 'Record the current state as the new baseline; writes to the ledger only',
        })
        .option('events', eventsOption)
        .option('lock-timeout', lockOption)
        .example(
          exampleLines([
            ['drift', 'exits 2 when something moved'],
            ['drift --strict', 'early ends without a cause, too'],
            ['drift --accept', 'that is how it shall be now'],
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
