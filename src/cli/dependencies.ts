import type { AcceptDeps, AcceptView } from '../commands/drift.ts';
import type {
  LedgerAdminDeps,
  LedgerAdminView,
  ReadDeps,
  AccountDeps,
  AccountView,
  WriteDeps,
} from '../commands/deps.ts';
import type { ForgetDeps, ForgetView } from '../commands/forget.ts';
import type { ResolveDeps, ResolveView } from '../commands/resolve.ts';
import { diskFiles } from '../disk/read-files.ts';
import { writePrivateFile } from '../disk/write-file.ts';
import { defaultPollDelays } from '../executor/apply-ports.ts';
import type { EmitRunEvent } from '../model/run-event.ts';
import { safeLine } from '../render/view/safe-text.ts';
import { createAdapters } from '../runtime/adapters.ts';
import { inCi, runFacts } from '../runtime/environment.ts';
import { parseLockTimeout } from './flags.ts';
import { listenForSignals } from './interrupt.ts';
import type { ProgressLine } from './progress.ts';
import { createConfirm } from './prompt.ts';

/** Flags that say how the edges are opened. */
interface ConnectionFlags {
  readonly allowBaseUrl?: boolean;
  readonly lockTimeout?: string | undefined;
}

/** The dependencies of every command, made when a command asks for them. */
export interface Dependencies {
  readonly readDeps: (flags?: ConnectionFlags) => ReadDeps;
  readonly accountDeps: (flags: ConnectionFlags) => AccountDeps;
  readonly ledgerDeps: (flags: ConnectionFlags) => Promise<AcceptDeps & ForgetDeps & ResolveDeps>;
  /** For commands that need no token. */
  readonly ledgerAdminDeps: (flags?: ConnectionFlags) => Promise<LedgerAdminDeps>;
  readonly writeDeps: (flags: ConnectionFlags) => Promise<WriteDeps>;
}

interface DependencyOptions {
  readonly view: AccountView & AcceptView & ForgetView & LedgerAdminView & ResolveView;
  readonly progressLine: ProgressLine;
  /** For `--events`. */
  readonly emit?: EmitRunEvent | undefined;
  /** Called when the command is over, the last one first. */
  readonly registerClose: (close: () => Promise<void>) => void;
}

/**
 * Wires the edges into what commands ask for. Each edge is loaded when it is opened; only `writeDeps`
 * can open a writer.
 */
export function createDependencies(ends: DependencyOptions): Dependencies {
  const edges = createAdapters({
    env: process.env,
    onWait: (line) => ends.progressLine.log(safeLine(line)),
    registerClose: ends.registerClose,
  });
  const readDeps = (flags: ConnectionFlags = {}): ReadDeps => ({
    files: diskFiles,
    writeFile: writePrivateFile,
    view: ends.view,
    today: () => new Date().toISOString().slice(0, 10),
    ...progressDeps(ends),
    ...edges.readAdapters(flags.allowBaseUrl),
  });
  const ledgerDeps = async (flags: ConnectionFlags): Promise<AcceptDeps & ForgetDeps & ResolveDeps> => ({
    ...readDeps(flags),
    view: ends.view,
    ...listenForSignals(ends.progressLine.log),
    run: await runFacts(process.env, process.pid),
    lockTimeout: parseLockTimeout(flags.lockTimeout),
    every: repeatEvery,
    openLedger: edges.openLedger,
  });
  return {
    readDeps,
    accountDeps: (flags): AccountDeps => ({
      ...readDeps(flags),
      view: ends.view,
      ...edges.accountAdapters(flags.allowBaseUrl),
    }),
    ledgerDeps,
    ledgerAdminDeps: async (flags = {}): Promise<LedgerAdminDeps> => ({
      ...(await ledgerDeps(flags)),
      view: ends.view,
      ledgers: edges.ledgers,
      offlineAccount: edges.offlineAccount,
    }),
    writeDeps: async (flags): Promise<WriteDeps> => ({
      ...(await ledgerDeps(flags)),
      ...(inCi(process.env)
        ? {}
        : createConfirm({
            input: process.stdin,
            output: process.stderr,
            clearProgress: ends.progressLine.stop,
          })),
      pollDelays: defaultPollDelays,
      ...edges.writeAdapters(flags.allowBaseUrl),
    }),
  };
}

/** Progress is an event, too. */
function progressDeps({ progressLine, emit }: DependencyOptions): Pick<ReadDeps, 'progress' | 'emit'> {
  if (!emit) return { progress: progressLine.progress };
  return {
    emit,
    progress: (step) => {
      emit({ event: 'progress', ...step });
      progressLine.progress(step);
    },
  };
}

function repeatEvery(milliseconds: number, act: () => Promise<void>): () => void {
  const timer = setInterval(() => void act(), milliseconds);
  return () => clearInterval(timer);
}
