/** What the ledger knows about the latest runs of an account, for `rollcall status`. */
import type { IntentAction } from './intent-action.ts';
import type { ContactId, Kind, TargetId } from '../target.ts';
import type { Day, Instant } from '../time.ts';

export interface LedgerActivity {
  /** The latest apply with a run number, in any state. Absent before the first one. */
  readonly lastRun?: RecordedRun;
  /** The latest apply that completed and changed something. */
  readonly lastCompleted?: RecordedRun;
  /** The latest apply that changed nothing. Always absent in a ledger of a format before 4. */
  readonly lastHeartbeat?: RecordedHeartbeat;
  /** The latest apply that completed and changed nothing. */
  readonly lastCompletedHeartbeat?: RecordedHeartbeat;
  /** Requests without a known outcome, oldest first. */
  readonly openIntents: readonly OpenIntent[];
}

/** The facts that runs and heartbeats have in common. */
interface RecordedActivity {
  readonly command: string;
  readonly actor: string;
  readonly commit?: string;
  /** The part that the record holds. A run that did not finish has none. */
  readonly summary: Partial<RunSummary>;
}

export interface RecordedRun extends RecordedActivity {
  readonly run: number;
  readonly startedAt: Instant;
  readonly finishedAt?: Instant;
  readonly exitCode?: number;
}

export interface RecordedHeartbeat extends RecordedActivity {
  readonly at: Instant;
  readonly exitCode: number;
}

/** A run that changed nothing. */
export interface NewHeartbeat {
  readonly command: string;
  readonly commit?: string;
  readonly actor: string;
  readonly version: string;
  readonly at: Instant;
  readonly exitCode: number;
  /** A `RunSummary` as JSON. */
  readonly counts: string;
}

export interface OpenIntent {
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly targetKey: string;
  readonly action: IntentAction;
  /** Absent for an archive, for a new workflow, and for an erased contact. */
  readonly contactId?: ContactId;
  readonly run: number;
  readonly at: Instant;
}

/** What a run did and what it left. Contains no email address. */
export interface RunSummary {
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly blocked: number;
  readonly unknown: number;
  readonly notAttempted: number;
  /** Absent if the run does not know what remains in the whole configuration. */
  readonly left?: LeftEntries;
  readonly stoppedSenders: readonly StoppedSender[];
}

/** What the run left in the whole configuration for a later run or a person. */
export interface LeftEntries {
  /** Contacts that wait, and changes that the run did not include (`--only`, a saved plan). */
  readonly waiting: number;
  readonly blocked: number;
  readonly unknown: number;
  readonly manual: number;
  /** Changes that an unattended apply left for a reviewed plan. Those of contacts are a part of `waiting`. */
  readonly forReview?: number;
  /** The first day on which one of the waiting contacts is enrolled. Absent if no day is known. */
  readonly until?: Day;
}

/** A sender whose enrollments stopped for the rest of a run. */
export interface StoppedSender {
  /** HubSpot's user id: the ledger stores no email address. */
  readonly userId: string;
  readonly reason: string;
}
