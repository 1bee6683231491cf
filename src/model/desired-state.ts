/**
 * The configuration files as one checked value, with all includes resolved. HubSpot lists are still names here:
 * only the account has their members.
 */
import type { DefinitionReference } from './definition-reference.ts';
import type { TargetDefinition } from './definition.ts';
import type { Source } from './results/diagnostic.ts';
import type { Email } from './email.ts';
import type { Day, Weekday } from './time.ts';
import type { ContactId, Kind, TargetId } from './target.ts';

export type Dialect = 'documented' | 'guide';

/** `simulated`, or the account id that the token must belong to. */
export type Portal = 'simulated' | number;

/** The version of HubSpot's account, owner, contact, property, list and sequence routes. */
export type ApiVersion = '2026-09' | '2026-03' | 'legacy';

/** The version of HubSpot's workflow routes. They have no final dated version. */
export type WorkflowApiVersion = 'v4' | '2026-09-beta';

/** The chosen versions of the HubSpot routes that exist in several. */
export interface RouteVersions {
  readonly apiVersion: ApiVersion;
  readonly workflowApiVersion: WorkflowApiVersion;
}

/** The versions without a setting in the files. */
export const defaultVersions: RouteVersions = { apiVersion: '2026-09', workflowApiVersion: 'v4' };

export interface DesiredState extends RouteVersions {
  readonly portal: Portal;
  readonly dialect: Dialect;
  /** A path relative to the working folder, or a `postgres://` address without password. */
  readonly ledger: string;
  /** The id of the only ledger that may be used. Absent: any. */
  readonly ledgerId?: string;
  /** Percentage of the account's rate limit that rollcall may use, 1 to 100. */
  readonly ratePercent: number;
  /** How long a saved plan remains valid, in milliseconds. */
  readonly planLifetime: number;
  /** The optional differences that count as drift. Absent: none. */
  readonly drift?: { readonly unmanaged: boolean };
  /** The name of the environment variable with the access token. Absent: `HUBSPOT_ACCESS_TOKEN`. */
  readonly token?: string;
  /** The name of the environment variable with the URL that receives a summary of each apply and drift. */
  readonly notify?: string;
  readonly limits: Limits;
  readonly freeze: readonly FreezeWindow[];
  readonly suppress: readonly SuppressEntry[];
  /** Unique by identity, in the order of the files. */
  readonly targets: readonly DesiredTarget[];
  /** Workflows with a definition and without an id: an apply creates them. In the order of the files. Absent: none. */
  readonly creations?: readonly DesiredCreation[];
  /** What targets do, by the path of the file that defines it. Absent: the files name no such file, or none was read. */
  readonly definitions?: ReadonlyMap<string, TargetDefinition>;
  /** By path, the id that a definition file was pulled from. Only files that were not edited since then. */
  readonly untouched?: ReadonlyMap<string, TargetId>;
  /** What the definition files name in the account, in the order of the files. */
  readonly references?: readonly DefinitionReference[];
  /** Every file that was read, including includes, in reading order. */
  readonly files: readonly ConfigFile[];
  /** Digest of the parsed configuration: comments and anchor names do not change it. */
  readonly configHash: string;
}

export interface ConfigFile {
  readonly path: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string;
  /** The file defines what a workflow or sequence does. */
  readonly definition?: true;
}

/** A workflow to create. */
export interface DesiredCreation {
  readonly key: string;
  /** The path of the file that defines what it does, relative to the working folder. */
  readonly definition: string;
  /** The number of member entries that wait until the workflow exists. */
  readonly members: number;
  /** These entries, in file order. Absent: none. */
  readonly entries?: readonly DesiredEntry[];
  readonly source: Source;
}

/** A count, or a percentage of a target's active owned members before the plan. */
export type Cap = { readonly count: number } | { readonly percent: number };

/**
 * The limits of the files. Defaults: `enroll` 50, `unenroll` 25%, `perSenderPerDay` 200, `reenroll` 0. `at` has the
 * place of each written limit.
 */
export interface Limits {
  readonly enroll: Cap;
  readonly unenroll: Cap;
  readonly reenroll: Cap;
  readonly perSenderPerDay: number;
  /** Workflows that one apply may create. Absent: 1. */
  readonly create?: number;
  /** Restricts enrollments to these addresses, for a rehearsal. Patterns as in `suppress`. */
  readonly recipients?: readonly string[];
  readonly at: Readonly<
    Partial<Record<'enroll' | 'unenroll' | 'reenroll' | 'perSenderPerDay' | 'create' | 'recipients', Source>>
  >;
}

/** Limits of one target. Each overrides the limit of the files for this target. */
export interface TargetLimits {
  readonly enroll?: Cap;
  readonly unenroll?: Cap;
  readonly reenroll?: Cap;
  readonly at: Readonly<Partial<Record<'enroll' | 'unenroll' | 'reenroll', Source>>>;
}

/** How many contacts a target enrolls on one day, and on which days. Removals have no pace. */
export interface Pace {
  /** At least 1. Absent: any number. */
  readonly perDay?: number;
  /** In the order of the week. Absent: every day. */
  readonly days?: readonly Weekday[];
  readonly source: Source;
}

/** A period without enrollments. Both days are included. */
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
   * The former id of this key. Its history counts for this target (see `replacedId`). `none` separates the target
   * from an id that it was joined to.
   */
  readonly replaces?: TargetId;
  readonly source: Source;
  /** Members in file order, with audiences expanded. Absent: rollcall does not manage the membership. */
  readonly members?: readonly DesiredEntry[];
  readonly allowEmpty: boolean;
  readonly absent: readonly DesiredContact[];
  readonly exclusive: boolean;
  /** Conditions that every contact must meet before it is enrolled. */
  readonly require?: readonly Requirement[];
  readonly since?: Day;
  /** The user's statement that no enrollment before this day exists. The ledger covers the days since. */
  readonly noHistoryBefore?: Day;
  /** Whether to keep or unenroll an owned member who left the HubSpot list that declared it. */
  readonly onLeave: 'keep' | 'unenroll';
  readonly limits?: TargetLimits;
  readonly pace?: Pace;
  readonly unenroll?: UnenrollRoute;
  /** The path of the file that defines what the target does, relative to the working folder. */
  readonly definition?: string;
}

export interface DesiredSequence extends DesiredTargetBase {
  readonly kind: 'sequence';
  /** The name in the account, if the files give a name and no id. `id` is then not valid until the name is resolved. */
  readonly name?: string;
  readonly sender: Sender;
  /** The place of `sender`. */
  readonly senderSource?: Source;
  /** The alias of the sender's mailbox to send from. */
  readonly senderAlias?: Email;
}

export interface DesiredWorkflow extends DesiredTargetBase {
  readonly kind: 'workflow';
  /** The HubSpot list that feeds the workflow. rollcall enrolls a contact by adding it to this list. */
  readonly viaList?: string;
  /** A HubSpot list of the contacts that are active in the workflow. */
  readonly activeList?: string;
  /** A HubSpot list of all contacts that were ever enrolled. */
  readonly everList?: string;
  /** The place of each list name in the files. */
  readonly at?: Readonly<Partial<Record<ListKey, Source>>>;
  readonly retired: false | true | 'archive';
}

/** The keys with which a workflow names HubSpot lists. `viaList` is `via: { list: … }` in the files. */
export type ListKey = 'viaList' | 'activeList' | 'everList';

/** The rep who sends: one rep, one of several reps, or the owner of each contact with or without a fallback. */
export type Sender = RepSender | 'contact-owner' | OwnerWithFallback;

/** One rep, or one of several reps. */
export type RepSender = { readonly email: Email } | SenderRotation;

/** Several reps. Each contact keeps one of them. */
export interface SenderRotation {
  /** Unique, in the order of the files. The order has no effect. */
  readonly rotate: readonly Email[];
  /** `next`: another rep sends if the contact's rep has reached the daily limit, or HubSpot refused that rep. Absent: it waits. */
  readonly whenFull?: 'next';
}

/** The owner of each contact. The fallback sends to a contact without an owner who can send. */
interface OwnerWithFallback {
  readonly prefer: 'contact-owner';
  readonly fallback: RepSender;
}

/** Returns the reps that a sender names. */
export function senderEmails(sender: Sender): readonly Email[] {
  if (sender === 'contact-owner') return [];
  if ('email' in sender) return [sender.email];
  return 'rotate' in sender ? sender.rotate : senderEmails(sender.fallback);
}

/** Returns the reps of the rotation of a sender. */
export function rotatedReps(sender: Sender): readonly Email[] {
  if (sender === 'contact-owner') return [];
  if ('prefer' in sender) return rotatedReps(sender.fallback);
  return 'rotate' in sender ? sender.rotate : [];
}

/** Returns the senders of all sequences and of their members. */
export function sendersOf({ targets }: Pick<DesiredState, 'targets'>): readonly Sender[] {
  return targets.flatMap((target) =>
    target.kind === 'sequence'
      ? [target.sender, ...(target.members ?? []).flatMap(({ sender }) => sender ?? [])]
      : [],
  );
}

/** Returns whether the owners of contacts send. */
export function usesContactOwner(sender: Sender): boolean {
  return sender === 'contact-owner' || 'prefer' in sender;
}

/**
 * A condition on one contact property. `known`: it has a value. `is`: it has one of the values. `not`: it has none of
 * them; an empty property meets the condition.
 */
export interface Requirement {
  /** The internal name of the property. */
  readonly property: string;
  readonly test: 'known' | 'is' | 'not';
  /** Empty for `known`. */
  readonly values: readonly string[];
  readonly source: Source;
}

/** Returns the conditions of targets and of the audiences that they use, each once. */
export function requirementsOf(targets: readonly DesiredTarget[]): readonly Requirement[] {
  // Entries of one audience share one list of conditions.
  const lists = new Set<readonly Requirement[]>();
  for (const target of targets) {
    if (target.require) lists.add(target.require);
    for (const { require } of target.members ?? []) if (require) lists.add(require);
  }
  return [...new Set([...lists].flat())];
}

/** A route to unenroll a contact: a workflow to enroll the contact in, or a property value to set. */
export type UnenrollRoute =
  | { readonly workflow: TargetId }
  | { readonly property: string; readonly value: string };

/** One declared person, or all members of a HubSpot list. */
export type DesiredEntry =
  | ({ readonly type: 'person' } & DesiredMember)
  | ({ readonly type: 'list'; readonly list: string } & DesiredTerms);

/**
 * A declared contact: by email, by contact id, or (in a CSV row) by both. Both must identify the same contact, which
 * only the account can confirm.
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
  /** Overrides the target's `since`. */
  readonly since?: Day;
  /** Overrides the target's sender. Never present in a workflow. */
  readonly sender?: Sender;
  /** The conditions of the audience that declares it. Those of the target also apply. */
  readonly require?: readonly Requirement[];
  /** Whether it is declared at the target itself, so that it overrides the same person in an audience. */
  readonly literal: boolean;
}

export type DesiredMember = DesiredContact & DesiredTerms;
