/** What commands need of the world. The command line wires the edges in; tests wire in what they like. */
import type { PollDelays } from '../executor/apply-ports.ts';
import type {
  AccountInventory,
  AccountReader,
  AccountWriter,
  Inventory,
  Progress,
} from '../model/account.ts';
import type { DesiredState, Dialect, Portal } from '../model/desired-state.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AccountExaminer, Check, ExaminationRequest } from '../model/examination.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { LedgerPlace } from '../model/ledger/ledger-address.ts';
import type {
  CopiedLedger,
  CreatedLedger,
  LedgerStatus,
  MarkedGap,
  PauseResult,
  LedgerStatusResult,
} from '../model/ledger/ledger-reports.ts';
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import type { HistoryRecord, LeaseRecord, Ledger } from '../model/ledger/ledger.ts';
import type { ObservedState } from '../model/observed-state.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { EmitRunEvent } from '../model/run-event.ts';
import type { Day, Instant } from '../model/time.ts';
import type { Explanation } from '../model/explanation.ts';

/** Every command of this kind can only look. */
export interface ReadDeps {
  readonly files: FileReader;
  /** Writes a file that only this user may read, whole or not at all. The text may come in pieces. */
  readonly writeFile: (path: string, text: Iterable<string>) => Promise<void>;
  readonly view: View;
  /** This machine's day, for checks that no account is asked for. */
  readonly today: () => Day;
  readonly progress: Progress;
  /** Hears what happens while it happens; absent where nobody listens. */
  readonly emit?: EmitRunEvent;
  readonly openReader: (desired: DesiredState) => Promise<AccountReader>;
  /** Returns the place of the ledger that a command uses. Throws `Failure` `bad-ledger`. */
  readonly ledgerPlace: (desired: DesiredState) => LedgerPlace;
  /** What the ledger knows of an account; says so itself when there is no ledger. */
  readonly ledgerView: (
    desired: DesiredState,
    of: {
      readonly portalId: number;
      readonly dayStart: Instant;
      /** Create the ledger where there is none. */
      readonly create?: boolean;
    },
  ) => Promise<LedgerView>;
}

/** For commands that write to the ledger and only read the account. */
export interface LedgerDeps extends ReadDeps {
  /** Nothing when no ledger is there and `create` is false. */
  readonly openLedger: (desired: DesiredState, create: boolean) => Promise<Ledger | undefined>;
  readonly run: RunMetadata;
  readonly interrupt: Interrupt;
  /** Milliseconds to wait for another run's lock before giving up. */
  readonly lockTimeout: number;
  /** Ends early when an interrupt comes. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Calls back at an interval until the returned function is called. */
  readonly every: (milliseconds: number, act: () => Promise<void>) => () => void;
}

/** `apply` alone gets these. */
export interface WriteDeps extends LedgerDeps {
  readonly openWriter: (
    desired: DesiredState,
  ) => Promise<{ readonly reader: AccountReader; readonly writer: AccountWriter }>;
  /** Asks on the terminal; absent where there is none. Only `yes` is a yes. */
  readonly confirm?: (question: string) => Promise<boolean>;
  readonly pollDelays: PollDelays;
}

/** The first Ctrl-C or SIGTERM of this run; a second one ends the process at once. */
export interface Interrupt {
  readonly requested: () => boolean;
  readonly whenRequested: Promise<void>;
}

/** Who acts, from where: written down with every run. */
export interface RunMetadata {
  readonly actor: string;
  readonly commit?: string;
  readonly version: string;
  /** Host and process, shown to whoever finds the account locked. */
  readonly owner: string;
}

/** Shows results in the format asked for. Results go to stdout, everything else to stderr. */
export interface View {
  validation(result: Validation): void;
  plan(plan: Plan, shown: PlanViewOptions): void;
  /** What apply is about to ask for; not part of its result. */
  proposal(plan: Plan, shown: PlanViewOptions): void;
  drift(plan: Plan, shown: PlanViewOptions & { readonly strict: boolean }): void;
  report(report: Report): void;
  explanation(rows: readonly Explanation[]): void;
  /** The records may be read while they are shown: wait for the result. */
  history(records: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>): void | Promise<void>;
  /** Whose the lock is, if it is anybody's. */
  lease(lease: LeaseRecord | undefined): void;
  /** Talk, for stderr: what is being done, and why something waits. */
  log(line: string): void;
}

export interface Validation {
  readonly desired?: DesiredState;
  readonly salvaged?: DesiredState;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** What a plan is shown with. */
export interface PlanViewOptions {
  /** For `--show-emails`; absent when the plan came from a file. */
  readonly observed?: ObservedState;
  /** The saved plan's path, when there is one to apply. */
  readonly path?: string;
  readonly diff: boolean;
  readonly full: boolean;
}

/** The dependencies of the commands that manage the ledger without HubSpot. */
export interface LedgerAdminDeps extends LedgerDeps {
  readonly view: LedgerAdminView;
  readonly ledgers: LedgerAdmin;
  /** The account that the files name, without a token; the simulated one with its own clock. */
  readonly offlineAccount: (
    desired: Pick<DesiredState, 'portal'>,
  ) => Promise<{ readonly portalId: number; readonly now: Instant }>;
}

/** Which ledger: at an address without a password, otherwise the one of the environment or the files. */
export interface LedgerSelector {
  readonly address?: string | undefined;
  readonly desired?: DesiredState | undefined;
}

/** Manages whole ledgers. Every method throws a `Failure`. */
export interface LedgerAdmin {
  place(of: LedgerSelector): LedgerPlace;
  status(of: LedgerSelector): Promise<{
    readonly place: LedgerPlace;
    /** Absent without a ledger. */
    readonly status: LedgerStatus | undefined;
  }>;
  create(of: LedgerSelector): Promise<CreatedLedger>;
  /** Each end: an address without a password, or `env:NAME`. */
  copy(from: string, to: string): Promise<CopiedLedger>;
}

export interface LedgerAdminView extends View {
  ledgerCreated(result: CreatedLedger): void;
  ledgerStatus(result: LedgerStatusResult): void;
  ledgerCopied(result: CopiedLedger): void;
  gapMarked(result: MarkedGap): void;
  pauses(result: PauseResult): void;
}

/** What the commands need that look at an account without planning: `doctor`, `validate --online`, `import`. */
export interface AccountDeps extends ReadDeps {
  readonly ledgers: Pick<LedgerAdmin, 'status' | 'place'>;
  readonly view: AccountView;
  /** Throws a `Failure` (4) when there is no token, or nowhere to send it. */
  readonly openExaminer: (wanted: ExaminationRequest) => Promise<AccountExaminer>;
  /** Likewise. Without `portal`, of the account that the token opens. */
  readonly openInventory: (of: {
    readonly portal?: Portal;
    readonly dialect: Dialect;
  }) => Promise<AccountInventory>;
}

export interface AccountView extends View {
  checks(checks: readonly Check[], exitCode: ExitCode): void;
  /** How to build the workflow through which people leave sequences. */
  unenrollWorkflowGuide(): void;
  imported(result: ImportResult): void;
}

export interface ImportResult {
  readonly inventory: Inventory;
  readonly configuration: string;
  /** Where it was written; printed where there is none. */
  readonly path?: string;
}
