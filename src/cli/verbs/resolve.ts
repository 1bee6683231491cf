import type { ResolveArgs } from '../../commands/resolve.ts';
import { Failure } from '../../model/failure.ts';
import { accountOptions, configOption, lockOption } from '../flags.ts';
import { exampleLines, type Verb } from './verb.ts';

export const resolveVerb: Verb = (parser, act) =>
  parser.command(
    'resolve [addresses..]',
    'Settle unknown entries of a plan after checking HubSpot, or clear remembered refusals',
    (on) =>
      on
        .positional('addresses', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'Addresses as the plan shows them',
        })
        .options({ config: configOption, 'allow-base-url': accountOptions['allow-base-url'] })
        .option('lock-timeout', lockOption)
        .option('enrolled', { type: 'boolean', describe: 'Record that HubSpot shows the enrollment' })
        .option('not-enrolled', {
          type: 'boolean',
          describe: 'Record that HubSpot shows no such enrollment',
        })
        .option('not-created', {
          type: 'boolean',
          describe: 'Record that HubSpot has no such new workflow: not created, or deleted since',
        })
        .option('retry', {
          type: 'boolean',
          describe: 'Clear a remembered refusal: the next apply asks HubSpot again',
        })
        .option('file', {
          type: 'string',
          requiresArg: true,
          describe: 'Read <file>: lines of "ADDRESS OUTCOME" (enrolled, not-enrolled, retry), or CSV',
        })
        .example(
          exampleLines([
            ['resolve sequences.q4-outbound/1042 --enrolled', 'Enrolled'],
            ['resolve sequences.q4-outbound/1042 --not-enrolled', 'Not enrolled'],
            ['resolve sequences.q4-outbound/1042 --retry', 'Ask HubSpot again'],
            ['resolve workflows.welcome --not-created', 'No such workflow'],
            ['resolve --file checked.csv', 'Settle many'],
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
  readonly notCreated: boolean | undefined;
  readonly retry: boolean | undefined;
  readonly file: string | undefined;
}

/** Returns the arguments: either addresses with one flag, or a file. Throws `Failure` for any other combination. */
function parseResolveFlags({
  addresses,
  enrolled,
  notEnrolled,
  notCreated,
  retry,
  file,
}: ResolveFlags): Pick<ResolveArgs, 'addresses' | 'outcome' | 'file'> {
  const outcomes = [
    ...(enrolled === true ? (['enrolled'] as const) : []),
    ...(notEnrolled === true ? (['not-enrolled'] as const) : []),
    ...(notCreated === true ? (['not-created'] as const) : []),
    ...(retry === true ? (['retry'] as const) : []),
  ];
  if (file !== undefined) {
    if (addresses.length === 0 && outcomes.length === 0) return { addresses, file };
    throw badFlag(
      '--file cannot be combined with addresses, --enrolled, --not-enrolled, --not-created or --retry.',
      'For example: rollcall resolve --file checked.csv',
    );
  }
  if (addresses.length === 0) {
    throw badFlag(
      '`rollcall resolve` needs an address, or --file.',
      'For example: rollcall resolve sequences.q4-outbound/1042 --enrolled',
    );
  }
  const [outcome, ...others] = outcomes;
  if (outcome !== undefined && others.length === 0) return { addresses, outcome };
  throw badFlag(
    'Pass exactly one of --enrolled, --not-enrolled, --not-created and --retry, according to HubSpot.',
    'Open the contact in HubSpot and check its sequences or workflows first.',
  );
}

function badFlag(message: string, help: string): Failure {
  return new Failure({ code: 'bad-flag', message, help });
}
