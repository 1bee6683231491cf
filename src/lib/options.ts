import type { Dialect } from '../model/desired-state.ts';

/** What every call takes. Nothing is read from the process: neither its environment nor its arguments. */
export interface ConfigOptions {
  /** Files and folders, relative to the working folder. Without any: `enrollments.yaml`. */
  readonly files?: readonly string[] | undefined;
  /** Which of HubSpot's routes to speak, in place of what the files say. */
  readonly dialect?: Dialect | undefined;
}

export interface PlanOptions extends ConfigOptions {
  /**
   * Where `HUBSPOT_ACCESS_TOKEN`, `ROLLCALL_LEDGER` and `HUBSPOT_BASE_URL` are looked up, and who acts for
   * which commit. Usually `process.env`. A simulated account needs none.
   */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The ledger's file or `postgres://` address, in place of the files' and of `ROLLCALL_LEDGER`. */
  readonly ledger?: string | undefined;
  /** Let the token of a real account go to a `HUBSPOT_BASE_URL` on another machine. */
  readonly allowBaseUrl?: boolean | undefined;
  /** Only addresses that match one of these globs, such as `sequences.q4-*`. */
  readonly only?: readonly string[] | undefined;
  /** All addresses except those that match one of these. */
  readonly exclude?: readonly string[] | undefined;
  /** Other limits than the files', for this call. */
  readonly limits?: RaisedLimits | undefined;
  /** Save the plan to this file, for `apply`. */
  readonly out?: string | undefined;
  /** Hears why something waits, in sentences for a person. */
  readonly onWait?: ((line: string) => void) | undefined;
  /** Hears how far reading or applying has come. */
  readonly progress?: ((step: ProgressStep) => void) | undefined;
}

export interface ApplyOptions extends Omit<PlanOptions, 'out'> {
  /** The file of a saved plan, in place of `files`: exactly what was reviewed. */
  readonly plan?: string | undefined;
  /** Refuse every plan but the one with this id. */
  readonly expect?: string | undefined;
  /** Enroll only so many people, then stop. */
  readonly canary?: number | undefined;
  /** Create the ledger: this is the first apply for the account. */
  readonly newLedger?: boolean | undefined;
  /** Milliseconds to wait for another run to finish; 0 without it. */
  readonly lockTimeout?: number | undefined;
  /** Asks for an orderly end: what is in flight is finished, nothing new is sent. */
  readonly signal?: StopSignal | undefined;
}

export interface RaisedLimits {
  readonly enroll?: number;
  readonly unenroll?: number;
  readonly reenroll?: number;
  readonly senderDay?: number;
}

export interface ProgressStep {
  readonly what: string;
  readonly done: number;
  readonly total?: number;
}

/** As much of an `AbortSignal` as is used. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}
