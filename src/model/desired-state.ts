/**
 * What the files want, checked and with every include read. HubSpot lists are still names here: only
 * the account knows who is on them.
 */
import type { Source } from './diagnostic.ts';
import type { Email } from './email.ts';
import type { Day } from './time.ts';
import type { ContactId, Kind, TargetId } from './target.ts';

export type Dialect = 'documented' | 'guide';

/** `simulated`, or the account id that the token must belong to. */
export type Portal = 'simulated' | number;

/** The version of HubSpot's sequence routes that the `documented` dialect calls. */
export type SequenceRoutes = '2026-03' | '2026-09' | 'v4';

export interface DesiredState {
  readonly portal: Portal;
  readonly dialect: Dialect;
  readonly sequenceRoutes: SequenceRoutes;
  /** A path relative to the working folder, or a `postgres://` address without password. */
  readonly ledger: string;
  /** The id of the only ledger that may be used. Absent: any. */
  readonly ledgerId?: string;
  /** Share of the account's rate that this tool may use, 1 to 100. */
  readonly ratePercent: number;
  /** How long a saved plan may be applied, in milliseconds. */
  readonly planLifetime: number;
  readonly limits: Limits;
  readonly freeze: readonly FreezeWindow[];
  readonly suppress: readonly SuppressEntry[];
  /** Unique by identity, in the order of the files. */
  readonly targets: readonly DesiredTarget[];
  /** Every file read, includes too, in the order of reading. */
  readonly files: readonly ConfigFile[];
  /** Digest of the meaning of the files: a comment or a renamed anchor changes nothing. */
  readonly configHash: string;
}

export interface ConfigFile {
  readonly path: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string;
}

/** A count, or a percentage of a target's active owned members before the plan. */
export type Cap = { readonly count: number } | { readonly percent: number };

/** The file's limits with the defaults filled in: 50, 25%, 200, 0. `at` is where each was written, if it was. */
export interface Limits {
  readonly enroll: Cap;
  readonly unenroll: Cap;
  readonly reenroll: Cap;
  readonly perSenderPerDay: number;
  /** Rehearsal: only these addresses may be enrolled. Patterns as in `suppress`. */
  readonly recipients?: readonly string[];
  readonly at: Readonly<
    Partial<Record<'enroll' | 'unenroll' | 'reenroll' | 'perSenderPerDay' | 'recipients', Source>>
  >;
}

/** Limits written at a target; each one stands in place of the file's for this target. */
export interface TargetLimits {
  readonly enroll?: Cap;
  readonly unenroll?: Cap;
  readonly reenroll?: Cap;
  readonly at: Readonly<Partial<Record<'enroll' | 'unenroll' | 'reenroll', Source>>>;
}

/** Days, both included, on which nobody is enrolled. */
export interface FreezeWindow {
  readonly from: Day;
  readonly to: Day;
  readonly reason?: string;
  readonly source: Source;
}

/** One address, pattern (`*@competitor.example`) or contact id that must never be enrolled. */
export interface SuppressEntry {
  readonly match: { readonly email: string } | { readonly id: ContactId };
  readonly source: Source;
}

export type DesiredTarget = DesiredSequence | DesiredWorkflow;

interface DesiredTargetBase {
  readonly kind: Kind;
  readonly key: string;
  readonly id: TargetId;
  /**
   * The earlier id of this key, whose history counts for this target (see `replacedId`). The text `none`
   * separates the target from an id that it was joined to.
   */
  readonly replaces?: TargetId;
  readonly source: Source;
  /** In file order, audiences expanded in place. Absent: membership is not managed here. */
  readonly members?: readonly DesiredEntry[];
  readonly allowEmpty: boolean;
  readonly absent: readonly DesiredContact[];
  readonly exclusive: boolean;
  readonly since?: Day;
  /** The user states that no enrollment before this day exists; the ledger covers the days since. */
  readonly noHistoryBefore?: Day;
  /** What becomes of an owned member who left the HubSpot list that declared it. */
  readonly onLeave: 'keep' | 'unenroll';
  readonly limits?: TargetLimits;
  readonly unenroll?: UnenrollRoute;
}

export interface DesiredSequence extends DesiredTargetBase {
  readonly kind: 'sequence';
  /** Its name in the account, where the files give no id: until it is looked up, `id` is no id. */
  readonly name?: string;
  readonly sender: Sender;
  /** Send from this alias of the sender's mailbox. */
  readonly senderAlias?: Email;
}

export interface DesiredWorkflow extends DesiredTargetBase {
  readonly kind: 'workflow';
  /** The HubSpot list that feeds the workflow: enrolling is adding to it. */
  readonly viaList?: string;
  /** A HubSpot list of its active contacts. */
  readonly activeList?: string;
  /** A HubSpot list of everybody who was ever enrolled. */
  readonly everList?: string;
  /** Where its lists are named. */
  readonly at?: Readonly<Partial<Record<ListKey, Source>>>;
  readonly retired: false | true | 'archive';
}

/** The keys by which a workflow names HubSpot lists; `via: { list: … }` is `viaList`. */
export type ListKey = 'viaList' | 'activeList' | 'everList';

/** The rep whose inbox sends: by email, or the owner of each contact. */
export type Sender = { readonly email: Email } | 'contact-owner';

/** A helper that takes people out: a workflow to enroll them in, or a property to stamp. */
export type UnenrollRoute =
  | { readonly workflow: TargetId }
  | { readonly property: string; readonly value: string };

/** One declared person, or everybody on a HubSpot list. */
export type DesiredEntry =
  | ({ readonly type: 'person' } & DesiredMember)
  | ({ readonly type: 'list'; readonly list: string } & DesiredTerms);

/**
 * A declared contact: by email, by contact id, or (a row of a CSV file) by both, which must lead to one
 * contact. Only the account knows whether they do.
 */
export type ContactRef =
  | { readonly email: Email; readonly id?: undefined }
  | { readonly id: ContactId; readonly email?: undefined }
  | { readonly id: ContactId; readonly email: Email };

export interface DesiredContact {
  readonly person: ContactRef;
  readonly source: Source;
}

interface DesiredTerms {
  readonly source: Source;
  /** Overrides the target's. */
  readonly since?: Day;
  /** Overrides the target's; never present in a workflow. */
  readonly sender?: Sender;
  /** Written at the target itself: wins over the same person through an audience. */
  readonly literal: boolean;
}

export type DesiredMember = DesiredContact & DesiredTerms;
