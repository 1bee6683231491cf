import { accountOptions, configOption, parseWholeNumber } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const historyVerb: Verb = (parser, act) =>
  parser.command(
    'history [contact]',
    'Show who was enrolled or unenrolled, when, by which actor, for which commit and plan',
    (on) =>
      on
        .positional('contact', { type: 'string', describe: 'A contact id or email; all contacts by default' })
        .options({ config: configOption, 'allow-base-url': accountOptions['allow-base-url'] })
        .option('run', { type: 'number', requiresArg: true, describe: 'Only what this run did' })
        .example(
          exampleLines([
            ['history', 'all that was ever done'],
            ['history 1042 --format json', 'one contact, for an audit'],
            ['history --run 1', 'what one run did'],
          ]),
        )
        .command(
          'forget <id>',
          'Erase a contact from the ledger, and never enroll it again',
          (sub) =>
            sub
              .positional('id', { type: 'string', demandOption: true, describe: 'A contact id' })
              .option('auto-approve', {
                type: 'boolean',
                default: false,
                describe: 'Do not ask; this cannot be undone',
              })
              .example(exampleLines([['history forget 1042 --auto-approve', 'an erasure request']])),
          act(async (args, session) => {
            const { forget } = await import('../../commands/forget.ts');
            const { config: paths, id: contactId, autoApprove } = args;
            return forget({ paths, contactId, autoApprove }, await session.ledgerDeps(args));
          }),
        ),
    act(async (args, session) => {
      const { history } = await import('../../commands/history.ts');
      const run = parseWholeNumber('--run', args.run);
      return history({ paths: args.config, contact: args.contact, run }, await session.ledgerDeps(args));
    }),
  );
