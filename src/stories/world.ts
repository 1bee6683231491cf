/**
 * A world for stories and rehearsals: a simulated account in this process, a ledger of its own, and files that can be
 * edited without touching the disk. Applies run through the real commands, and the simulator serves their requests: in
 * this process, or over a connection on this machine while it has faults. No request leaves the machine, because the
 * world has no other address and no token of an account.
 */
import type { LiftedLimits, Plan } from '../model/results/plan.ts';
import type { Report } from '../model/results/report.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure, toFailure } from '../model/failure.ts';
import type { ObservedState } from '../model/observed-state.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import { type ContactId, targetIdentityKey } from '../model/target.ts';
import { type Day, dayOf, type Instant, timeOfDay } from '../model/time.ts';
import type { ManualAction } from '../simulator/account/manual-action.ts';
import type { AccountSeed, SeedEnrollment } from '../simulator/account/account-seed.ts';
import type { Fault } from '../simulator/server/fault.ts';
import { type Simulator, startSimulator } from '../simulator/start-simulator.ts';
import type { WatchedWrite } from './invariants/watch-writes.ts';
import { type ApplyWindow, type TimelineEvent, timelineOf } from './timeline.ts';
import { type OverlayFiles, overlayFiles } from './overlay-files.ts';
import { planOfExcerpt } from './plan-of-excerpt.ts';
import { createLedger, runCommand } from './run-command.ts';
import { type AtExit, temporaryFolder } from './temporary-folder.ts';

export interface WorldOptions {
  /** The account to start from. It is copied, never changed. */
  readonly account: AccountSeed;
  /** The files below the edits of the world. */
  readonly files: FileReader;
  /** The configuration: files and folders; empty means the default file. */
  readonly paths: readonly string[];
  /** Writes a ledger to start from to this path. Without it, the world starts with a new ledger. */
  readonly writeLedger?: (path: string) => Promise<void>;
  /** The order of reps that a snapshot kept. */
  readonly repOrders?: ObservedState['repOrders'] | undefined;
  /** Removes the temporary folder even if the process ends early. */
  readonly atExit?: AtExit | undefined;
  /** A stop that the user requested. */
  readonly interrupt?: {
    readonly requested: () => boolean;
    readonly whenRequested: Promise<void>;
  };
}

/** How a merged pull request applies a reviewed plan, and how the daily job continues it. */
export type ApplyMode = 'reviewed' | 'unattended';

/** One apply and its result. */
export interface AppliedInWorld {
  /** The number of the apply, from 1. */
  readonly number: number;
  readonly mode: ApplyMode;
  readonly at: Instant;
  readonly day: Day;
  readonly exitCode: ExitCode;
  /** Absent if the files are invalid, or if the apply failed before it planned. */
  readonly plan?: Plan;
  /** Absent if nothing was sent. */
  readonly report?: Report;
  /** The problems of invalid files. */
  readonly diagnostics: readonly Diagnostic[];
  /** Why the apply failed. */
  readonly failure?: Failure;
  /** What it sent, in order. */
  readonly writes: readonly WatchedWrite[];
  /** The number of requests that the simulator received and that are not reads. */
  readonly writeRequests: number;
  /** What it changed in the account: the data of the simulator, not of a report. */
  readonly effects: ApplyEffects;
}

interface ApplyEffects {
  readonly begun: readonly BegunEnrollment[];
  readonly ended: readonly SeedEnrollment[];
}

interface BegunEnrollment extends SeedEnrollment {
  /** The contact was in the target before. */
  readonly again: boolean;
}

export interface World {
  readonly files: OverlayFiles;
  readonly timeZone: string;
  now(): Instant;
  today(): Day;
  /** Applies the files as they are now. Never throws a `Failure`: it is part of the result. */
  apply(mode: ApplyMode, liftedLimits?: LiftedLimits): Promise<AppliedInWorld>;
  /** Plans without applying; undefined if the files are invalid. Throws a `Failure` for any other problem. */
  plan(): Promise<Plan | undefined>;
  /** Plans, and returns what the plan read from the account. */
  observe(): Promise<{ readonly plan: Plan; readonly observed: ObservedState } | undefined>;
  /** Lets time pass: milliseconds, or a duration such as `3d`. */
  advance(duration: string | number): Promise<void>;
  /** Lets time pass until clocks in the account's time zone show a time (`08:00`) on a day. Does nothing if that is past. */
  advanceTo(day: Day, time: string): Promise<void>;
  /** Does something by hand. Throws a `Failure` if the account does not allow it. */
  act(action: ManualAction): Promise<void>;
  /** Replaces the faults of the server. */
  setFaults(faults: readonly Fault[]): void;
  /** Returns everything that happened since the world was opened, oldest first. */
  timeline(): readonly TimelineEvent[];
  /** Returns a copy of the account. */
  account(): AccountSeed;
  /** Returns the enrollments as they are now. The caller must not change them. */
  enrollments(): Iterable<SeedEnrollment>;
  /** Returns the address of a contact; undefined without one. */
  emailOf(contact: ContactId): string | undefined;
  /** The requests of plans that are not reads: there must be none. */
  strayWrites(): readonly string[];
  /** Whether the ledger began with earlier enrollments. */
  readonly hasEarlierLedger: boolean;
  /** Ends the server and deletes the ledger. */
  close(): Promise<void>;
}

/**
 * Opens a world. The same options and the same calls give the same timeline, plans and reports, byte for byte (seals
 * and ledger ids aside): writes are sent one after the other, and nothing depends on the time of this machine.
 */
export async function openWorld(options: WorldOptions): Promise<World> {
  const folder = temporaryFolder(options.atExit);
  let simulator: Simulator | undefined;
  try {
    simulator = await startSimulator({ account: options.account, lagMilliseconds: 0, rateLimit: 'off' });
    await (options.writeLedger ?? createLedger)(folder.ledger);
    return worldOf(options, simulator, folder);
  } catch (error) {
    await simulator?.close();
    folder.remove();
    throw error;
  }
}

function worldOf(
  { account, files: below, paths, interrupt, repOrders, writeLedger }: WorldOptions,
  simulator: Simulator,
  folder: ReturnType<typeof temporaryFolder>,
): World {
  const files = overlayFiles(below);
  const { timeZone } = account;
  const start = simulator.now();
  const windows: ApplyWindow[] = [];
  const strayWrites: string[] = [];
  const now = (): Instant => simulator.now();
  const today = (): Day => dayOf(now(), timeZone);
  const trueOf = (plan: Plan): Plan => (account.excerpt ? planOfExcerpt(plan) : plan);
  let overHttp = false;
  const stopping = new AbortController();
  void interrupt?.whenRequested.then(() => stopping.abort(interruptedFailure()));
  const place = () => ({
    simulator,
    overHttp,
    ledger: folder.ledger,
    files,
    today,
    interrupt,
    repOrders,
    signal: interrupt && stopping.signal,
  });
  const observe: World['observe'] = async () => {
    const requests = simulator.requests().length;
    const { shown, observed, failure } = await runCommand(place(), (commands) => commands.plan({ paths }));
    strayWrites.push(...writesSince(simulator, requests));
    if (failure) throw toFailure(failure);
    return shown.plan && observed ? { plan: trueOf(shown.plan), observed } : undefined;
  };
  return {
    files,
    timeZone,
    now,
    today,
    async apply(mode, liftedLimits = {}) {
      const number = windows.length + 1;
      const from = now();
      const day = today();
      const requests = simulator.requests().length;
      const { exitCode, shown, failure, writes } = await runCommand(place(), async (commands) =>
        mode === 'reviewed'
          ? commands.applyReviewed({ paths, liftedLimits })
          : commands.applyUnattended({ paths, liftedLimits }),
      );
      const window = { number, from, to: now() };
      windows.push(window);
      return {
        number,
        mode,
        at: from,
        day,
        exitCode,
        diagnostics: shown.validation?.diagnostics ?? [],
        ...(shown.plan && { plan: trueOf(shown.plan) }),
        ...(shown.report && { report: shown.report }),
        ...(failure && { failure }),
        writes,
        writeRequests: writesSince(simulator, requests).length,
        effects: effectsOf(simulator.enrollments(), window),
      };
    },
    plan: async () => (await observe())?.plan,
    observe,
    advance: (duration) => simulator.advance(duration),
    async advanceTo(day, time) {
      const left = Date.parse(timeOfDay(day, time, timeZone)) - Date.parse(now());
      if (left > 0) await simulator.advance(left);
    },
    act: (action) => simulator.act(action),
    setFaults: (faults) => {
      overHttp = faults.length > 0;
      simulator.setFaults(faults);
    },
    timeline: () =>
      timelineOf(simulator.snapshot(), {
        from: start,
        sentEmails: simulator.sentEmails(),
        applies: windows,
      }),
    account: () => simulator.snapshot(),
    enrollments: () => simulator.enrollments(),
    emailOf: (contact) => simulator.emailOf(contact),
    strayWrites: () => strayWrites,
    hasEarlierLedger: writeLedger !== undefined,
    async close() {
      await simulator.close();
      folder.remove();
    },
  };
}

/** Returns the requests after the first ones that are not reads. */
function writesSince(simulator: Pick<Simulator, 'requests'>, first: number): readonly string[] {
  return simulator
    .requests()
    .slice(first)
    .filter(({ method, path }) => method !== 'GET' && !/\/(?:search|batch\/read)$/u.test(path))
    .map(({ method, path }) => `${method} ${path}`);
}

function effectsOf(enrollments: Iterable<SeedEnrollment>, { from, to }: ApplyWindow): ApplyEffects {
  const isInside = (at: Instant | undefined): boolean => at !== undefined && from < at && at <= to;
  const before = new Set<string>();
  const begun: BegunEnrollment[] = [];
  const ended: SeedEnrollment[] = [];
  for (const one of enrollments) {
    const { kind, targetId, contactId } = one;
    const key = `${targetIdentityKey({ kind, id: targetId })} ${contactId}`;
    if (isInside(one.enrolledAt)) begun.push({ ...one, again: before.has(key) });
    if (isInside(one.endedAt)) ended.push({ ...one });
    before.add(key);
  }
  return { begun, ended };
}

/** The failure of a command that the user stopped. */
export function interruptedFailure(): Failure {
  return new Failure({
    exitCode: ExitCode.interrupted,
    code: 'interrupted',
    message: 'Interrupted. Nothing was sent.',
    help: 'Run the command again.',
  });
}
