/**
 * A world for stories and rehearsals: a simulated account in this process, a ledger of its own, and files that can be
 * edited without touching the disk. Applies run through the real commands and over HTTP to the simulator; no request
 * leaves this machine, because the world has no other address and no token of an account.
 */
import type { LiftedLimits, Plan } from '../model/results/plan.ts';
import type { Report } from '../model/results/report.ts';
import type { ExitCode } from '../model/exit-code.ts';
import { type Failure, toFailure } from '../model/failure.ts';
import type { ObservedState } from '../model/observed-state.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import { type Day, dayOf, type Instant, timeOfDay } from '../model/time.ts';
import type { LoggedRequest } from '../simulator/account/inspection.ts';
import type { ManualAction } from '../simulator/account/manual-action.ts';
import type { AccountSeed } from '../simulator/account/account-seed.ts';
import type { Fault } from '../simulator/server/fault.ts';
import { type Simulator, startSimulator } from '../simulator/start-simulator.ts';
import { type ApplyWindow, type TimelineEvent, timelineOf } from './timeline.ts';
import { type OverlayFiles, overlayFiles } from './overlay-files.ts';
import { createLedger, runCommand } from './run-command.ts';
import { temporaryFolder } from './temporary-folder.ts';

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
  /** Every request that the simulator received. */
  requests(): readonly LoggedRequest[];
  /** Ends the server and deletes the ledger. */
  close(): Promise<void>;
}

/**
 * Opens a world. The same options and the same calls give the same timeline, plans and reports, byte for byte (seals
 * and ledger ids aside): writes are sent one after the other, and nothing depends on the time of this machine.
 */
export async function openWorld(options: WorldOptions): Promise<World> {
  const folder = temporaryFolder();
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
  { account, files: below, paths, interrupt, repOrders }: WorldOptions,
  simulator: Simulator,
  folder: ReturnType<typeof temporaryFolder>,
): World {
  const files = overlayFiles(below);
  const { timeZone } = account;
  const start = simulator.now();
  const windows: ApplyWindow[] = [];
  const now = (): Instant => simulator.now();
  const today = (): Day => dayOf(now(), timeZone);
  const place = { simulator, ledger: folder.ledger, files, today, interrupt, repOrders };
  const observe: World['observe'] = async () => {
    const { shown, observed, failure } = await runCommand(place, (commands) => commands.plan({ paths }));
    if (failure) throw toFailure(failure);
    return shown.plan && observed ? { plan: shown.plan, observed } : undefined;
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
      const { exitCode, shown, failure } = await runCommand(place, async (commands) =>
        mode === 'reviewed'
          ? commands.applyReviewed({ paths, liftedLimits })
          : commands.applyUnattended({ paths, liftedLimits }),
      );
      windows.push({ number, from, to: now() });
      return {
        number,
        mode,
        at: from,
        day,
        exitCode,
        diagnostics: shown.validation?.diagnostics ?? [],
        ...(shown.plan && { plan: shown.plan }),
        ...(shown.report && { report: shown.report }),
        ...(failure && { failure }),
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
    setFaults: (faults) => simulator.setFaults(faults),
    timeline: () =>
      timelineOf(simulator.snapshot(), {
        from: start,
        sentEmails: simulator.sentEmails(),
        applies: windows,
      }),
    account: () => simulator.snapshot(),
    requests: () => simulator.requests(),
    async close() {
      await simulator.close();
      folder.remove();
    },
  };
}
