import type { AcceptDeps, AcceptView } from '../commands/drift.ts';
import type {
  LedgerAdminDeps,
  LedgerAdminView,
  ReadDeps,
  SurveyDeps,
  SurveyView,
  WriteDeps,
} from '../commands/deps.ts';
import type { ForgetDeps, ForgetView } from '../commands/forget.ts';
import type { ResolveDeps, ResolveView } from '../commands/resolve.ts';
import { diskFiles } from '../disk/read-files.ts';
import { writePrivate } from '../disk/write-file.ts';
import { defaultWaits } from '../executor/apply-ports.ts';
import type { Tell } from '../model/run-event.ts';
import { plain } from '../render/view/safe-text.ts';
import { edgesFor } from '../runtime/adapters.ts';
import { inCi, runFacts } from '../runtime/environment.ts';
import { lockTimeout } from './flags.ts';
import { listenForSignals } from './interrupt.ts';
import type { ProgressLine } from './progress.ts';
import { confirmOn } from './prompt.ts';
import type { Session } from './session.ts';

/** Flags that say how the edges are opened. */
export interface ConnectionFlags {
  readonly allowBaseUrl?: boolean;
  readonly lockTimeout?: string | undefined;
}

interface Ends {
  readonly view: SurveyView & AcceptView & ForgetView & LedgerAdminView & ResolveView;
  readonly line: ProgressLine;
  /** For `--events`. */
  readonly tell?: Tell | undefined;
  /** Called when the command is over, the last one first. */
  readonly onEnd: (close: () => Promise<void>) => void;
}

/**
 * Wires the edges into what commands ask for. Each edge is loaded when it is opened; only `writeDeps`
 * can open a writer.
 */
export function wire(
  ends: Ends,
): Pick<Session, 'readDeps' | 'surveyDeps' | 'ledgerDeps' | 'adminDeps' | 'writeDeps'> {
  const edges = edgesFor({ env: process.env, talk: (line) => ends.line.say(plain(line)), onEnd: ends.onEnd });
  const readDeps = (flags: ConnectionFlags = {}): ReadDeps => ({
    files: diskFiles,
    writeFile: writePrivate,
    view: ends.view,
    today: () => new Date().toISOString().slice(0, 10),
    ...heardBy(ends),
    ...edges.reading(flags.allowBaseUrl),
  });
  const ledgerDeps = async (flags: ConnectionFlags): Promise<AcceptDeps & ForgetDeps & ResolveDeps> => ({
    ...readDeps(flags),
    view: ends.view,
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
      ledgers: edges.ledgers,
      openExaminer: async (wanted) => {
        const { openExaminer } = await import('../hubspot/doctor/doctor.ts');
        return openExaminer(await edges.optionsFor(wanted, flags.allowBaseUrl));
      },
      openInventory: async ({ dialect, ...account }) => {
        const { openInventory } = await import('../hubspot/import/inventory.ts');
        return openInventory(await edges.optionsFor({ ...usual, ...account, dialect }, flags.allowBaseUrl));
      },
    }),
    ledgerDeps,
    adminDeps: async (flags = {}): Promise<LedgerAdminDeps> => ({
      ...(await ledgerDeps(flags)),
      view: ends.view,
      ledgers: edges.ledgers,
      offlineAccount: edges.offlineAccount,
    }),
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

/** Progress is an event, too. */
function heardBy({ line, tell }: Ends): Pick<ReadDeps, 'progress' | 'tell'> {
  if (!tell) return { progress: line.progress };
  return {
    tell,
    progress: (step) => {
      tell({ event: 'progress', ...step });
      line.progress(step);
    },
  };
}

/** What a file says when it says nothing. */
const usual = { sequenceRoutes: '2026-03', ratePercent: 80, targets: [] } as const;

function repeat(milliseconds: number, act: () => Promise<void>): () => void {
  const timer = setInterval(() => void act(), milliseconds);
  return () => clearInterval(timer);
}
