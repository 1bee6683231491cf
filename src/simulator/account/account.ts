/**
 * A stand-in account in memory: the seed's data under indexes, so that no request looks at every
 * contact. Only the functions of this folder change it.
 */
import { normalEmail } from '../../model/email.ts';
import { type ContactId, type TargetId, type TargetIdentity, targetName } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type {
  AccountSeed,
  SeedContact,
  SeedEnrollment,
  SeedFlow,
  SeedList,
  SeedOwner,
  SeedSequence,
} from './account-seed.ts';
import { dueAt, type DueQueue, dueQueue } from './schedule.ts';

export interface Account {
  readonly head: Omit<AccountSeed, 'owners' | 'contacts' | 'sequences' | 'flows' | 'lists' | 'enrollments'>;
  readonly runtime: Runtime;
  readonly owners: readonly SeedOwner[];
  readonly contacts: Map<ContactId, SeedContact>;
  /** Merged ids to the contact that answers for them. */
  readonly mergedInto: Map<ContactId, ContactId>;
  /** Primary and secondary addresses, normal form. */
  readonly byEmail: Map<string, ContactId>;
  readonly sequences: Map<TargetId, SeedSequence>;
  readonly flows: Map<TargetId, SeedFlow>;
  readonly flowOfWorkflow: Map<number, TargetId>;
  readonly lists: Map<string, SeedList>;
  /** Members of the MANUAL and SNAPSHOT lists. */
  readonly members: Map<string, Map<ContactId, Instant>>;
  readonly enrollments: Map<string, SeedEnrollment>;
  readonly enrollmentsOf: Map<ContactId, SeedEnrollment[]>;
  /** By `targetName`. */
  readonly activeIn: Map<string, Map<ContactId, SeedEnrollment>>;
  /** By `targetName`: the first enrollment of everybody ever enrolled. */
  readonly everIn: Map<string, Map<ContactId, SeedEnrollment>>;
  /** Sequence enrollments begun from each inbox, oldest first. */
  readonly sentFrom: Map<string, Instant[]>;
  readonly due: DueQueue;
  /** Real time until which some contact's calculated properties lag. */
  lagUntil: number;
  /** Counts changes; what was worked out for one version holds until the next. */
  version: number;
  readonly worked: Map<string, { readonly version: number; readonly ids: readonly ContactId[] }>;
}

/** What depends on real time rather than on the account's clock. */
export interface Runtime {
  readonly lagMilliseconds: number;
  readonly bridgeDelayMilliseconds: number;
  readonly realNow: () => number;
}

/** Opens a seed. The seed's records are used in place: hand over a copy where it must not change. */
export function openAccount(seed: AccountSeed, runtime: Runtime): Account {
  const { owners, contacts, sequences, flows, lists, enrollments, ...head } = seed;
  const account: Account = {
    head,
    runtime,
    owners,
    contacts: new Map(contacts.map((contact) => [contact.id, contact])),
    mergedInto: new Map(),
    byEmail: new Map(),
    sequences: new Map(sequences.map((sequence) => [sequence.id, sequence])),
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    flowOfWorkflow: new Map(flows.map((flow) => [flow.workflowId, flow.id])),
    lists: new Map(lists.map((list) => [list.id, list])),
    members: new Map(),
    enrollments: new Map(),
    enrollmentsOf: new Map(),
    activeIn: new Map(),
    everIn: new Map(),
    sentFrom: new Map(),
    due: dueQueue(),
    lagUntil: 0,
    version: 0,
    worked: new Map(),
  };
  for (const contact of contacts) indexContact(account, contact);
  for (const list of lists) {
    if (list.members) account.members.set(list.id, new Map(list.members.map(({ id, at }) => [id, at])));
  }
  for (const enrollment of enrollments) indexEnrollment(account, enrollment);
  return account;
}

/** The account as plain data again; shares records with the account. */
export function seedOf(account: Account): AccountSeed {
  return {
    ...account.head,
    owners: [...account.owners],
    contacts: [...account.contacts.values()],
    sequences: [...account.sequences.values()],
    flows: [...account.flows.values()],
    lists: [...account.lists.values()].map((list) => {
      const members = account.members.get(list.id);
      return members ? { ...list, members: [...members].map(([id, at]) => ({ id, at })) } : list;
    }),
    enrollments: [...account.enrollments.values()],
  };
}

function indexContact(account: Account, contact: SeedContact): void {
  if (contact.lag) account.lagUntil = Math.max(account.lagUntil, contact.lag.until);
  for (const id of contact.mergedIds ?? []) account.mergedInto.set(id, contact.id);
  for (const email of [contact.email, ...(contact.otherEmails ?? [])]) {
    if (email !== undefined) account.byEmail.set(normalEmail(email), contact.id);
  }
}

export function indexEnrollment(account: Account, enrollment: SeedEnrollment): void {
  account.enrollments.set(enrollment.id, enrollment);
  const own = account.enrollmentsOf.get(enrollment.contactId);
  if (own) own.push(enrollment);
  else account.enrollmentsOf.set(enrollment.contactId, [enrollment]);
  const target = targetName(identityOf(enrollment));
  const ever = partOf(account.everIn, target);
  if (!ever.has(enrollment.contactId)) ever.set(enrollment.contactId, enrollment);
  if (enrollment.endedAt === undefined)
    partOf(account.activeIn, target).set(enrollment.contactId, enrollment);
  if (enrollment.senderEmail !== undefined) {
    const sent = account.sentFrom.get(enrollment.senderEmail) ?? [];
    sent.push(enrollment.enrolledAt);
    account.sentFrom.set(enrollment.senderEmail, sent);
  }
  const at = dueAt(account, enrollment);
  if (at !== undefined) account.due.push({ at, id: enrollment.id });
}

export function identityOf(enrollment: SeedEnrollment): TargetIdentity {
  return { kind: enrollment.kind, id: enrollment.targetId };
}

/** Works out a list of contacts once for each version of the account. */
export function worked(
  account: Account,
  name: string,
  compute: () => readonly ContactId[],
): readonly ContactId[] {
  const known = account.worked.get(name);
  if (known?.version === account.version) return known.ids;
  const ids = compute();
  // Old answers would pile up under ever new names.
  if (account.worked.size > 100) account.worked.clear();
  account.worked.set(name, { version: account.version, ids });
  return ids;
}

/** The next free id. */
export function nextId(account: Account): number {
  account.head.lastId += 1;
  return account.head.lastId;
}

function partOf<T>(index: Map<string, Map<ContactId, T>>, name: string): Map<ContactId, T> {
  const known = index.get(name);
  if (known) return known;
  const made = new Map<ContactId, T>();
  index.set(name, made);
  return made;
}
