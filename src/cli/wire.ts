import type { LedgerDeps, ReadDeps, View, WriteDeps } from '../commands/deps.ts';
import { defaultWaits } from '../executor/apply-ports.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { Ledger } from '../model/ledger.ts';
import { confirmOn } from './confirm.ts';
import { connectionTo } from './connection.ts';
import type { Connection } from './connection.ts';
import { diskFiles, writeWithFolder } from './disk-files.ts';
import { runFacts } from './environment.ts';
import { listenForSignals } from './interrupt.ts';
import { ledgerAddress } from './ledger-address.ts';
import { lockTimeout } from './lock-timeout.ts';
import type { ProgressLine } from './progress.ts';
import type { Session } from './session.ts';
import { simulatorState } from './simulator-state.ts';

/** Flags that say how the edges are opened. */
export interface ConnectionFlags {
  readonly allowBaseUrl?: boolean;
  readonly lockTimeout?: string | undefined;
}

interface Ends {
  readonly view: View;
  readonly line: ProgressLine;
  /** Called when the command is over, the last one first. */
  readonly onEnd: (close: () => Promise<void>) => void;
}

/**
 * Wires the edges into what commands ask for. Each edge is loaded when it is opened; only `writeDeps`
 * can open a writer.
 */
export function wire(ends: Ends): Pick<Session, 'readDeps' | 'ledgerDeps' | 'writeDeps'> {
  const optionsFor = accountOptions(ends);
  const readDeps = (flags: ConnectionFlags = {}): ReadDeps => ({
    files: diskFiles,
    writeFile: writeWithFolder,
    view: ends.view,
    progress: ends.line.progress,
    openReader: async (desired) => {
      const { openAccount } = await import('../hubspot/open-account.ts');
      return openAccount(await optionsFor(desired, flags));
    },
    ledgerView: async (desired, { portalId, now }) => {
      const { emptyView, openLedger } = await import('../ledger/open-ledger.ts');
      const ledger = await openLedger({ address: ledgerAddress(desired, process.env), mode: 'read' });
      // The simulated account's ledger makes itself at the first apply: until then it is empty, not lost.
      if (!ledger) return { ...emptyView(), exists: desired.portal === 'simulated' };
      ends.onEnd(() => ledger.close());
      return ledger.view(portalId, now);
    },
  });
  const ledgerDeps = async (flags: ConnectionFlags): Promise<LedgerDeps> => ({
    ...readDeps(flags),
    ...listenForSignals(ends.line.say),
    run: await runFacts(process.env, process.pid),
    lockTimeout: lockTimeout(flags.lockTimeout),
    every: repeat,
    openLedger: (desired, create) => openForWriting(desired, create, ends),
  });
  return {
    readDeps,
    ledgerDeps,
    writeDeps: async (flags): Promise<WriteDeps> => ({
      ...(await ledgerDeps(flags)),
      ...confirmOn({ input: process.stdin, output: process.stderr, before: ends.line.stop }),
      waits: defaultWaits,
      openWriter: async (desired) => {
        const { openAccountForWriting } = await import('../hubspot/open-account.ts');
        return openAccountForWriting(await optionsFor(desired, flags));
      },
    }),
  };
}

async function openForWriting(
  desired: DesiredState,
  create: boolean,
  ends: Ends,
): Promise<Ledger | undefined> {
  const { openLedger } = await import('../ledger/open-ledger.ts');
  const address = ledgerAddress(desired, process.env);
  const ledger = await openLedger({ address, mode: create ? 'create' : 'write' });
  if (ledger) ends.onEnd(() => ledger.close());
  return ledger;
}

/** How an account is opened; the simulated one is started at most once. */
function accountOptions({ line, onEnd }: Ends) {
  const simulator = once(async (): Promise<Connection> => {
    const { startSimulator } = await import('../simulator/start-simulator.ts');
    const running = await startSimulator({ stateFile: simulatorState });
    onEnd(() => running.close());
    return { baseUrl: running.url, token: running.token };
  });
  return async (desired: DesiredState, { allowBaseUrl = false }: ConnectionFlags) => ({
    ...(await connectionTo(desired, { env: process.env, allowBaseUrl, simulator })),
    dialect: desired.dialect,
    sequenceRoutes: desired.sequenceRoutes,
    ratePercent: desired.ratePercent,
    talk: line.say,
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function repeat(milliseconds: number, act: () => Promise<void>): () => void {
  const timer = setInterval(() => void act(), milliseconds);
  return () => clearInterval(timer);
}
