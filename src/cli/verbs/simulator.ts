import type { Argv } from 'yargs';
import { maskEmail } from '../../model/email.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { GlobalFlags } from '../flags.ts';
import { readIfExists } from '../repository-files.ts';
import { type MakeHandler, exampleLines, type Verb } from './verb.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { defaultSimulatorFile } from '../../runtime/adapters.ts';

export const simulatorVerb: Verb = (parser, act) =>
  parser.command(
    'simulator',
    'Run and control the built-in HubSpot simulator',
    (on) =>
      [startSubVerb, advanceSubVerb, inspectSubVerb, resetSubVerb, actSubVerb]
        .reduce<Argv<GlobalFlags & SimulatorPlaceFlags>>(
          (sub, verb) => verb(sub, act),
          on.options(placeFlags),
        )
        .example(
          exampleLines([
            ['simulator inspect', 'Show the state of the account'],
            ['simulator advance 3d', 'Advance the clock by three days'],
          ]),
        )
        .demandCommand(1, 'A subcommand is required: start, advance, act, inspect or reset.'),
    () => undefined,
  );

interface SimulatorPlaceFlags {
  readonly state: string;
  readonly url: string | undefined;
}

type SimulatorSubVerb = (
  on: Argv<GlobalFlags & SimulatorPlaceFlags>,
  act: MakeHandler,
) => Argv<GlobalFlags & SimulatorPlaceFlags>;

const placeFlags = {
  state: {
    type: 'string',
    default: defaultSimulatorFile,
    describe: `The state <file> of the account (default "${defaultSimulatorFile}")`,
  },
  url: { type: 'string', requiresArg: true, describe: 'Use the running server at <url> instead of a file' },
} as const;

const startSubVerb: SimulatorSubVerb = (on, act) =>
  on.command(
    'start',
    'Serve the account over HTTP; prints one JSON line when ready',
    (with_) =>
      with_
        .option('port', {
          type: 'number',
          default: 0,
          describe: 'Listen on <port> of 127.0.0.1 (default: a free port)',
        })
        .option('account', {
          type: 'string',
          requiresArg: true,
          describe: 'Load the initial account from the JSON <file>',
        })
        .option('lag', {
          type: 'number',
          default: 500,
          describe: 'Delay calculated properties by <milliseconds> (default 500)',
        })
        .option('fault', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [],
          describe: 'Add a fault: "KIND[:STATUS] [METHOD] [PATH] [nth=N] [times=N] [handled]", or JSON',
        })
        .option('variant', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [],
          describe: 'Set <name>=<value> for behavior that HubSpot does not document',
        })
        .option('variants', {
          type: 'string',
          requiresArg: true,
          describe: 'Load the variants of an account from a <file> that `npm run probe` wrote',
        })
        .example('$0 simulator start --fault "status:503 POST /automation/* times=2"', 'Rehearse an outage')
        .example(
          '$0 simulator start --fault "timeout POST /automation/* nth=1 handled"',
          'Lose the response of the first enrollment, which takes effect',
        )
        .example(
          '$0 simulator start --variant noSeat=400',
          'See docs/simulator.md for all faults and variants',
        ),
    act(async (args, session) => {
      const [{ startSimulator }, { parseFaults }, { parseVariants, parseVariantsFile }] = await Promise.all([
        import('../../simulator/start-simulator.ts'),
        import('../../simulator/server/fault.ts'),
        import('../../simulator/routes/variants.ts'),
      ]);
      const account = omitUndefined({ account: args.account });
      const fileVariants =
        args.variants === undefined ? {} : parseVariantsFile(await readIfExists(args.variants));
      const server = await startSimulator({
        port: args.port,
        stateFile: args.state,
        lagMilliseconds: args.lag,
        faults: parseFaults(args.fault),
        variants: { ...fileVariants, ...parseVariants(args.variant) },
        ...account,
      });
      const { url, portalId, token } = server;
      session.print(`${JSON.stringify({ url, portalId, token })}\n`);
      await session.signals().interrupt.whenRequested;
      await server.close();
      return ExitCode.done;
    }),
  );

const advanceSubVerb: SimulatorSubVerb = (on, act) =>
  on.command(
    'advance <duration>',
    'Advance the clock: emails are sent; contacts finish, reply and opt out',
    (with_) =>
      with_.positional('duration', {
        type: 'string',
        demandOption: true,
        describe: 'A duration, for example 12h, 3d or 2w',
      }),
    act(async (args, session) => {
      const { advanceAccount, inspectSimulatedAccount } = await import('../../simulator/control-account.ts');
      const before = await inspectSimulatedAccount(simulatorPlaceOf(args));
      await advanceAccount(simulatorPlaceOf(args), args.duration);
      session.view.simulatorAdvanced(before, await inspectSimulatedAccount(simulatorPlaceOf(args)));
      return ExitCode.done;
    }),
  );

const inspectSubVerb: SimulatorSubVerb = (on, act) =>
  on.command(
    'inspect',
    'Show the state of the account: sent emails, enrollments and received requests',
    (with_) => with_,
    act(async (args, session) => {
      const { inspectSimulatedAccount } = await import('../../simulator/control-account.ts');
      session.view.simulatorInspection(await inspectSimulatedAccount(simulatorPlaceOf(args)));
      return ExitCode.done;
    }),
  );

const resetSubVerb: SimulatorSubVerb = (on, act) =>
  on.command(
    'reset',
    'Replace the account by a new one with a new portal id',
    (with_) => with_,
    act(async (args, session) => {
      const { inspectSimulatedAccount, resetAccount } = await import('../../simulator/control-account.ts');
      const portalId = await resetAccount(simulatorPlaceOf(args));
      session.view.simulatorChanged(
        `Created account ${portalId}. The ledger's records of the old account no longer apply.`,
        await inspectSimulatedAccount(simulatorPlaceOf(args)),
      );
      return ExitCode.done;
    }),
  );

const manualActions = [
  'unenroll',
  'enroll',
  'reply',
  'opt-out',
  'bounce',
  'meeting',
  'edit-target',
  'enable-target',
  'disable-target',
  'delete-target',
  'create-contact',
  'delete-contact',
  'merge-contacts',
  'change-email',
  'set-property',
  'join-list',
  'leave-list',
  'disconnect-inbox',
  'reconnect-inbox',
  'refuse',
  'allow',
] as const;

const actSubVerb: SimulatorSubVerb = (on, act) =>
  on.command(
    'act <what> <who>',
    'Make a change as a user in HubSpot or as a contact',
    (with_) =>
      with_
        .positional('what', {
          choices: manualActions,
          demandOption: true,
          describe: `The action: ${manualActions.join(', ')}`,
        })
        .positional('who', {
          type: 'string',
          demandOption: true,
          describe:
            'A contact, by email or id; for *-target, the id of a target; for *-inbox, the email of a user',
        })
        .option('target', {
          type: 'string',
          requiresArg: true,
          describe: 'The <id> of the sequence or workflow, for enroll and (optional) unenroll',
        })
        .option('with', {
          type: 'string',
          requiresArg: true,
          describe:
            'The <value>: the other contact of merge-contacts, the email of change-email, NAME=VALUE of set-property, the list of *-list, the code of refuse, the edit of edit-target',
        })
        .example(
          exampleLines([
            ['simulator act unenroll 1045', 'Unenroll as a rep'],
            ['simulator act reply 1045', 'Reply to an email as a contact'],
            ['simulator act disconnect-inbox maria@acme.example', 'Break an inbox'],
            ['simulator act refuse 1045 --with BLOCKED_DOMAIN', 'Refuse a contact'],
            ['simulator act edit-target 900100 --with delay:2=5d', 'Edit a workflow'],
            ['simulator act enable-target 900300', 'Turn a workflow on'],
          ]),
        ),
    act(async (args, session) => {
      const { actOnAccount, inspectSimulatedAccount } = await import('../../simulator/control-account.ts');
      const target = omitUndefined({ target: args.target });
      const other = omitUndefined({ with: args.with });
      await actOnAccount(simulatorPlaceOf(args), { what: args.what, who: args.who, ...target, ...other });
      const summary = `Manual change: ${args.what} ${args.who.includes('@') ? maskEmail(args.who) : args.who}.`;
      session.view.simulatorChanged(summary, await inspectSimulatedAccount(simulatorPlaceOf(args)));
      return ExitCode.done;
    }),
  );

function simulatorPlaceOf({
  state,
  url,
}: SimulatorPlaceFlags): { readonly url: string } | { readonly stateFile: string } {
  return url === undefined ? { stateFile: state } : { url };
}
