import type { ApiVersion, Dialect, Portal } from '../model/desired-state.ts';
import type { RunEvent } from '../model/results/run-event.ts';
import type { Kind } from '../model/target.ts';

/** One or several YAML files or folders, relative to the working folder. They form one configuration. */
export type Files = string | readonly string[];

/** What all calls of one `Rollcall` share. Nothing else is read from the process. */
export interface RollcallOptions {
  /** A HubSpot service key, or the static token of an app. `portal: simulated` needs none. */
  readonly token?: string | undefined;
  /**
   * The ledger: the path of a SQLite file, or a `postgres://` URL, which may hold a password. Overrides `ledger:`
   * in the files.
   * @default the files' `ledger`, or `.rollcall/ledger.db`
   */
  readonly ledger?: string | undefined;
  /**
   * The server that receives the requests and the token. The caller vouches for it.
   * @default 'https://api.hubapi.com', or a simulator in this process for `portal: simulated`
   */
  readonly baseUrl?: string | undefined;
  /** An HTTP proxy, `http://USER:PASSWORD@HOST:PORT`, for all requests except those to this machine. */
  readonly proxy?: string | undefined;
  /**
   * Name of the person or program that the ledger records for each run.
   * @default the user name of the operating system
   */
  readonly actor?: string | undefined;
  /**
   * The commit that the ledger records for each run.
   * @default the commit of the working folder, if it is a git repository
   */
  readonly commit?: string | undefined;
  /**
   * Cancels calls. Reads of HubSpot end at once. An `apply` sends nothing new, waits for the responses of requests in flight,
   * and returns its report.
   */
  readonly signal?: StopSignal | undefined;
  /**
   * Receives each event of a run as it happens, as `rollcall schema --of event` describes it. An error of a listener is
   * ignored, so that it cannot stop an apply.
   */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Receives the progress of long reads and applies. */
  readonly onProgress?: ((step: ProgressStep) => void) | undefined;
  /** Receives sentences for a person: what is waited for, and why. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/** What every method accepts. */
export interface CallOptions {
  /** Cancels this call, in addition to the signal of `createRollcall`. */
  readonly signal?: StopSignal | undefined;
  /**
   * HubSpot's set of routes.
   * @default the files' `dialect`, or 'documented'
   */
  readonly dialect?: Dialect | undefined;
}

/** Options of `validate`. */
export interface ValidateOptions extends CallOptions {
  /**
   * Also check ids, senders, scopes and lists in HubSpot. Only reads.
   * @default false
   */
  readonly online?: boolean | undefined;
}

/** Options of `plan`. */
export interface PlanOptions extends CallOptions {
  /** Only addresses that match one of these globs, such as `sequences.q4-*`. */
  readonly only?: readonly string[] | undefined;
  /** No address that matches one of these globs. */
  readonly exclude?: readonly string[] | undefined;
  /** Limits that replace those of the files for this call. */
  readonly limits?: Limits | undefined;
  /** Plan only to unenroll the contacts that this run enrolled; the number as `history` returns it. */
  readonly undoRun?: number | undefined;
}

/** Options of `apply`. */
export interface ApplyOptions extends PlanOptions {
  /** Refuse every plan except the one with this id. */
  readonly expect?: string | undefined;
  /** Enroll at most this many contacts, then stop. */
  readonly canary?: number | undefined;
  /**
   * Create the ledger if there is none: the first apply for an account.
   * @default false
   */
  readonly newLedger?: boolean | undefined;
  /**
   * Allow the plan to delete workflows with `retired: archive`.
   * @default false
   */
  readonly allowArchive?: boolean | undefined;
  /**
   * Apply only the removals by `suppress`, whatever else refuses a plan.
   * @default false
   */
  readonly suppressions?: boolean | undefined;
  /**
   * Milliseconds to wait for another run to finish.
   * @default 0
   */
  readonly lockTimeout?: number | undefined;
}

/** Options of `drift`. */
export interface DriftOptions extends CallOptions {
  /**
   * Also count unmanaged members of every target, and ended enrollments without a visible cause.
   * @default false
   */
  readonly strict?: boolean | undefined;
  /** Only addresses that match one of these globs, such as `sequences.q4-*`. */
  readonly only?: readonly string[] | undefined;
  /** No address that matches one of these globs. */
  readonly exclude?: readonly string[] | undefined;
}

/** Options of `history`. */
export interface HistoryOptions extends CallOptions {
  /** A contact id, an email, or an address of a plan such as `workflows.welcome`; without it, everything. */
  readonly contact?: string | undefined;
  /** The number of a run; without it, all runs. */
  readonly run?: number | undefined;
}

/** Options of `pull` and `diff`. */
export interface DefinitionOptions extends CallOptions {
  /**
   * Workflows or sequences.
   * @default 'workflow'
   */
  readonly kind?: Kind | undefined;
  /** Keys of the files, or HubSpot ids; without them, the targets of the files. */
  readonly targets?: readonly string[] | undefined;
  /**
   * The folder of the files of targets without `definition`.
   * @default 'workflows' or 'sequences'
   */
  readonly folder?: string | undefined;
}

/** Options of `pull`. */
export interface PullOptions extends DefinitionOptions {
  /**
   * Every workflow or sequence of the account.
   * @default false
   */
  readonly all?: boolean | undefined;
}

/** Options of `import`. */
export interface ImportOptions extends CallOptions {
  /**
   * The account to read.
   * @default the account of the token
   */
  readonly portal?: Portal | undefined;
  /**
   * The version of the HubSpot routes. The configuration gets the key `apiVersion`.
   * @default 2026-09
   */
  readonly apiVersion?: ApiVersion | undefined;
  /** HubSpot ids of the sequences to import; without ids of either kind, all targets that can be read. */
  readonly sequences?: readonly string[] | undefined;
  /** HubSpot ids of the workflows to import. */
  readonly workflows?: readonly string[] | undefined;
  /**
   * Write members by email instead of by contact id.
   * @default false
   */
  readonly showEmails?: boolean | undefined;
}

/** Limits of one call. Each replaces every limit of its kind, those of targets included. */
export interface Limits {
  /** Enrollments of one plan. */
  readonly enroll?: number;
  /** Removals of one plan. */
  readonly unenroll?: number;
  /** Repeated enrollments of one plan. */
  readonly reenroll?: number;
  /** Enrollments by one sender on one day of the account. */
  readonly perSenderPerDay?: number;
  /** Workflows that one plan may create. */
  readonly create?: number;
}

/** How far a long read or an apply is. */
export interface ProgressStep {
  /** What is read or sent. */
  readonly what: string;
  /** Items that are done. */
  readonly done: number;
  /** Items in all; may grow, and is absent while it is unknown. */
  readonly total?: number;
}

/** An `AbortSignal`, or an object with these members of one. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
