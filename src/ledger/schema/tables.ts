/**
 * The tables, as Kysely types them. The same in SQLite and PostgreSQL; every row names its portal.
 * Moments are ISO text, whose order is time order; `''` stands for a declaration without `since`,
 * because a unique index holds nulls to be different.
 */
import type { Day, Instant } from '../../model/time.ts';
import type { EndCause, LedgerEntry, LedgerTarget, Origin } from '../../model/ledger/ledger-view.ts';
import type { ContactId, Kind, TargetId } from '../../model/target.ts';

export interface Tables {
  readonly rollcall_meta: MetaTable;
  readonly rollcall_portals: PortalsTable;
  readonly rollcall_runs: RunsTable;
  readonly rollcall_intents: IntentsTable;
  readonly rollcall_proofs: ProofsTable;
  readonly rollcall_targets: TargetsTable;
  readonly rollcall_addresses: AddressesTable;
  readonly rollcall_forgotten: ForgottenTable;
  readonly rollcall_leases: LeasesTable;
  /** Since format 3, as the four that follow. */
  readonly rollcall_identities: IdentitiesTable;
  readonly rollcall_joins: JoinsTable;
  readonly rollcall_pauses: PausesTable;
  readonly rollcall_gaps: GapsTable;
  readonly rollcall_vouches: VouchesTable;
}

/** One row: the format, the id and the secret of the keyed hashes. */
interface MetaTable {
  readonly id: number;
  readonly format: number;
  /** 32 random bytes, base64. */
  readonly hash_key: string;
  /** Since format 3. */
  readonly ledger_id: string;
  /** Since format 3. The location of the ledger that replaced this one, without a password. */
  readonly moved_to: string | null;
  /** Since format 3. The source of a copy that is not complete: until it is, the ledger is unusable. */
  readonly copied_from: string | null;
}

interface PortalsTable {
  readonly portal: number;
  /** The account's clock at the first run. */
  readonly started_at: Instant;
}

interface RunsTable {
  readonly portal: number;
  /** Counts from 1 in each portal. */
  readonly run: number;
  readonly command: string;
  readonly plan_id: string;
  readonly config_hash: string;
  readonly commit_id: string | null;
  readonly actor: string;
  readonly version: string;
  readonly started_at: Instant;
  readonly finished_at: Instant | null;
  readonly exit_code: number | null;
  readonly counts: string | null;
}

/** Acts, and sights of acts of others (`adopted`), with their latest state. */
interface IntentsTable {
  readonly portal: number;
  /** Counts from 1 in each portal. */
  readonly id: number;
  readonly run: number;
  readonly action: 'enroll' | 'unenroll' | 'archive';
  readonly state: LedgerEntry['state'];
  readonly kind: Kind;
  readonly target_id: TargetId;
  readonly target_key: string;
  /** Null for an archive, and for a person who was forgotten. */
  readonly contact_id: ContactId | null;
  readonly since: Day;
  readonly origin: Origin;
  /** Null for what was only seen. */
  readonly plan_id: string | null;
  readonly sender_user_id: string | null;
  readonly mails: number | null;
  readonly at: Instant;
  readonly effect_at: Instant | null;
  readonly settled_at: Instant | null;
  /** How many proofs there are; the last one says how the state is known. */
  readonly settlements: number;
  /** Since format 3, as the two that follow: when the enrollment ended, where known. */
  readonly ended_at: Instant | null;
  /** When a run first saw that the enrollment had ended. */
  readonly end_seen_at: Instant | null;
  readonly end_how: EndCause | null;
}

/** Every settlement of an intent, never changed: what became of it, and how that is known. */
interface ProofsTable {
  readonly portal: number;
  readonly intent: number;
  /** Counts from 1 in each intent. */
  readonly step: number;
  readonly state: LedgerEntry['state'];
  readonly at: Instant;
  readonly effect_at: Instant | null;
  readonly enrollment_id: string | null;
  readonly evidence: string;
}

interface TargetsTable {
  readonly portal: number;
  readonly kind: Kind;
  readonly id: TargetId;
  readonly target_key: string;
  readonly revision: string | null;
  readonly status: LedgerTarget['status'];
  readonly name: string | null;
  /** Since format 2. */
  readonly ends_seen_at: Instant | null;
}

interface AddressesTable {
  readonly portal: number;
  /** Keyed hash of the normal email. */
  readonly hash: string;
  readonly contact_id: ContactId;
}

/** Every email of a contact at each intent and adoption. Several contacts may have had the same one. */
interface IdentitiesTable {
  readonly portal: number;
  /** Keyed hash of the normal email. */
  readonly hash: string;
  readonly contact_id: ContactId;
}

/** Ids of targets that share one history (`replaces`). */
interface JoinsTable {
  readonly portal: number;
  readonly kind: Kind;
  readonly target_id: TargetId;
  readonly former_id: TargetId;
  readonly at: Instant;
}

interface PausesTable {
  readonly portal: number;
  /** `''`, as `target_id`, for the whole account. */
  readonly kind: Kind | '';
  readonly target_id: TargetId;
  readonly target_key: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly at: Instant;
}

/** Times for which the history is incomplete, for example after a backup was restored. */
interface GapsTable {
  readonly portal: number;
  readonly from_at: Instant;
  /** When the gap was marked, which is also when it ends. */
  readonly marked_at: Instant;
  readonly actor: string;
}

/** History that a user vouched for: no enrollment on or after `since`, up to the moment of vouching. */
interface VouchesTable {
  readonly portal: number;
  readonly kind: Kind;
  readonly target_id: TargetId;
  readonly contact_id: ContactId;
  /** `''`: no enrollment at all. */
  readonly since: Day;
  readonly actor: string;
  readonly at: Instant;
}

interface ForgottenTable {
  readonly portal: number;
  /** Keyed hash of a contact id or of a normal email. */
  readonly hash: string;
  readonly at: Instant;
}

/** One row a portal for ever: the generation outlives every release, so that it only rises. */
interface LeasesTable {
  readonly portal: number;
  readonly generation: number;
  /** Null while nobody holds it. */
  readonly owner: string | null;
  readonly acquired_at: Instant;
  readonly heartbeat_at: Instant;
  readonly expires_at: Instant;
  readonly run: number | null;
}
