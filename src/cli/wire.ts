import type { AcceptDeps, AcceptView } from '../commands/accept.ts';
import type { LedgerDeps, ReadDeps, WriteDeps } from '../commands/deps.ts';
import type { SurveyDeps, SurveyView } from '../commands/survey-deps.ts';
import { defaultWaits } from '../executor/apply-ports.ts';
import { confirmOn } from './confirm.ts';
import { diskFiles, writeWithFolder } from './disk-files.ts';
import { edgesFor } from './edges.ts';
import { inCi, runFacts } from './environment.ts';
import { listenForSignals } from './interrupt.ts';
import { lockTimeout } from './lock-timeout.ts';
import type { ProgressLine } from './progress.ts';
import type { Session } from './session.ts';

/** Flags that say how the edges are opened. */
export interface ConnectionFlags {
  readonly allowBaseUrl?: boolean;
  readonly lockTimeout?: string | undefined;
}

interface Ends {
  readonly view: SurveyView & AcceptView;
  readonly line: ProgressLine;
  /** Called when the command is over, the last one first. */
  readonly onEnd: (close: () => Promise<void>) => void;
}

/**
 * Wires the edges into what commands ask for. Each edge is loaded when it is opened; only `writeDeps`
 * can open a writer.
 */
export function wire(
  ends: Ends,
): Pick<Session, 'readDeps' | 'surveyDeps' | 'ledgerDeps' | 'acceptDeps' | 'writeDeps'> {
  const edges = edgesFor({ env: process.env, talk: ends.line.say, onEnd: ends.onEnd });
  const readDeps = (flags: ConnectionFlags = {}): ReadDeps => ({
    files: diskFiles,
    writeFile: writeWithFolder,
    view: ends.view,
    today: () => new Date().toISOString().slice(0, 10),
    progress: ends.line.progress,
    ...edges.reading(flags.allowBaseUrl),
  });
  const ledgerDeps = async (flags: ConnectionFlags): Promise<LedgerDeps> => ({
    ...readDeps(flags),
    ...listenForSignals(ends.line.say),
    run: await runFacts(process.env, process.pid),
    lockTimeout: lockTimeout(flags.lockTimeout),
    every: repeat,
    openLedger: edges.openLedger,
  });
  return {
    readDeps,
    surveyDeps: (flags): SurveyDeps => ({
      ...readDeps(flags),
      view: ends.view,
      openExaminer: async (wanted) => {
        const { openExaminer } = await import('../hubspot/doctor.ts');
        return openExaminer(await edges.optionsFor(wanted, flags.allowBaseUrl));
      },
      openInventory: async ({ dialect, ...account }) => {
        const { openInventory } = await import('../hubspot/inventory.ts');
        return openInventory(await edges.optionsFor({ ...usual, ...account, dialect }, flags.allowBaseUrl));
      },
    }),
    ledgerDeps,
    acceptDeps: async (flags): Promise<AcceptDeps> => ({ ...(await ledgerDeps(flags)), view: ends.view }),
    writeDeps: async (flags): Promise<WriteDeps> => ({
      ...(await ledgerDeps(flags)),
      ...(inCi(process.env)
        ? {}
        : confirmOn({ input: process.stdin, output: process.stderr, before: ends.line.stop })),
      waits: defaultWaits,
      ...edges.writing(flags.allowBaseUrl),
    }),
  };
}

/** What a file says when it says nothing. */
const usual = { sequenceRoutes: '2026-03', ratePercent: 80, targets: [] } as const;

function repeat(milliseconds: number, act: () => Promise<void>): () => void {
  const timer = setInterval(() => void act(), milliseconds);
  return () => clearInterval(timer);
}
