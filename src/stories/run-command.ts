/** Runs one command of rollcall in a world. */
import { apply } from '../commands/apply.ts';
import { createCollectingView, type Shown } from '../commands/pipeline/collecting-view.ts';
import type { WriteDeps } from '../commands/deps.ts';
import { planReadOnly } from '../commands/pipeline.ts';
import { planExitCode } from '../commands/plan.ts';
import type { AccountReader, AccountWriter } from '../model/account.ts';
import type { DesiredState } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { type Failure, toFailure } from '../model/failure.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { ObservedState } from '../model/observed-state.ts';
import type { LiftedLimits } from '../model/results/plan.ts';
import type { Day } from '../model/time.ts';
import { createAdapters } from '../runtime/adapters.ts';
import type { Simulator } from '../simulator/start-simulator.ts';
import { watchWrites, type WatchedWrite, type WriteWatch } from './invariants/watch-writes.ts';

/** The parts of a world that a command uses. */
interface Place {
  readonly simulator: Pick<Simulator, 'url' | 'token' | 'serve'>;
  /** Whether requests go over a connection, which faults need. Otherwise the simulator serves them in this process. */
  readonly overHttp: boolean;
  /** The path of the world's ledger. */
  readonly ledger: string;
  readonly files: FileReader;
  readonly today: () => Day;
  readonly interrupt: WriteDeps['interrupt'] | undefined;
  /** The order of reps that a snapshot kept. */
  readonly repOrders?: ObservedState['repOrders'];
  /** Ends reads at an interrupt. */
  readonly signal: AbortSignal | undefined;
}

interface CommandArgs {
  readonly paths: readonly string[];
  readonly liftedLimits?: LiftedLimits;
}

/** The commands of a world. Each returns its exit code and throws a `Failure`. */
interface Commands {
  readonly plan: (args: CommandArgs) => Promise<ExitCode>;
  /** Saves a plan and applies it, as a merged pull request does. */
  readonly applyReviewed: (args: CommandArgs) => Promise<ExitCode>;
  /** Applies as the daily job does. */
  readonly applyUnattended: (args: CommandArgs) => Promise<ExitCode>;
}

interface Ran {
  readonly exitCode: ExitCode;
  readonly shown: Shown;
  /** What the plan read from the account. */
  readonly observed?: ObservedState;
  readonly failure?: Failure;
  readonly writes: readonly WatchedWrite[];
}

/** Creates the ledger of a world. */
export async function createLedger(path: string): Promise<void> {
  const closing: (() => Promise<void>)[] = [];
  const { ledgers } = createAdapters({
    env: { ROLLCALL_LEDGER: path },
    onWait: () => undefined,
    registerClose: (close) => void closing.push(close),
  });
  await ledgers.create({});
  for (const close of closing) await close();
}

/** Runs a command, and closes what it opened. A `Failure` is part of the result. */
export async function runCommand(
  place: Place,
  work: (commands: Commands) => Promise<ExitCode>,
): Promise<Ran> {
  const { view, shown } = createCollectingView(() => undefined);
  const closing: (() => Promise<void>)[] = [];
  const watch = watchWrites();
  const { writes } = watch;
  const { interrupt, forget } = interruptOf(place);
  const deps = depsOf(place, { view, watch, interrupt, registerClose: (close) => void closing.push(close) });
  try {
    const commands = commandsWith(deps, shown);
    const exitCode = await work(commands);
    const observed = commands.observed();
    return { exitCode, shown, writes, ...(observed ? { observed } : {}) };
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code === 'internal') throw error;
    return { exitCode: failure.exitCode, shown, failure, writes };
  } finally {
    for (const close of closing.toReversed()) await close();
    forget();
  }
}

function commandsWith(
  deps: WriteDeps,
  shown: Shown,
): Commands & { readonly observed: () => ObservedState | undefined } {
  let observed: ObservedState | undefined;
  const options = ({ paths, liftedLimits = {} }: CommandArgs) => ({
    paths,
    only: [],
    exclude: [],
    liftedLimits,
  });
  const planned = async (args: CommandArgs, save: boolean) => {
    const made = await planReadOnly(options(args), deps, { save });
    if (made) shown.plan = made.plan;
    observed = made?.input.observed;
    return made?.plan;
  };
  return {
    observed: () => observed,
    async plan(args) {
      const plan = await planned(args, false);
      return plan ? planExitCode(plan, false) : ExitCode.invalidConfiguration;
    },
    async applyReviewed(args) {
      const plan = await planned(args, true);
      if (!plan) return ExitCode.invalidConfiguration;
      const code = planExitCode(plan, false);
      if (code !== ExitCode.done) return code;
      return apply({ ...options({ ...args, paths: [] }), ...approved, plan }, deps);
    },
    applyUnattended: (args) => apply({ ...options(args), ...approved, unattended: true }, deps),
  };
}

const approved = { autoApprove: true, newLedger: false, full: false } as const;

function depsOf(
  { simulator, overHttp, ledger, files, today, repOrders, signal }: Place,
  {
    view,
    watch,
    interrupt,
    registerClose,
  }: Pick<WriteDeps, 'view' | 'interrupt'> & {
    readonly watch: WriteWatch;
    readonly registerClose: (close: () => Promise<void>) => void;
  },
): WriteDeps {
  const noWait = async (): Promise<void> => undefined;
  // Nothing else is in this environment: no token of an account, no other address, no proxy.
  const env = {
    HUBSPOT_ACCESS_TOKEN: simulator.token,
    HUBSPOT_BASE_URL: simulator.url,
    ROLLCALL_LEDGER: ledger,
  };
  const adapters = createAdapters({
    env,
    ignoreTokenName: true,
    onWait: () => undefined,
    registerClose,
    sleep: noWait,
    signal,
    ...(overHttp ? {} : { transport: inProcess(simulator) }),
  });
  const { openReader, ledgerView } = adapters.readAdapters();
  const { openWriter } = adapters.writeAdapters();
  return {
    files,
    writeFile: async () => undefined,
    view,
    today,
    progress: () => undefined,
    openReader: async (desired) => withRepOrders(await openReader(desired), repOrders),
    ledgerView: (desired, of) => ledgerView(unpinned(desired), { ...of, create: true }),
    // Messages name the ledger of the files, because that of the world has another path each time.
    ledgerPlace: createAdapters({ env: {}, onWait: () => undefined, registerClose }).readAdapters()
      .ledgerPlace,
    async openLedger(desired) {
      const opened = await adapters.openLedger(unpinned(desired), true);
      return opened && watch.ledger(opened);
    },
    run: { actor: 'rehearsal', version: '', owner: 'rehearsal' },
    interrupt,
    lockTimeout: 0,
    sleep: noWait,
    every: (milliseconds, act) => {
      const timer = setInterval(() => void act(), milliseconds);
      return () => clearInterval(timer);
    },
    openWriter: async (desired) => {
      const { reader, writer } = await openWriter(desired);
      return { reader: withRepOrders(reader, repOrders), writer: oneAtATime(watch.writer(writer)) };
    },
    pollDelays: { ambiguous: [0, 0, 0], removal: [0, 0, 0] },
  };
}

type Transport = NonNullable<Parameters<typeof createAdapters>[0]['transport']>;

function inProcess({ serve, token }: Place['simulator']): Transport {
  return async ({ route, path, body }, _signal, onSent) => {
    onSent?.();
    return serve({ method: route.method, path, token, body });
  };
}

/**
 * Returns an interrupt for one command. A command waits for its end and for an interrupt at once, and the promise of an
 * interrupt that never comes would keep what each command read.
 */
function interruptOf({ interrupt, signal }: Pick<Place, 'interrupt' | 'signal'>): {
  readonly interrupt: WriteDeps['interrupt'];
  readonly forget: () => void;
} {
  const requested = interrupt?.requested ?? (() => false);
  if (!signal) return { interrupt: { requested, whenRequested: new Promise(() => undefined) }, forget: noop };
  let abort: () => void = noop;
  const whenRequested = new Promise<void>((resolve) => {
    abort = resolve;
  });
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return {
    interrupt: { requested, whenRequested },
    forget: () => signal.removeEventListener('abort', abort),
  };
}

function noop(): void {
  // Nothing to end.
}

/** The world has a ledger of its own, which no file can name. */
function unpinned({ ledgerId: _pin, ...desired }: DesiredState): DesiredState {
  return desired;
}

function withRepOrders(reader: AccountReader, repOrders: ObservedState['repOrders']): AccountReader {
  if (!repOrders) return reader;
  return {
    ...reader,
    observe: async (request, progress) => ({ ...(await reader.observe(request, progress)), repOrders }),
  };
}

/** Sends writes one after the other, in the order of the calls: the order decides the time of each enrollment. */
function oneAtATime(writer: AccountWriter): AccountWriter {
  let last: Promise<unknown> = Promise.resolve();
  const queued = <T>(send: () => Promise<T>): Promise<T> => {
    const sent = last.then(send);
    last = sent.catch(() => undefined);
    return sent;
  };
  return {
    enroll: (command) => queued(() => writer.enroll(command)),
    unenroll: (command) => queued(() => writer.unenroll(command)),
    enrollThroughList: (command) => queued(() => writer.enrollThroughList(command)),
    createWorkflow: (command) => queued(() => writer.createWorkflow(command)),
    archive: (command) => queued(() => writer.archive(command)),
  };
}
