import type { AcceptDeps, AcceptView } from '../commands/drift.ts';
import type {
  LedgerAdminDeps,
  LedgerAdminView,
  LedgerReadDeps,
  ReadDeps,
  AccountDeps,
  AccountView,
  DefinitionDeps,
  DefinitionView,
  WriteDeps,
} from '../commands/deps.ts';
import type { ForgetDeps, ForgetView } from '../commands/forget.ts';
import type { ResolveDeps, ResolveView } from '../commands/resolve.ts';
import { diskFiles } from '../disk/read-files.ts';
import { linkOutside } from '../disk/link-outside.ts';
import { writePrivateFile, writeSharedFile } from '../disk/write-file.ts';
import { defaultPollDelays } from '../executor/apply-ports.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { EmitRunEvent } from '../model/results/run-event.ts';
import { safeLine } from '../render/view/safe-text.ts';
import type { AtExit } from '../stories/temporary-folder.ts';
import type { SnapshotRequest } from '../stories/snapshot/take-snapshot.ts';
import { createAdapters } from '../runtime/adapters.ts';
import { inCi, runFacts } from '../runtime/environment.ts';
import { parseLockTimeout } from './flags.ts';
import { listenForSignals } from './interrupt.ts';
import type { ProgressLine } from './progress.ts';
import { createConfirm } from './prompt.ts';

/** Flags that configure the adapters. */
export interface ConnectionFlags {
  readonly allowBaseUrl?: boolean;
  readonly lockTimeout?: string | undefined;
}

type AllLedgerDeps = AcceptDeps & ForgetDeps & LedgerReadDeps & ResolveDeps;

/** Creates the dependencies of a command on demand. */
export interface Dependencies {
  readonly readDeps: (flags?: ConnectionFlags) => ReadDeps;
  readonly accountDeps: (flags: ConnectionFlags) => AccountDeps;
  readonly definitionDeps: (flags: ConnectionFlags) => DefinitionDeps;
  readonly ledgerDeps: (flags: ConnectionFlags) => Promise<AllLedgerDeps>;
  /** Dependencies of commands that need no token. */
  readonly ledgerAdminDeps: (flags?: ConnectionFlags) => Promise<LedgerAdminDeps>;
  readonly writeDeps: (flags: ConnectionFlags) => Promise<WriteDeps>;
  /** Dependencies of `snapshot`: they read the account and the ledger, and write neither. */
  readonly snapshotDeps: (flags: ConnectionFlags) => SnapshotDeps;
  /** Dependencies of commands that play on a copy: they open neither an account nor the ledger in use. */
  readonly rehearsalDeps: () => RehearsalDeps;
}

type SnapshotDeps = SnapshotRequest['deps'] & Pick<SnapshotRequest, 'readLedgerRows' | 'writeLedgerRows'>;

interface RehearsalDeps extends Pick<ReadDeps, 'files' | 'progress'> {
  readonly interrupt: WriteDeps['interrupt'];
  /** Calls a function when the process ends, also after a second Ctrl-C. */
  readonly atExit: AtExit;
  /** Returns a function that copies the ledger in use to a path; none if there is no ledger. */
  readonly copyLedger: (
    desired: DesiredState,
  ) => Promise<{ readonly writeLedger?: (path: string) => Promise<void> }>;
}

interface DependencyOptions {
  readonly view: AccountView & DefinitionView & AcceptView & ForgetView & LedgerAdminView & ResolveView;
  readonly progressLine: ProgressLine;
  /** Receives the events of `--events`. */
  readonly emit?: EmitRunEvent | undefined;
  /** Registers a function to call at the end of the command, in reverse order of registration. */
  readonly registerClose: (close: () => Promise<void>) => void;
}

/**
 * Returns the dependencies of commands, built from the adapters. Each adapter is loaded when it is opened. Only
 * `writeDeps` can open a writer.
 */
export function createDependencies(options: DependencyOptions): Dependencies {
  const adapters = createAdapters({
    env: process.env,
    onWait: (line) => options.progressLine.log(safeLine(line)),
    registerClose: options.registerClose,
  });
  const readDeps = (flags: ConnectionFlags = {}): ReadDeps => ({
    files: diskFiles,
    writeFile: writePrivateFile,
    view: options.view,
    today: () => new Date().toISOString().slice(0, 10),
    ...progressDeps(options),
    postNotice: async (request) => {
      const { createPostNotice } = await import('../runtime/post-notice.ts');
      return createPostNotice(process.env)(request);
    },
    ...adapters.readAdapters(flags.allowBaseUrl),
  });
  const ledgerDeps = async (flags: ConnectionFlags): Promise<AllLedgerDeps> => ({
    ...readDeps(flags),
    view: options.view,
    ...listenForSignals(options.progressLine.log),
    run: await runFacts(process.env, process.pid),
    lockTimeout: parseLockTimeout(flags.lockTimeout),
    every: repeatEvery,
    openLedger: adapters.openLedger,
    openLedgerReader: adapters.openLedgerReader,
  });
  // Each listener for signals would log its own message.
  let rehearsal: RehearsalDeps | undefined;
  const createRehearsalDeps = (): RehearsalDeps => ({
    files: diskFiles,
    ...progressDeps(options),
    interrupt: listenForSignals(options.progressLine.log, 'Interrupted: stopping.').interrupt,
    atExit(act) {
      process.on('exit', act);
      return () => process.off('exit', act);
    },
    copyLedger: async (desired) => {
      const { status } = await adapters.ledgers.status({ desired });
      if (!status) return {};
      const { copyLedgerForRehearsal } = await import('../runtime/ledger-adapters.ts');
      return {
        writeLedger: async (to) => void (await copyLedgerForRehearsal(desired, { env: process.env, to })),
      };
    },
  });
  return {
    readDeps,
    accountDeps: (flags): AccountDeps => ({
      ...readDeps(flags),
      view: options.view,
      ...adapters.accountAdapters(flags.allowBaseUrl),
    }),
    definitionDeps: (flags): DefinitionDeps => ({
      ...readDeps(flags),
      view: options.view,
      writeSharedFile,
      linkOutside,
      openDefinitions: adapters.accountAdapters(flags.allowBaseUrl).openDefinitions,
    }),
    ledgerDeps,
    ledgerAdminDeps: async (flags = {}): Promise<LedgerAdminDeps> => ({
      ...(await ledgerDeps(flags)),
      view: options.view,
      ledgers: adapters.ledgers,
      offlineAccount: adapters.offlineAccount,
    }),
    writeDeps: async (flags): Promise<WriteDeps> => ({
      ...(await ledgerDeps(flags)),
      ...(inCi(process.env)
        ? {}
        : createConfirm({
            input: process.stdin,
            output: process.stderr,
            clearProgress: options.progressLine.stop,
          })),
      pollDelays: defaultPollDelays,
      ...adapters.writeAdapters(flags.allowBaseUrl),
    }),
    snapshotDeps: (flags) => ({
      ...readDeps(flags),
      ...adapters.recordingAdapters(flags.allowBaseUrl),
      readLedgerRows: async (desired, request) => {
        const { readLedgerForSnapshot } = await import('../runtime/ledger-adapters.ts');
        return readLedgerForSnapshot(desired, process.env, request);
      },
      writeLedgerRows: async (rows, to) => {
        const { writeLedgerForRehearsal } = await import('../runtime/ledger-adapters.ts');
        await writeLedgerForRehearsal(rows, to);
      },
    }),
    rehearsalDeps: () => (rehearsal ??= createRehearsalDeps()),
  };
}

/** Returns the receivers of progress and events. With `--events`, progress is also an event. */
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

function repeatEvery(milliseconds: number, action: () => Promise<void>): () => void {
  const timer = setInterval(() => void action(), milliseconds);
  return () => clearInterval(timer);
}
