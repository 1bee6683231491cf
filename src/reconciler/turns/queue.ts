/** The enrollments that a plan makes or postpones, in the order of their turns. */
import type { FreezeWindow, Pace } from '../../model/desired-state.ts';
import type { ContactId } from '../../model/target.ts';
import type { Day } from '../../model/time.ts';

/** An enrollment that is made today or waits for its turn. */
export interface QueuedEnrollment {
  readonly target: QueuedTarget;
  /** The user id of the sender; absent for a workflow. */
  readonly sender?: string | undefined;
  /** Present if another sender may take the enrollment over. */
  readonly passOn?: PassOn | undefined;
  /** The first day on which it may be made. */
  readonly from: Day;
  /** Sequences only: a contact is in one sequence at a time. */
  readonly contact?: ContactId | undefined;
}

/** `whenFull: next` of a sender rotation. */
export interface PassOn {
  /** The user ids of the rotation, in an order that all its contacts share. */
  readonly senders: readonly string[];
  /** Identifies the rotation. */
  readonly key: string;
  /** Returns the user ids in the order of the contact. */
  readonly inOrder: () => readonly string[];
}

export interface QueuedTarget {
  /** Position in file order. */
  readonly order: number;
  readonly pace: Pace | undefined;
  /** Enrollments of earlier runs on this day. */
  readonly enrolledToday: number;
}

export interface DayRules {
  readonly today: Day;
  readonly freeze: readonly FreezeWindow[];
  /** The limit of each sender. A flag lifts it for today only. */
  readonly perSender: { readonly today: number; readonly later: number };
  readonly sentToday: ReadonlyMap<string, number>;
  /**
   * The senders that HubSpot refused last. HubSpot has no API to test an inbox, so one enrollment of the sender does.
   * Its other enrollments pass on, or come last.
   */
  readonly stopped: ReadonlySet<string>;
}
