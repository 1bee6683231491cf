/** What the ledger knows of one account, as the reconciler reads it. */
import type { Instant } from './instant.ts';
import type { Day } from './instant.ts';
import type { ContactId, Kind, TargetId } from './target.ts';

export interface LedgerView {
  /** No ledger was found: the plan can be shown and not applied. */
  readonly exists: boolean;
  /** When this ledger first ran for the account: older history is not in it. */
  readonly startedAt?: Instant;
  readonly lastRun: number;
  readonly entries: readonly LedgerEntry[];
  /** Last known identity and applied revision of each target. */
  readonly targets: readonly LedgerTarget[];
  /** Contact ids of declared addresses, by the address's keyed hash. */
  readonly contactOf: (email: string) => ContactId | undefined;
  /** Contacts erased on request: never enroll. */
  readonly isForgotten: (person: { id?: ContactId; emails: readonly string[] }) => boolean;
  /** Enrollments sent in the last 24 hours, by the sender's user id. */
  readonly sentToday: ReadonlyMap<string, number>;
}

/**
 * One act or sight. `open`: an intent without an answer. `accepted`: taken by HubSpot, effect not
 * seen. `proved`: took effect. `refused` and `not-sent` had none. `adopted`: seen active, enrolled by
 * someone else; counts for "enroll once" and never for owning.
 */
export interface LedgerEntry {
  readonly action: 'enroll' | 'unenroll';
  readonly state: 'open' | 'accepted' | 'proved' | 'refused' | 'not-sent' | 'adopted';
  readonly kind: Kind;
  readonly targetId: TargetId;
  readonly contactId: ContactId;
  /** The declaration's `since`. */
  readonly since?: Day;
  /** Where the declaration stood: in the files' text, or on a HubSpot list. */
  readonly origin: Origin;
  /** When the intent was written, or the adoption seen. */
  readonly at: Instant;
  /** When it took effect, where known. */
  readonly effectAt?: Instant;
  readonly run: number;
  /** The intent behind it; an adoption has none. */
  readonly intent?: number;
}

/** `text`, or `list:482`. */
export type Origin = 'text' | `list:${string}`;

export interface LedgerTarget {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly key: string;
  readonly revision?: string;
  readonly status: 'ready' | 'disabled' | 'missing' | 'unsuitable';
  readonly name?: string;
  /** Endings without a visible cause up to here were accepted by a person (`drift --accept`). */
  readonly endsSeenAt?: Instant;
}
