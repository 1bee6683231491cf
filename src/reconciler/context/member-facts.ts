import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EnrolledBy, ObservedContact } from '../../model/observed-state.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { KnownTarget, PlanningContext } from './planning-context.ts';

/** What the account and the ledger know of one contact in one target. */
export interface MemberFacts {
  readonly planning: PlanningContext;
  readonly target: KnownTarget;
  readonly contactId?: ContactId;
  readonly contact?: ObservedContact;
  /** The ledger's records of the contact in every target, oldest first. */
  readonly entries: readonly LedgerEntry[];
  /** The ledger's records of the contact in this target or the one it replaces, oldest first. */
  readonly history: readonly LedgerEntry[];
}

/** A running enrollment; all that a bulk reading says is that it runs. */
export interface CurrentEnrollment {
  /** The id under which it runs: the target's own, or one that shares its history. */
  readonly targetId: TargetId;
  readonly id?: string;
  readonly enrolledAt?: Instant;
  readonly enrolledBy?: EnrolledBy;
}
