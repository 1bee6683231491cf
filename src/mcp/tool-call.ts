/** The dependencies of one call of a tool. None of them can write: to HubSpot, to the ledger or to a file. */
import type {
  AccountDeps,
  AccountView,
  DirectoryDeps,
  LedgerAdminDeps,
  LedgerAdminView,
  LedgerReadDeps,
  Validation,
} from '../commands/deps.ts';
import type { Progress } from '../model/account.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { HistoryRecord } from '../model/ledger/ledger.ts';
import type { ObservedState } from '../model/observed-state.ts';
import type { Check } from '../model/results/examination.ts';
import type { Status } from '../model/results/status.ts';
import { createAdapters } from '../runtime/adapters.ts';
import type { Environment } from '../runtime/environment.ts';
import { declaredSenders } from './declared-senders.ts';
import { filesWithTexts, type Texts } from './folder-files.ts';
import type { Proposals } from './proposals.ts';
import { checkPlaces } from './trusted-places.ts';

/** The dependencies of every command that a tool runs, and what the command showed. */
export interface ToolCall {
  readonly deps: ToolDeps;
  readonly shown: Shown;
  /** Names from HubSpot that the call has read. */
  readonly names: Set<string>;
  /** Addresses of the senders of the files that the call has read. Results show them in full. */
  readonly senders: Set<string>;
  readonly proposals: Proposals;
  /** The folder in which the server runs. */
  readonly folder: string;
  /** The texts that the call reads instead of files, by path. */
  readonly texts: Texts;
  /** The paths of the texts that were read. */
  readonly usedTexts: ReadonlySet<string>;
  /** Returns a call that reads these texts instead of the files of the same paths. */
  readonly withTexts: (texts: Texts) => ToolCall;
}

type ToolDeps = LedgerReadDeps &
  Omit<AccountDeps, 'view'> &
  DirectoryDeps &
  Pick<LedgerAdminDeps, 'offlineAccount'> & { readonly view: ToolView };

type ToolView = AccountView & Pick<LedgerAdminView, 'status'>;

/** The results that a command passes to its view. */
interface Shown {
  validation?: Validation;
  history?: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>;
  checks?: {
    readonly checks: readonly Check[];
    readonly exitCode: ExitCode;
    readonly portalId?: number | undefined;
  };
  status?: Status;
}

export interface CallOptions {
  readonly env: Environment;
  /** The folder in which the server runs. */
  readonly folder: string;
  readonly files: FileReader;
  readonly allowBaseUrl: boolean;
  readonly proposals: Proposals;
  readonly log: (line: string) => void;
  readonly progress: Progress;
  /** Ends the reads of the call. */
  readonly signal: AbortSignal;
  /** Called before each HTTP request. If it throws, the call ends. */
  readonly beforeRead: () => void;
}

/** Runs the work of one call, and closes what it opened. */
export async function runCall<T>(options: CallOptions, work: (call: ToolCall) => Promise<T>): Promise<T> {
  const closing: (() => Promise<void>)[] = [];
  try {
    return await work(openCall(options, (close) => void closing.push(close)));
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

function openCall(options: CallOptions, registerClose: (close: () => Promise<void>) => void): ToolCall {
  const { env, signal, beforeRead, log, progress, allowBaseUrl, proposals } = options;
  const adapters = createAdapters({ env, onWait: log, registerClose, signal, beforeRead, leaveFiles: true });
  const { openReader, ledgerView, ledgerPlace } = adapters.readAdapters(allowBaseUrl);
  const { openDirectory, openExaminer, openInventory, ledgers } = adapters.accountAdapters(allowBaseUrl);
  const names = new Set<string>();
  const senders = new Set<string>();
  const { folder } = options;
  const callWith = (texts: Texts): ToolCall => {
    const shown: Shown = {};
    const trusted = { folder, files: options.files, texts };
    const files = filesWithTexts(folder, options.files, texts);
    const check = (desired: DesiredState): Promise<void> => {
      for (const email of declaredSenders(desired)) senders.add(email);
      return checkPlaces(desired, ledgerPlace(desired), trusted);
    };
    return {
      shown,
      names,
      senders,
      proposals,
      folder,
      texts,
      usedTexts: files.used,
      withTexts: (others) => callWith(new Map([...texts, ...others])),
      deps: {
        files,
        writeFile: refuseToWrite,
        view: viewInto(shown, { log, senders }),
        today: () => new Date().toISOString().slice(0, 10),
        progress,
        openReader: async (desired) => {
          await check(desired);
          const reader = await openReader(desired);
          return {
            ...reader,
            observe: async (request, onProgress) => {
              const observed = await reader.observe(request, onProgress);
              for (const name of namesIn(observed)) names.add(name);
              return observed;
            },
          };
        },
        // Planning creates the ledger of the simulated account on request. A tool never does.
        ledgerView: async (desired, { create: _create, ...of }) => {
          await check(desired);
          return ledgerView(desired, of);
        },
        ledgerPlace,
        openLedgerReader: async (desired) => {
          await check(desired);
          return adapters.openLedgerReader(desired);
        },
        offlineAccount: adapters.offlineAccount,
        ledgers: {
          place: (of) => ledgers.place(of),
          status: async (of) => {
            if (of.desired) await check(of.desired);
            return ledgers.status(of);
          },
        },
        openExaminer: async (wanted) => {
          await checkPlaces(wanted, undefined, trusted);
          return openExaminer(wanted);
        },
        openDirectory: async (wanted) => {
          await checkPlaces(wanted, undefined, trusted);
          return openDirectory(wanted);
        },
        openInventory,
      },
    };
  };
  return callWith(new Map());
}

async function refuseToWrite(path: string): Promise<never> {
  throw new Error(`A tool of the MCP server tried to write ${path}`);
}

function namesIn({ targets, lists, senders }: ObservedState): readonly string[] {
  return [...targets.values(), ...lists.values(), ...senders.values()].flatMap(({ name }) => name ?? []);
}

/** Returns a view that keeps what a command shows. */
function viewInto(
  shown: Shown,
  { log, senders }: { readonly log: (line: string) => void; readonly senders: Set<string> },
): ToolView {
  const ignore = (): void => undefined;
  return {
    validation: (validation) => {
      shown.validation = validation;
      const read = validation.desired ?? validation.salvaged;
      for (const email of read ? declaredSenders(read) : []) senders.add(email);
    },
    history: (records) => {
      shown.history = records;
    },
    checks: (checks, exitCode, { portalId }) => {
      shown.checks = { checks, exitCode, portalId };
    },
    status: (status) => {
      shown.status = status;
    },
    log,
    plan: ignore,
    proposal: ignore,
    drift: ignore,
    report: ignore,
    explanation: ignore,
    lease: ignore,
    unenrollWorkflowGuide: ignore,
    imported: ignore,
  };
}
