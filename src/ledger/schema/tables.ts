/**
 * The Kysely types of the tables, which are the same in SQLite and PostgreSQL. Every row except the one of
 * `rollcall_meta` names its portal. Times are ISO text, which sorts chronologically. `since` is `''` for a declaration
 * without `since`, because a unique index treats nulls as distinct.
 */
import type { RefusalCause } from '../../model/account.ts';
import type { Day, Instant } from '../../model/time.ts';
import type { IntentAction } from '../../model/ledger/intent-action.ts';
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
  /** Since format 3. */
  readonly rollcall_identities: IdentitiesTable;
  /** Since format 3. */
  readonly rollcall_joins: JoinsTable;
  /** Since format 3. */
  readonly rollcall_pauses: PausesTable;
  /** Since format 3. */
  readonly rollcall_gaps: GapsTable;
  /** Since format 3. */
  readonly rollcall_vouches: VouchesTable;
  /** Since format 4. */
  readonly rollcall_heartbeats: HeartbeatsTable;
  /** Since format 4. */
  readonly rollcall_reviews: ReviewsTable;
}

/** The single row with the format, the id and the secret of the keyed hashes. */
interface MetaTable {
  readonly id: number;
  readonly format: number;
  /** 32 random bytes, base64. */
  readonly hash_key: string;
  /** Since format 3. */
  readonly ledger_id: string;
  /** Since format 3. The location of the ledger that replaced this one, without a password. */
  readonly moved_to: string | null;
  /** Since format 3. The source of an unfinished copy; the ledger is unusable until the copy is complete. */
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

/** Intents, and enrollments by someone else (`adopted`), with their current state. */
interface IntentsTable {
  readonly portal: number;
  /** Counts from 1 in each portal. */
  readonly id: number;
  readonly run: number;
  readonly action: IntentAction;
  readonly state: LedgerEntry['state'];
  readonly kind: Kind;
  readonly target_id: TargetId;
  readonly target_key: string;
  /** Null for an archive, for a new workflow, and for a forgotten contact. */
  readonly contact_id: ContactId | null;
  readonly since: Day;
  readonly origin: Origin;
  /** Null for an adoption that was only observed. */
  readonly plan_id: string | null;
  readonly sender_user_id: string | null;
  readonly mails: number | null;
  readonly at: Instant;
  readonly effect_at: Instant | null;
  readonly settled_at: Instant | null;
  /** The number of proofs. The last one has the evidence for the state. */
  readonly settlements: number;
  /** Since format 3. The time at which the enrollment ended, if known. */
  readonly ended_at: Instant | null;
  /** Since format 3. The time at which a run first observed the end. */
  readonly end_seen_at: Instant | null;
  /** Since format 3. */
  readonly end_how: EndCause | null;
  /** Since format 4. Null unless HubSpot refused the request, as are the four columns that follow. */
  readonly refusal_cause: RefusalCause | null;
  /** Since format 4. */
  readonly refusal_code: string | null;
  /** Since format 4. Contains no email address. */
  readonly refusal_reason: string | null;
  /** Since format 4. Keyed hash of the contact's primary email at the refusal; null if it had none. */
  readonly email_hash: string | null;
  /** Since format 4. The time at which a person cleared the refusal (`resolve --retry`). */
  readonly refusal_cleared_at: Instant | null;
  /** Since format 4. The person. */
  readonly refusal_cleared_by: string | null;
  /** Since format 4. The id of the workflow that the request created. */
  readonly created_id: TargetId | null;
  /** Since format 4. The name of the workflow to create. Null for other requests, and for a name with an email address or a token. */
  readonly created_name: string | null;
}

/** Every settlement of an intent, with its evidence. Only forgetting a contact changes a row. */
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
  /** Since format 4. What the target did at the last apply, as canonical JSON without email addresses. */
  readonly definition: string | null;
}

interface AddressesTable {
  readonly portal: number;
  /** Keyed hash of the normalized email. */
  readonly hash: string;
  readonly contact_id: ContactId;
}

/** The emails that a contact had at each intent and adoption. Several contacts may have had the same email. */
interface IdentitiesTable {
  readonly portal: number;
  /** Keyed hash of the normalized email. */
  readonly hash: string;
  readonly contact_id: ContactId;
}

/** Target ids that share one history (`replaces`). */
interface JoinsTable {
  readonly portal: number;
  readonly kind: Kind;
  readonly target_id: TargetId;
  readonly former_id: TargetId;
  readonly at: Instant;
}

interface PausesTable {
  readonly portal: number;
  /** `''` for the whole account, as is `target_id`. */
  readonly kind: Kind | '';
  readonly target_id: TargetId;
  readonly target_key: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly at: Instant;
}

/** Periods with incomplete history, for example after a restored backup. */
interface GapsTable {
  readonly portal: number;
  readonly from_at: Instant;
  /** The time at which the gap was marked, which is also its end. */
  readonly marked_at: Instant;
  readonly actor: string;
}

/** Vouches of users: the contact was not enrolled on or after `since`, up to the time of the vouch. */
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
  /** Keyed hash of a contact id or of a normalized email. */
  readonly hash: string;
  readonly at: Instant;
}

/** One permanent row for each portal. The generation survives a release, so that it only rises. */
interface LeasesTable {
  readonly portal: number;
  readonly generation: number;
  /** Null if the lease is not held. */
  readonly owner: string | null;
  readonly acquired_at: Instant;
  readonly heartbeat_at: Instant;
  readonly expires_at: Instant;
  readonly run: number | null;
}

/** Runs that changed nothing. They have no run number, so that a saved plan remains valid. */
interface HeartbeatsTable {
  readonly portal: number;
  /** Counts from 1 in each portal. */
  readonly heartbeat: number;
  readonly command: string;
  readonly commit_id: string | null;
  readonly actor: string;
  readonly version: string;
  readonly at: Instant;
  readonly exit_code: number;
  readonly counts: string;
}

/** The configuration of the last plan of a set of files that a person reviewed and an apply used. */
interface ReviewsTable {
  readonly portal: number;
  /** The digest of `files`: a list of paths may be too long for an index. */
  readonly file_set: string;
  /** The paths of the YAML files, as a JSON array. */
  readonly files: string;
  /** The keys of the targets, as a JSON array. */
  readonly targets: string;
  readonly config_hash: string;
  readonly plan_id: string;
  planned_at: string;
  readonly commit_id: string | null;
  readonly at: Instant;
}
