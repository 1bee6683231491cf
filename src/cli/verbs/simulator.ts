import type { Argv } from 'yargs';
import { defaultSimulatorFile } from '../../model/default-paths.ts';
import { maskEmail } from '../../model/email.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { GlobalFlags } from '../flags.ts';
import { type MakeHandler, exampleLines, type Verb } from './verb.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export const simulatorVerb: Verb = (parser, act) =>
  parser.command(
    'simulator',
    'The built-in HubSpot simulator',
    (on) =>
      [startSubVerb, advanceSubVerb, inspectSubVerb, resetSubVerb, actSubVerb]
        .reduce<Argv<GlobalFlags & SimulatorPlaceFlags>>(
          (sub, verb) => verb(sub, act),
          on.options(placeFlags),
        )
        .example(
          exampleLines([
            ['simulator inspect', 'what the account knows of itself'],
            ['simulator advance 3d', 'three days pass, emails go out'],
          ]),
        )
        .demandCommand(1, 'Name what to do: start, advance, act, inspect or reset.'),
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
  state: { type: 'string', default: defaultSimulatorFile, describe: 'The file that holds the account' },
  url: { type: 'string', requiresArg: true, describe: 'A running server instead of a file' },
} as const;

const startSubVerb: SimulatorSubVerb = (on, act) =>
  on.command(
    'start',
    'Serve the account to any client; prints one JSON line when ready',
    (with_) =>
      with_
        .option('port', { type: 'number', default: 0, describe: 'Port on 127.0.0.1; 0 takes a free one' })
        .option('account', {
          type: 'string',
          requiresArg: true,
          describe: 'The account to start from, as JSON',
        })
        .option('lag', {
          type: 'number',
          default: 500,
          describe: 'Milliseconds by which calculated properties lag',
        })
        .option('fault', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [],
          describe: 'A fault: "KIND[:STATUS] [METHOD] [PATH] [nth=N] [times=N] [handled]", or JSON',
        })
        .option('variant', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [],
          describe: 'name=value: how the simulator behaves where HubSpot has published nothing',
        })
        .example('$0 simulator start --fault "status:503 POST /automation/* times=2"', 'rehearse an outage')
        .example(
          '$0 simulator start --fault "timeout POST /automation/* nth=1 handled"',
          'the first enrollment takes effect, and its response is lost',
        )
        .example('$0 simulator start --variant noSeat=400', 'docs/simulator.md lists kinds and questions'),
    act(async (args, session) => {
      const [{ startSimulator }, { parseFaults }, { parseVariants }] = await Promise.all([
        import('../../simulator/start-simulator.ts'),
        import('../../simulator/server/fault.ts'),
        import('../../simulator/routes/variants.ts'),
      ]);
      const account = omitUndefined({ account: args.account });
      const server = await startSimulator({
        port: args.port,
        stateFile: args.state,
        lagMilliseconds: args.lag,
        faults: parseFaults(args.fault),
        variants: parseVariants(args.variant),
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
    'Advance the clock: 12h, 3d, 2w. Emails go out; contacts finish, reply, opt out',
    (with_) =>
      with_.positional('duration', {
        type: 'string',
        demandOption: true,
        describe: 'For example 12h, 3d or 2w',
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
    'Show the state of the account: emails sent, enrollments, requests received',
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
    'Create a new account, with a new portal id',
    (with_) => with_,
    act(async (args, session) => {
      const { inspectSimulatedAccount, resetAccount } = await import('../../simulator/control-account.ts');
      const portalId = await resetAccount(simulatorPlaceOf(args));
      session.view.simulatorChanged(
        `A new account, portal ${portalId}. What the ledger holds of the old one no longer counts.`,
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
  'disable-target',
  'delete-target',
  'create-contact',
  'delete-contact',
  'merge-contacts',
  'change-email',
  'join-list',
  'leave-list',
] as const;

const actSubVerb: SimulatorSubVerb = (on, act) =>
  on.command(
    'act <what> <who>',
    'Make a change by hand, in HubSpot or in a mailbox',
    (with_) =>
      with_
        .positional('what', {
          choices: manualActions,
          demandOption: true,
          describe: `One of: ${manualActions.join(', ')}`,
        })
        .positional('who', {
          type: 'string',
          demandOption: true,
          describe: 'A contact by email or id; for *-target the id of a sequence or workflow',
        })
        .option('target', {
          type: 'string',
          requiresArg: true,
          describe: 'enroll: into this id; unenroll: from this id only',
        })
        .option('with', {
          type: 'string',
          requiresArg: true,
          describe: 'merge-contacts: the other contact; change-email: the address; *-list: the list',
        })
        .example(
          exampleLines([
            ['simulator act unenroll 1045', 'a rep unenrolls a contact'],
            ['simulator act reply 1045', 'a contact replies to an email'],
          ]),
        ),
    act(async (args, session) => {
      const { actOnAccount, inspectSimulatedAccount } = await import('../../simulator/control-account.ts');
      const target = omitUndefined({ target: args.target });
      const other = omitUndefined({ with: args.with });
      await actOnAccount(simulatorPlaceOf(args), { what: args.what, who: args.who, ...target, ...other });
      const done = `Done by hand: ${args.what} ${args.who.includes('@') ? maskEmail(args.who) : args.who}.`;
      session.view.simulatorChanged(done, await inspectSimulatedAccount(simulatorPlaceOf(args)));
      return ExitCode.done;
    }),
  );

function simulatorPlaceOf({
  state,
  url,
}: SimulatorPlaceFlags): { readonly url: string } | { readonly stateFile: string } {
  return url === undefined ? { stateFile: state } : { url };
}
