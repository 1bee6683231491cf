import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EnrolledBy, ObservedContact } from '../../model/observed-state.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { KnownTarget, PlanningContext } from './planning-context.ts';

/** What HubSpot and the ledger know about one contact in one target. */
export interface MemberFacts {
  readonly planning: PlanningContext;
  readonly target: KnownTarget;
  readonly contactId?: ContactId;
  readonly contact?: ObservedContact;
  /** The ledger's records of the contact in every target, oldest first. */
  readonly entries: readonly LedgerEntry[];
  /** The ledger's records of the contact under all ids that share the target's history, oldest first. */
  readonly history: readonly LedgerEntry[];
}

/** An active enrollment. A bulk read returns only its target. */
export interface CurrentEnrollment {
  /** The id under which the contact is active: the target's own, or one that shares its history. */
  readonly targetId: TargetId;
  readonly id?: string;
  readonly enrolledAt?: Instant;
  readonly enrolledBy?: EnrolledBy;
}
