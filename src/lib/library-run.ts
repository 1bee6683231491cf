import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReadDeps, View, WriteDeps } from '../commands/deps.ts';
import type { PipelineOptions } from '../commands/pipeline.ts';
import { diskFiles } from '../disk/read-files.ts';
import { writePrivateFile } from '../disk/write-file.ts';
import { defaultPollDelays } from '../executor/apply-ports.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { type Adapters, createAdapters } from '../runtime/adapters.ts';
import { type Environment, runFacts } from '../runtime/environment.ts';
import type { ApplyOptions, PlanOptions, StopSignal } from './options.ts';

/** One call: what commands need, and what they had to show. */
interface LibraryRun {
  readonly results: CollectedResults;
  readonly readDeps: ReadDeps;
  readonly writeDeps: (options: ApplyOptions) => Promise<WriteDeps>;
}

/** Does the work of a call with edges that are closed at the end. */
export async function withLibraryRun<T>(
  options: PlanOptions,
  work: (run: LibraryRun) => Promise<T>,
): Promise<T> {
  const closing: (() => Promise<void>)[] = [];
  const env = environmentOf(options);
  const onWait = options.onWait ?? (() => undefined);
  const view = createCollectingView(onWait);
  const edges = createAdapters({ env, onWait, registerClose: (close) => void closing.push(close) });
  const readDeps: ReadDeps = {
    files: diskFiles,
    writeFile: writePrivateFile,
    view,
    today: () => new Date().toISOString().slice(0, 10),
    progress: options.progress ?? (() => undefined),
    ...edges.readAdapters(options.allowBaseUrl),
  };
  const writeDeps = (given: ApplyOptions): Promise<WriteDeps> =>
    writeDepsFor(given, { readDeps, edges, env });
  try {
    return await work({ results: view.collected, readDeps, writeDeps });
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

/** The part of a call that a command line would say with files and flags. */
export function pipelineOptionsOf(options: PlanOptions): PipelineOptions {
  return {
    paths: options.files ?? [],
    dialect: options.dialect,
    only: options.only ?? [],
    exclude: options.exclude ?? [],
    raise: options.limits ?? {},
  };
}

function environmentOf({ env = {}, ledger }: PlanOptions): Environment {
  return ledger === undefined ? env : { ...env, ROLLCALL_LEDGER: ledger };
}

async function writeDepsFor(
  options: ApplyOptions,
  run: { readonly readDeps: ReadDeps; readonly edges: Adapters; readonly env: Environment },
): Promise<WriteDeps> {
  return {
    ...run.readDeps,
    ...run.edges.writeAdapters(options.allowBaseUrl),
    ...interruptFrom(options.signal),
    openLedger: run.edges.openLedger,
    run: { ...(await runFacts(run.env, 0)), owner: `a program on ${hostname()}` },
    lockTimeout: options.lockTimeout ?? 0,
    every: (milliseconds, act) => {
      const timer = setInterval(() => void act(), milliseconds);
      return () => clearInterval(timer);
    },
    pollDelays: defaultPollDelays,
  };
}

function interruptFrom(signal: StopSignal | undefined): Pick<WriteDeps, 'interrupt' | 'sleep'> {
  const asked = new AbortController();
  const whenRequested = new Promise<void>((resolve) => {
    asked.signal.addEventListener('abort', () => resolve());
  });
  signal?.addEventListener('abort', () => asked.abort());
  if (signal?.aborted) asked.abort();
  return {
    interrupt: { requested: () => asked.signal.aborted, whenRequested },
    sleep: (milliseconds) => delay(milliseconds, undefined, { signal: asked.signal }).catch(() => undefined),
  };
}

/** What a command would have shown. */
interface CollectedResults {
  plan?: Plan;
  report?: Report;
  diagnostics: readonly Diagnostic[];
}

/** A view that keeps results instead of showing them. */
function createCollectingView(log: (line: string) => void): View & { readonly collected: CollectedResults } {
  const collected: CollectedResults = { diagnostics: [] };
  const ignore = (): void => undefined;
  const keepPlan = (plan: Plan): void => {
    collected.plan = plan;
    collected.diagnostics = plan.diagnostics;
  };
  return {
    collected,
    validation: ({ diagnostics }) => {
      collected.diagnostics = diagnostics;
    },
    plan: keepPlan,
    proposal: keepPlan,
    report: (report) => {
      collected.report = report;
    },
    log,
    drift: ignore,
    explanation: ignore,
    history: ignore,
    lease: ignore,
  };
}
