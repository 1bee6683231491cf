import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createCollectingView, type Shown } from '../commands/pipeline/collecting-view.ts';
import type {
  AccountDeps,
  DefinitionDeps,
  LedgerDeps,
  LedgerReadDeps,
  ReadDeps,
  WriteDeps,
} from '../commands/deps.ts';
import { diskFiles } from '../disk/read-files.ts';
import { writePrivateFile } from '../disk/write-file.ts';
import { defaultPollDelays } from '../executor/apply-ports.ts';
import type { Progress } from '../model/account.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import type { Report } from '../model/results/report.ts';
import type { EmitRunEvent } from '../model/results/run-event.ts';
import { createAdapters } from '../runtime/adapters.ts';
import { type Environment, runFacts, version } from '../runtime/environment.ts';
import type { Files, RollcallOptions, StopSignal } from './options.ts';
import { RollcallError, toRollcallError } from './rollcall-error.ts';

/** One call of a method: the dependencies of its command, and what the command showed. */
export interface Call {
  readonly shown: Shown;
  readonly readDeps: ReadDeps;
  readonly accountDeps: AccountDeps;
  /** They write no file. */
  readonly definitionDeps: DefinitionDeps;
  readonly ledgerDeps: () => Promise<LedgerDeps & LedgerReadDeps>;
  /** `lockTimeout` in milliseconds. */
  readonly writeDeps: (lockTimeout?: number) => Promise<WriteDeps>;
}

interface CallRequest {
  /** For `run-started`. */
  readonly command: string;
  readonly options: RollcallOptions;
  readonly signals: readonly (StopSignal | undefined)[];
  /** Whether the call sends writes. If so, a signal does not cut off requests in flight. */
  readonly writes: boolean;
}

/** Runs the work of one call, and closes what it opened. Throws `RollcallError`. */
export async function runCall<T>(request: CallRequest, work: (call: Call) => Promise<T>): Promise<T> {
  const { command, options, writes } = request;
  const stop = stopFrom(request.signals);
  const reads = new AbortController();
  if (!writes) void stop.whenRequested.then(() => reads.abort());
  const emit: EmitRunEvent = guarded(options.onEvent);
  const closing: (() => Promise<void>)[] = [];
  const call = createCall(options, {
    emit,
    stop,
    readSignal: reads.signal,
    registerClose: (close) => void closing.push(close),
  });
  emit({ event: 'run-started', command, version: version() });
  try {
    if (stop.requested()) throw interrupted();
    const result = await work(call);
    const exitCode = call.shown.report?.exitCode ?? call.shown.exitCode ?? ExitCode.done;
    emit({ event: 'run-finished', exitCode, ...countsOf(call.shown.report) });
    return result;
  } catch (error) {
    const thrown = toRollcallError(stop.requested() && !writes ? interrupted() : error);
    const problem =
      thrown instanceof RollcallError
        ? thrown
        : { exitCode: ExitCode.error, code: 'internal' as const, message: String(thrown) };
    const { exitCode, code, message } = problem;
    emit({ event: 'run-finished', exitCode, ...countsOf(call.shown.report), error: { code, message } });
    throw thrown;
  } finally {
    reads.abort();
    stop.release();
    for (const close of closing.toReversed()) await close();
  }
}

function interrupted(): Failure {
  return new Failure({
    exitCode: ExitCode.interrupted,
    code: 'interrupted',
    message: 'The signal was aborted before anything was sent.',
    help: 'Call again when you are ready.',
  });
}

function countsOf(report: Report | undefined): Partial<Pick<Report, 'counts' | 'emails' | 'requests'>> {
  if (!report) return {};
  const { counts, emails, requests } = report;
  return { counts, emails, requests };
}

function createCall(
  options: RollcallOptions,
  of: {
    readonly emit: EmitRunEvent;
    readonly stop: Stop;
    readonly readSignal: AbortSignal;
    readonly registerClose: (close: () => Promise<void>) => void;
  },
): Call {
  const { emit, stop } = of;
  const log = guarded(options.onLog);
  const onProgress = guarded(options.onProgress);
  const progress: Progress = (step) => {
    emit({ event: 'progress', ...step });
    onProgress(step);
  };
  const { view, shown } = createCollectingView(log);
  const adapters = createAdapters({
    env: environmentOf(options),
    ignoreTokenName: true,
    onWait: log,
    registerClose: of.registerClose,
    signal: of.readSignal,
  });
  // The caller wrote the server's address into the program: no second permission is needed.
  const vouched = options.baseUrl !== undefined;
  const readDeps: ReadDeps = {
    files: diskFiles,
    writeFile: writePrivateFile,
    view,
    today: () => new Date().toISOString().slice(0, 10),
    progress,
    emit,
    ...adapters.readAdapters(vouched),
  };
  const ledgerDeps = async (lockTimeout = 0): Promise<LedgerDeps & LedgerReadDeps> => ({
    ...readDeps,
    openLedger: adapters.openLedger,
    openLedgerReader: adapters.openLedgerReader,
    run: {
      ...(await runFacts({}, 0)),
      ...omitUndefined({ actor: options.actor, commit: options.commit }),
      owner: `a program on ${hostname()}`,
    },
    interrupt: stop,
    sleep: stop.sleep,
    lockTimeout,
    every: (milliseconds, act) => {
      const timer = setInterval(() => void act(), milliseconds);
      return () => clearInterval(timer);
    },
  });
  return {
    shown,
    readDeps,
    accountDeps: { ...readDeps, view, ...adapters.accountAdapters(vouched) },
    definitionDeps: {
      ...readDeps,
      view,
      openDefinitions: adapters.accountAdapters(vouched).openDefinitions,
      linkOutside: () => Promise.resolve(undefined),
      writeSharedFile: () => Promise.reject(new Error('the library writes no definition file')),
    },
    ledgerDeps,
    writeDeps: async (lockTimeout) => ({
      ...(await ledgerDeps(lockTimeout)),
      ...adapters.writeAdapters(vouched),
      pollDelays: defaultPollDelays,
    }),
  };
}

/**
 * Returns a listener that never throws: an apply must not stop between a request and its record because of a listener.
 * The rejection of an async listener would end the process.
 */
function guarded<T>(listener: ((value: T) => unknown) | undefined): (value: T) => void {
  return (value) => {
    try {
      void Promise.resolve(listener?.(value)).catch(() => undefined);
    } catch {
      // An error of a listener does not concern the run.
    }
  };
}

/** The adapters read settings by the names of the command line's variables. */
function environmentOf({ token, ledger, baseUrl, proxy }: RollcallOptions): Environment {
  return {
    HUBSPOT_ACCESS_TOKEN: token,
    ROLLCALL_LEDGER: ledger,
    HUBSPOT_BASE_URL: baseUrl,
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
  };
}

interface Stop {
  readonly requested: () => boolean;
  readonly whenRequested: Promise<void>;
  /** Waits for milliseconds, or until a stop is requested. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Removes the listeners from the caller's signals, which may outlive many calls. */
  readonly release: () => void;
}

function stopFrom(signals: readonly (StopSignal | undefined)[]): Stop {
  const asked = new AbortController();
  const whenRequested = new Promise<void>((resolve) => {
    asked.signal.addEventListener('abort', () => resolve());
  });
  const abort = (): void => asked.abort();
  for (const signal of signals) {
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
  }
  return {
    requested: () => asked.signal.aborted,
    whenRequested,
    sleep: (milliseconds) => delay(milliseconds, undefined, { signal: asked.signal }).catch(() => undefined),
    release: () => {
      for (const signal of signals) signal?.removeEventListener('abort', abort);
    },
  };
}

/** Returns files as a list. */
export function pathsOf(files: Files = []): readonly string[] {
  return typeof files === 'string' ? [files] : files;
}
