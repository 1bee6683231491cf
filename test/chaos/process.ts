/** Starts the commands as one process would, over ports that may fail, sleep and die. */
import { setImmediate as turn } from 'node:timers/promises';
import { apply } from '../../src/commands/apply.ts';
import type { ApplyArgs } from '../../src/commands/apply/apply-context.ts';
import type { LedgerDeps, ReadDeps, View, WriteDeps } from '../../src/commands/deps.ts';
import { plan as planCommand } from '../../src/commands/plan.ts';
import { resolve } from '../../src/commands/resolve.ts';
import { openAccountForWriting } from '../../src/hubspot/open-account.ts';
import type { AccountWriter } from '../../src/model/account.ts';
import type { DesiredState } from '../../src/model/desired-state.ts';
import type { ExitCode } from '../../src/model/exit-code.ts';
import { Failure } from '../../src/model/failure.ts';
import type { Ledger } from '../../src/model/ledger/ledger.ts';
import type { ResolveOutcome } from '../../src/model/ledger/ledger-reports.ts';
import type { Plan } from '../../src/model/results/plan.ts';
import type { Report } from '../../src/model/results/report.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { emptyLedgerView } from '../../src/model/ledger/ledger-view.ts';
import type { TroubledRun, Version } from './case.ts';
import { configuration } from './files-of.ts';
import { Crash, openGate } from './gate.ts';
import type { Gate } from './gate.ts';
import { mortalLedger, mortalReader, mortalWriter } from './mortal.ts';
import { losingWriter } from './losing-writer.ts';
import { planted } from './plants.ts';
import type { Plant } from './plants.ts';
import type { Watched } from './watch.ts';
import { watching } from './watch.ts';
import type { World } from './world.ts';

/** How one process is started. */
export interface Start {
  readonly world: World;
  /** The files as data; absent in a history, whose judge hears of every request through `onWrite`. */
  readonly version: Version | undefined;
  readonly onWrite?: Watched['onWrite'];
  readonly files: Readonly<Record<string, string>>;
  /** Counts the processes of a case from 1. */
  readonly number: number;
  readonly run: Pick<TroubledRun, 'incident' | 'patient' | 'canary' | 'maxEnroll' | 'saved' | 'faults'>;
  readonly schedule: number;
  /** A defect on purpose. */
  readonly plant?: Plant | undefined;
  /** What happens while the process sleeps; told the steps that it took before. */
  readonly whileAsleep?: ((trace: readonly string[]) => Promise<void>) | undefined;
  /** Whether another process has taken the lease over by now. */
  readonly outdated?: (() => boolean) | undefined;
  /** Lifts every cap, as a person may. */
  readonly lifted?: boolean;
  /** The files given on the command line; `configuration` without it. */
  readonly paths?: readonly string[];
  readonly undoRun?: number;
  readonly suppressions?: boolean;
  readonly allowArchive?: boolean | undefined;
  /** A ledger that is not the world's: one that was copied elsewhere. */
  readonly ledgerPath?: string;
}

/** What came of it. */
export interface Ended {
  readonly gate: Gate;
  readonly watched: Watched;
  /** Absent when the process died or threw. */
  readonly exit: ExitCode | undefined;
  readonly report: Report | undefined;
  readonly plan: Plan | undefined;
  /** What it threw, when it is a `Failure`. */
  readonly failure: Failure | undefined;
}

const savedPlan = 'plan.json';

/** One `apply`, from its start to its end or death. */
export async function applyOnce(start: Start): Promise<Ended> {
  const opened = openProcess(start);
  const { gate, watched, seen, deps } = opened;
  const { canary, maxEnroll, saved } = start.run;
  const lifted = { enroll: 1_000, unenroll: 1_000, reenroll: 1_000, create: 1_000 };
  const args: ApplyArgs = {
    ...lineOf(start),
    liftedLimits: start.lifted ? lifted : maxEnroll === undefined ? {} : { enroll: maxEnroll },
    autoApprove: true,
    newLedger: false,
    full: false,
    ...(canary === undefined ? {} : { canary }),
    allowArchive: start.allowArchive,
  };
  let exit: ExitCode | undefined;
  let failure: Failure | undefined;
  try {
    if (saved) {
      await planCommand({ ...args, out: savedPlan, detailedExitcode: false, diff: false, full: false }, deps);
    }
    exit = await apply(saved ? { ...args, paths: [savedPlan] } : args, deps);
  } catch (error) {
    if (error instanceof Failure) failure = error;
    else if (!(error instanceof Crash))
      start.world.blame('defect', error instanceof Error ? (error.stack ?? '') : String(error));
  } finally {
    await opened.close();
  }
  // What a dead process would have shown, nobody saw.
  if (gate.state.dead)
    return { gate, watched, exit: undefined, report: undefined, plan: undefined, failure: undefined };
  return { gate, watched, exit, report: seen.report, plan: seen.plan, failure };
}

/** The plan as it stands, by the command that only looks. */
export async function planOnce(start: Start): Promise<Plan | undefined> {
  const { seen, deps, close } = openProcess(start);
  try {
    await planCommand(
      { ...lineOf(start), liftedLimits: {}, detailedExitcode: false, diff: false, full: false },
      deps,
    );
  } finally {
    await close();
  }
  return seen.plan;
}

/** A person looks, and says so. */
export async function resolveOnce(
  start: Start,
  address: string,
  outcome: ResolveOutcome | 'not-created',
): Promise<void> {
  const { deps, close } = openProcess(start);
  try {
    const view = { ...deps.view, resolved: () => undefined };
    await resolve(
      { paths: start.paths ?? [configuration], addresses: [address], outcome },
      { ...deps, view },
    );
  } finally {
    await close();
  }
}

export function lineOf({ paths = [configuration], undoRun, suppressions }: Start) {
  return {
    paths,
    only: [],
    exclude: [],
    ...(undoRun === undefined ? {} : { undoRun }),
    ...(suppressions === undefined ? {} : { suppressions }),
  } as const;
}

/** The ports of one process, for commands that have no function here. */
export function openProcess(start: Start) {
  const { world, run, plant, ledgerPath = world.ledgerPath } = start;
  const gate = openGate({
    seed: start.schedule,
    incident: run.incident,
    onStall: start.whileAsleep ?? (async () => undefined),
  });
  const watched: Watched = {
    version: start.version,
    onWrite: start.onWrite,
    process: start.number,
    outdated: start.outdated ?? (() => false),
    writes: 0,
  };
  const wrap = { gate, around: watching(world, watched) };
  const files = new Map(Object.entries(start.files));
  const seen: SeenByView = {};
  const closing: (() => Promise<void>)[] = [];
  const beats: (() => Promise<void>)[] = [];

  const writerOf = (writer: AccountWriter): AccountWriter =>
    run.incident?.kind === 'late'
      ? losingWriter(writer, { nth: run.incident.nth, world, around: wrap.around })
      : writer;
  const openAccount = (desired: DesiredState) => {
    const account = openAccountForWriting({
      baseUrl: world.simulator.url,
      token: world.simulator.token,
      dialect: desired.dialect,
      apiVersion: desired.apiVersion,
      workflowApiVersion: desired.workflowApiVersion,
      ratePercent: desired.ratePercent,
      timeoutMilliseconds: run.faults.some(({ kind }) => kind === 'timeout') ? 150 : 20_000,
      sleep: () => turn(),
    });
    const reader = mortalReader(account.reader, wrap);
    const writer = mortalWriter(writerOf(account.writer), wrap);
    return { reader: plant?.reader?.(reader) ?? reader, writer: plant?.writer?.(writer) ?? writer };
  };
  const openTheLedger = async (create: boolean): Promise<Ledger | undefined> => {
    const ledger = await openLedger({ location: ledgerPath, mode: create ? 'create' : 'write' });
    if (!ledger) return undefined;
    closing.push(() => ledger.close());
    return planted(mortalLedger(ledger, wrap), plant);
  };

  const readDeps: ReadDeps = {
    files: {
      read: async (path) => {
        const text = files.get(path);
        if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
        return new TextEncoder().encode(text);
      },
      list: async () => undefined,
    },
    writeFile: async (path, text) => void files.set(path, [...text].join('')),
    view: viewInto(seen),
    today: () => '2026-11-02',
    progress: () => undefined,
    openReader: async (desired) => openAccount(desired).reader,
    ledgerPlace: ({ ledger }) => ({ place: ledger, from: '`ledger`', isFile: true, location: ledger }),
    ledgerView: async (_desired, { portalId, dayStart, create = false }) => {
      const mode = create ? 'create' : 'read';
      const ledger = await openLedger({ location: ledgerPath, mode });
      if (!ledger) return { ...emptyLedgerView(), exists: true };
      closing.push(() => ledger.close());
      const view = await ledger.view(portalId, dayStart);
      return plant?.view?.(view) ?? view;
    },
  };
  const deps: WriteDeps & LedgerDeps = {
    ...readDeps,
    openLedger: (_desired, create) => openTheLedger(create),
    run: { actor: 'chaos', version: '0', owner: `process ${start.number}` },
    interrupt: { requested: () => gate.state.interrupted, whenRequested: gate.whenInterrupted },
    lockTimeout: 0,
    async sleep(milliseconds) {
      gate.assertAlive();
      for (const beat of beats) await beat();
      if (run.patient) await gate.step('time', () => world.simulator.advance(milliseconds));
      await turn();
      gate.assertAlive();
    },
    every: (_milliseconds, act) => {
      beats.push(act);
      return () => void beats.splice(beats.indexOf(act), 1);
    },
    openWriter: async (desired) => openAccount(desired),
    pollDelays: { ambiguous: [1_000, 60_000], removal: [1_000, 120_000] },
  };
  const close = async (): Promise<void> => {
    for (const end of closing.toReversed()) await end();
  };
  return { gate, watched, seen, deps, files, close };
}

interface SeenByView {
  plan?: Plan;
  report?: Report;
  explanation?: Parameters<View['explanation']>[0];
  validation?: Parameters<View['validation']>[0];
}

function viewInto(seen: SeenByView): View {
  const nothing = (): undefined => undefined;
  return {
    validation: (validation) => void (seen.validation = validation),
    plan: (plan) => void (seen.plan = plan),
    proposal: (plan) => void (seen.plan = plan),
    drift: nothing,
    report: (report) => void (seen.report = report),
    explanation: (rows) => void (seen.explanation = rows),
    history: nothing,
    lease: nothing,
    log: nothing,
  };
}
