import { Failure } from '../../model/failure.ts';
import { accountOptions, configOption, lockOption } from '../options.ts';
import { exampleLines } from './example-lines.ts';
import type { Verb } from './verb.ts';

export const resolveVerb: Verb = (parser, act) =>
  parser.command(
    'resolve <address>',
    'Settle an unknown outcome after looking at the contact in HubSpot',
    (on) =>
      on
        .positional('address', { type: 'string', demandOption: true, describe: 'As plan shows it' })
        .options({ config: configOption, 'allow-base-url': accountOptions['allow-base-url'] })
        .option('lock-timeout', lockOption)
        .option('enrolled', { type: 'boolean', describe: 'HubSpot shows that it happened' })
        .option('not-enrolled', { type: 'boolean', describe: 'HubSpot shows that it never happened' })
        .example(
          exampleLines([
            ['resolve sequences.q4-outbound/1042 --enrolled', 'it happened'],
            ['resolve sequences.q4-outbound/1042 --not-enrolled', 'it did not'],
          ]),
        ),
    act(async (args, session) => {
      const { resolve } = await import('../../commands/resolve.ts');
      const enrolled = sayWhich(args.enrolled, args.notEnrolled);
      return resolve({ paths: args.config, address: args.address, enrolled }, await session.ledgerDeps(args));
    }),
  );

function sayWhich(enrolled: boolean | undefined, notEnrolled: boolean | undefined): boolean {
  if ((enrolled === true) !== (notEnrolled === true)) return enrolled === true;
  throw new Failure({
    code: 'bad-flag',
    message: 'Say what you saw in HubSpot: exactly one of --enrolled and --not-enrolled.',
    help: 'Open the contact in HubSpot and look at its sequences or workflows first.',
  });
}
