/** The dependencies of the commands. The command line passes the real ones, and tests pass fakes. */
import type { PollDelays } from '../executor/apply-ports.ts';
import type {
  AccountDefinitions,
  AccountDirectory,
  AccountInventory,
  AccountReader,
  AccountWriter,
  Inventory,
  Progress,
} from '../model/account.ts';
import type { ApiVersion, DesiredState, Dialect, Portal } from '../model/desired-state.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import type { AccountExaminer, Check, ExaminationRequest } from '../model/results/examination.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { LedgerPlace } from '../model/ledger/ledger-location.ts';
import type {
  CopiedLedger,
  CreatedLedger,
  LedgerGrant,
  LedgerStatus,
  MarkedGap,
  PauseResult,
  LedgerStatusResult,
} from '../model/ledger/ledger-reports.ts';
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import type { HistoryRecord, LeaseRecord, Ledger, LedgerReader } from '../model/ledger/ledger.ts';
import type { DefinitionDiffResult, PullResult, TemplateResult } from '../model/results/definitions.ts';
import type { ObservedState } from '../model/observed-state.ts';
import type { PostNotice } from '../model/results/notice.ts';
import type { Plan } from '../model/results/plan.ts';
import type { Report } from '../model/results/report.ts';
import type { Status } from '../model/results/status.ts';
import type { EmitRunEvent } from '../model/results/run-event.ts';
import type { Day, Instant } from '../model/time.ts';
import type { Explanation } from '../model/results/explanation.ts';

/** The dependencies of read-only commands. */
export interface ReadDeps {
  readonly files: FileReader;
  /** Writes a file atomically, readable by this user only. The text may be in pieces. */
  readonly writeFile: (path: string, text: Iterable<string>) => Promise<void>;
  readonly view: View;
  /** Returns the current day of this machine, for checks without an account. */
  readonly today: () => Day;
  readonly progress: Progress;
  /** Receives the run events; absent without `--events`. */
  readonly emit?: EmitRunEvent;
  /** Sends the notices of `notify`. Absent in the library, whose caller has the result. */
  readonly postNotice?: PostNotice;
  readonly openReader: (desired: DesiredState) => Promise<AccountReader>;
  /** Returns the place of the ledger that a command uses. Throws `Failure` `bad-ledger`. */
  readonly ledgerPlace: (desired: DesiredState) => LedgerPlace;
  /** Returns the ledger's records of an account. Without a ledger, `exists` of the result is false. */
  readonly ledgerView: (
    desired: DesiredState,
    of: {
      readonly portalId: number;
      readonly dayStart: Instant;
      /** Create the ledger if it does not exist. */
      readonly create?: boolean;
    },
  ) => Promise<LedgerView>;
}

/** The dependencies of commands that read the ledger and the account. */
export interface LedgerReadDeps extends ReadDeps {
  /** Returns the ledger without a migration; `undefined` if it does not exist. */
  readonly openLedgerReader: (desired: DesiredState) => Promise<LedgerReader | undefined>;
}

/** The dependencies of commands that write to the ledger and only read the account. */
export interface LedgerDeps extends ReadDeps {
  /** Returns `undefined` when the ledger does not exist and `create` is false. */
  readonly openLedger: (desired: DesiredState, create: boolean) => Promise<Ledger | undefined>;
  readonly run: RunMetadata;
  readonly interrupt: Interrupt;
  /** Milliseconds to wait for another run's lock before giving up. */
  readonly lockTimeout: number;
  /** Returns early on an interrupt. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Calls `act` at an interval until the returned function is called. */
  readonly every: (milliseconds: number, act: () => Promise<void>) => () => void;
}

/** The dependencies of `apply`, the only command that writes to HubSpot. */
export interface WriteDeps extends LedgerDeps {
  readonly openWriter: (
    desired: DesiredState,
  ) => Promise<{ readonly reader: AccountReader; readonly writer: AccountWriter }>;
  /** Asks on the terminal, and returns true only for the answer `yes`. Absent without a terminal. */
  readonly confirm?: (question: string) => Promise<boolean>;
  readonly pollDelays: PollDelays;
}

/** The first Ctrl-C or SIGTERM of this run. A second one ends the process immediately. */
export interface Interrupt {
  readonly requested: () => boolean;
  readonly whenRequested: Promise<void>;
}

/** The facts about the caller that the ledger records with each run. */
export interface RunMetadata {
  readonly actor: string;
  readonly commit?: string;
  readonly version: string;
  /** Host and process, shown to other runs that wait for the lock. */
  readonly owner: string;
}

/** Shows results in the requested format. Results go to stdout, everything else to stderr. */
export interface View {
  validation(result: Validation): void;
  plan(plan: Plan, shown: PlanViewOptions): void;
  /** Shows the plan before apply asks for approval. It is not part of the result. */
  proposal(plan: Plan, shown: PlanViewOptions): void;
  drift(plan: Plan, shown: PlanViewOptions & { readonly strict: boolean }): void;
  /** With `full`, every applied change is listed. */
  report(report: Report, shown: Pick<PlanViewOptions, 'full'>): void;
  explanation(rows: readonly Explanation[]): void;
  /** Shows the records, possibly while they are still being read. With `detailed`, each with all that the ledger holds. */
  history(
    records: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>,
    shown: { readonly detailed: boolean },
  ): void | Promise<void>;
  /** Shows the lock holder, or that the account is not locked. */
  lease(lease: LeaseRecord | undefined): void;
  /** Logs a line to stderr: what the command is doing, or why it is waiting. */
  log(line: string): void;
}

export interface Validation {
  readonly desired?: DesiredState;
  readonly salvaged?: DesiredState;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

export interface PlanViewOptions {
  /** For `--show-emails`; absent when the plan came from a file. */
  readonly observed?: ObservedState;
  /** The path of the saved plan, if there is one. */
  readonly path?: string;
  readonly diff: boolean;
  readonly full: boolean;
}

/** The dependencies of the commands that manage the ledger without HubSpot. */
export interface LedgerAdminDeps extends LedgerDeps, LedgerReadDeps {
  readonly view: LedgerAdminView;
  readonly ledgers: LedgerAdmin;
  /** Returns the account that the files declare, without a token. The simulated account has its own clock. */
  readonly offlineAccount: (
    desired: Pick<DesiredState, 'portal'>,
  ) => Promise<{ readonly portalId: number; readonly now: Instant }>;
}

/** Selects a ledger: the one at `location` (without a password), otherwise that of the environment or the files. */
export interface LedgerSelector {
  readonly location?: string | undefined;
  readonly desired?: DesiredState | undefined;
}

/** Manages whole ledgers. Every method throws a `Failure`. */
export interface LedgerAdmin {
  place(of: LedgerSelector): LedgerPlace;
  status(of: LedgerSelector): Promise<{
    readonly place: LedgerPlace;
    /** Absent if the ledger does not exist. */
    readonly status: LedgerStatus | undefined;
  }>;
  create(of: LedgerSelector): Promise<CreatedLedger>;
  /** Returns the SQL that lets a role use the ledger; no statements if it does not exist. Changes nothing. */
  grant(
    of: LedgerSelector,
    wanted: Pick<LedgerGrant, 'role' | 'access'>,
  ): Promise<{ readonly place: LedgerPlace; readonly statements: readonly string[] | undefined }>;
  /** Copies a ledger. Each argument is a location without a password, or `env:NAME`. */
  copy(from: string, to: string): Promise<CopiedLedger>;
}

export interface LedgerAdminView extends View {
  ledgerCreated(result: CreatedLedger): void;
  ledgerStatus(result: LedgerStatusResult): void;
  ledgerCopied(result: CopiedLedger): void;
  ledgerGrant(result: LedgerGrant): void;
  gapMarked(result: MarkedGap): void;
  pauses(result: PauseResult): void;
  status(status: Status): void;
}

/** The dependencies of the commands that read an account without planning: `doctor`, `validate --online`, `import`. */
export interface AccountDeps extends ReadDeps {
  readonly ledgers: Pick<LedgerAdmin, 'status' | 'place'>;
  readonly view: AccountView;
  /** Throws a `Failure` with exit code 4 without a token, or without a host to send it to. */
  readonly openExaminer: (wanted: ExaminationRequest) => Promise<AccountExaminer>;
  /** Throws likewise. Without `portal`, opens the account that the token belongs to. */
  readonly openInventory: (of: {
    readonly portal?: Portal;
    readonly dialect: Dialect;
    readonly apiVersion?: ApiVersion;
  }) => Promise<AccountInventory>;
}

/** The dependencies of the commands about definitions. */
export interface DefinitionDeps extends ReadDeps {
  readonly view: DefinitionView;
  /** Throws as `openReader` does. */
  readonly openDefinitions: (wanted: ExaminationRequest) => Promise<AccountDefinitions>;
  /** Writes a file atomically, with the default permissions: it belongs into the repository. */
  readonly writeSharedFile: (path: string, text: Iterable<string>) => Promise<void>;
  /** Returns where a symbolic link leads that puts a file outside of the folder that its path seems to be in; nothing otherwise. */
  readonly linkOutside: (path: string) => Promise<string | undefined>;
}

export interface DefinitionView extends View {
  pulled(result: PullResult): void;
  definitionDiff(result: DefinitionDiffResult): void;
  definitionTemplate(result: TemplateResult): void;
}

/** The dependency of a list of targets. */
export interface DirectoryDeps {
  /** Throws as `openReader` does. */
  readonly openDirectory: (wanted: ExaminationRequest) => Promise<AccountDirectory>;
}

export interface AccountView extends View {
  /** With `verbose`, every passed check is listed. `portalId` is the account of the token, if it opened one. */
  checks(
    checks: readonly Check[],
    exitCode: ExitCode,
    shown: { readonly verbose: boolean; readonly portalId?: number | undefined },
  ): void;
  /** Shows how to build an unenroll workflow. */
  unenrollWorkflowGuide(): void;
  imported(result: ImportResult): void;
}

export interface ImportResult {
  readonly inventory: Inventory;
  readonly configuration: string;
  /** The path of the written file. Without it, the view prints the configuration. */
  readonly path?: string;
}
