import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ReadDeps, WriteDeps } from '../commands/deps.ts';
import { defaultWaits } from '../executor/apply-ports.ts';
import type { DesiredState } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { FileReader } from '../model/files.ts';
import { connectionTo } from './connection.ts';
import type { Connection } from './connection.ts';
import { runFacts } from './environment.ts';
import { listenForSignals } from './interrupt.ts';
import type { Signals } from './interrupt.ts';
import { ledgerAddress } from './ledger-address.ts';
import type { Globals } from './options.ts';
import { progressOn } from './progress.ts';
import type { ProgressLine } from './progress.ts';
import { confirmOn } from './confirm.ts';
import { simulatorState } from './simulator-state.ts';
import { viewFor } from './view.ts';
import type { CliView } from './view.ts';

/** One run of one command: the edges, wired when they are asked for and closed at the end. */
export interface Session {
  readonly view: CliView;
  /** Prints a result that is text already. */
  readonly out: (text: string) => void;
  readonly say: (line: string) => void;
  /** From now on Ctrl-C asks for an orderly end. */
  readonly signals: () => Signals;
  readonly readDeps: (flags?: ConnectionFlags) => ReadDeps;
  readonly writeDeps: (flags: ConnectionFlags) => Promise<WriteDeps>;
}

interface ConnectionFlags {
  readonly allowBaseUrl?: boolean;
}

/** Does the work of a command; whatever it throws becomes a message and an exit code. */
export async function inSession(
  globals: Globals,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const closing: (() => Promise<void>)[] = [];
  const plain = process.env['CI'] !== undefined && process.env['CI'] !== '';
  const quiet = globals.format === 'json' || globals.logLevel === 'quiet';
  const progress = progressOn(process.stderr, { quiet, plain });
  const view = viewFor(globals, progress.say);
  try {
    return await work(sessionOf(view, progress, closing));
  } catch (error) {
    progress.stop();
    view.failure(error);
    return error instanceof Failure ? error.exitCode : ExitCode.error;
  } finally {
    progress.stop();
    for (const close of closing.toReversed()) await close();
  }
}

function sessionOf(
  view: ReturnType<typeof viewFor>,
  { progress, say, stop }: ProgressLine,
  closing: (() => Promise<void>)[],
): Session {
  const simulator = once(async (): Promise<Connection> => {
    const { startSimulator } = await import('../simulator/start-simulator.ts');
    const running = await startSimulator({ stateFile: simulatorState });
    closing.push(() => running.close());
    return { baseUrl: running.url, token: running.token };
  });
  const accountOptions = async (desired: DesiredState, flags: ConnectionFlags) => ({
    ...(await connectionTo(desired, {
      env: process.env,
      allowBaseUrl: flags.allowBaseUrl ?? false,
      simulator,
    })),
    dialect: desired.dialect,
    sequenceRoutes: desired.sequenceRoutes,
    ratePercent: desired.ratePercent,
    talk: say,
  });
  const readDeps = (flags: ConnectionFlags = {}): ReadDeps => ({
    files: diskFiles,
    writeFile: writeWithFolder,
    view,
    progress,
    openReader: async (desired) => {
      const { openAccount } = await import('../hubspot/open-account.ts');
      return openAccount(await accountOptions(desired, flags));
    },
    ledgerView: async (desired, { portalId, now }) => {
      const { emptyView, openLedger } = await import('../ledger/open-ledger.ts');
      const ledger = await openLedger({ address: ledgerAddress(desired, process.env), mode: 'read' });
      // The simulated account's ledger makes itself at the first apply: until then it is empty, not lost.
      if (!ledger) return { ...emptyView(), exists: desired.portal === 'simulated' };
      closing.push(() => ledger.close());
      return ledger.view(portalId, now);
    },
  });
  return {
    view,
    out: (text) => void process.stdout.write(text),
    say,
    signals: () => listenForSignals(say),
    readDeps,
    writeDeps: async (flags) => {
      return {
        ...readDeps(flags),
        ...listenForSignals(say),
        ...confirmOn({ input: process.stdin, output: process.stderr, before: stop }),
        waits: defaultWaits,
        run: await runFacts(process.env, process.pid),
        every: repeat,
        openWriter: async (desired) => {
          const { openAccountForWriting } = await import('../hubspot/open-account.ts');
          return openAccountForWriting(await accountOptions(desired, flags));
        },
        openLedger: async (desired, create) => {
          const { openLedger } = await import('../ledger/open-ledger.ts');
          const mode = create ? 'create' : 'write';
          const ledger = await openLedger({ address: ledgerAddress(desired, process.env), mode });
          if (ledger) closing.push(() => ledger.close());
          return ledger;
        },
      };
    },
  };
}

const diskFiles: FileReader = {
  read: (path) => readFile(path),
  list: (path) =>
    readdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR' || error.code === 'ENOENT') return undefined;
      throw error;
    }),
};

async function writeWithFolder(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function repeat(milliseconds: number, act: () => Promise<void>): () => void {
  const timer = setInterval(() => void act(), milliseconds);
  return () => clearInterval(timer);
}
