import { accountOptions, configOption, parseWholeNumber } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const historyVerb: Verb = (parser, act) =>
  parser.command(
    'history [contact]',
    'Show enrollments and unenrollments with time, actor, commit and plan',
    (on) =>
      on
        .positional('contact', {
          type: 'string',
          describe: 'A contact id or email, or an address of a plan (default: all)',
        })
        .options({ config: configOption, 'allow-base-url': accountOptions['allow-base-url'] })
        .option('run', { type: 'number', requiresArg: true, describe: 'Show only run <number>' })
        .example(
          exampleLines([
            ['history', 'Show the whole history'],
            ['history 1042 --format json', 'Export one contact for an audit'],
            ['history sequences.q4-outbound', 'Show one target'],
            ['history --run 1', 'Show one run'],
          ]),
        )
        .command(
          'forget <id>',
          'Erase a contact from the ledger and never enroll it again',
          (sub) =>
            sub
              .positional('id', { type: 'string', demandOption: true, describe: 'A contact id' })
              .option('auto-approve', {
                type: 'boolean',
                default: false,
                describe: 'Skip the confirmation; erasing cannot be undone',
              })
              .example(exampleLines([['history forget 1042 --auto-approve', 'Fulfill an erasure request']])),
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
