import { Failure } from '../../model/failure.ts';
import { accountOptions, configOption, lockOption } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const resolveVerb: Verb = (parser, act) =>
  parser.command(
    'resolve [addresses..]',
    'Settle what a plan shows as unknown, after checking the contacts in HubSpot',
    (on) =>
      on
        .positional('addresses', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'As plan shows them',
        })
        .options({ config: configOption, 'allow-base-url': accountOptions['allow-base-url'] })
        .option('lock-timeout', lockOption)
        .option('enrolled', { type: 'boolean', describe: 'HubSpot shows that it happened' })
        .option('not-enrolled', { type: 'boolean', describe: 'HubSpot shows that it never happened' })
        .option('file', {
          type: 'string',
          requiresArg: true,
          describe: 'Many: one "ADDRESS enrolled" or "ADDRESS not-enrolled" a line, or CSV',
        })
        .example(
          exampleLines([
            ['resolve sequences.q4-outbound/1042 --enrolled', 'it happened'],
            ['resolve sequences.q4-outbound/1042 --not-enrolled', 'it did not'],
            ['resolve --file checked.csv', 'many at once'],
          ]),
        ),
    act(async (args, session) => {
      const { resolve } = await import('../../commands/resolve.ts');
      return resolve({ paths: args.config, ...parseResolveFlags(args) }, await session.ledgerDeps(args));
    }),
  );

interface ResolveFlags {
  readonly addresses: readonly string[];
  readonly enrolled: boolean | undefined;
  readonly notEnrolled: boolean | undefined;
  readonly file: string | undefined;
}

/** Reads the arguments: either addresses with one flag, or a file. */
function parseResolveFlags({
  addresses,
  enrolled,
  notEnrolled,
  file,
}: ResolveFlags): Omit<ResolveFlags, 'notEnrolled'> {
  const flags = enrolled === true || notEnrolled === true;
  if (file !== undefined) {
    if (addresses.length === 0 && !flags) return { addresses, enrolled, file };
    throw badFlag(
      '--file replaces all other arguments: leave out addresses, --enrolled and --not-enrolled.',
      'For example: rollcall resolve --file checked.csv',
    );
  }
  if (addresses.length === 0) {
    throw badFlag(
      '`rollcall resolve` needs an address, or --file.',
      'For example: rollcall resolve sequences.q4-outbound/1042 --enrolled',
    );
  }
  if ((enrolled === true) !== (notEnrolled === true)) return { addresses, enrolled: enrolled === true, file };
  throw badFlag(
    'Pass exactly one of --enrolled and --not-enrolled: what you saw in HubSpot.',
    'Open the contact in HubSpot and check its sequences or workflows first.',
  );
}

function badFlag(message: string, help: string): Failure {
  return new Failure({ code: 'bad-flag', message, help });
}
