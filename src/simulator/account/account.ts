/**
 * A simulated account in memory: the data of the seed with indexes, so that a request does not scan every contact.
 * Only the functions of this folder change it.
 */
import { normalizeEmail } from '../../model/email.ts';
import { type ContactId, type TargetId, type TargetIdentity, targetIdentityKey } from '../../model/target.ts';
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
import { nextTimerAt, type TimerQueue, timerQueue } from './schedule.ts';

export interface SimulatedAccount {
  readonly head: Omit<AccountSeed, 'owners' | 'contacts' | 'sequences' | 'flows' | 'lists' | 'enrollments'>;
  readonly realTime: RealTimeOptions;
  readonly owners: readonly SeedOwner[];
  readonly contacts: Map<ContactId, SeedContact>;
  /** Maps each merged id to the id of the contact that replaced it. */
  readonly mergedInto: Map<ContactId, ContactId>;
  /** Keyed by normalized email address, primary and secondary. */
  readonly contactIdByEmail: Map<string, ContactId>;
  readonly sequences: Map<TargetId, SeedSequence>;
  readonly flows: Map<TargetId, SeedFlow>;
  readonly flowIdByWorkflowId: Map<number, TargetId>;
  readonly lists: Map<string, SeedList>;
  /** List id to the members of a MANUAL or SNAPSHOT list, each with the time at which it joined. */
  readonly members: Map<string, Map<ContactId, Instant>>;
  readonly enrollments: Map<string, SeedEnrollment>;
  readonly enrollmentsOf: Map<ContactId, SeedEnrollment[]>;
  /** The active enrollments, by `targetIdentityKey`. */
  readonly activeIn: Map<string, Map<ContactId, SeedEnrollment>>;
  /** The first enrollment of every contact ever enrolled, by `targetIdentityKey`. */
  readonly everIn: Map<string, Map<ContactId, SeedEnrollment>>;
  /** The times of the sequence enrollments from each inbox, oldest first. */
  readonly enrollmentTimesBySender: Map<string, Instant[]>;
  readonly timers: TimerQueue;
  /** The emails that sequences sent since the account was opened, oldest first. */
  readonly sentEmails: SentEmail[];
  /** The real time, in milliseconds, until which the calculated properties of some contact lag, or a new workflow. */
  lagUntil: number;
  /** Counts changes. An entry of `idCache` is valid only for the version that it was computed for. */
  version: number;
  readonly idCache: Map<string, { readonly version: number; readonly ids: readonly ContactId[] }>;
}

/** An email of a sequence. */
export interface SentEmail {
  readonly at: Instant;
  readonly enrollmentId: string;
  /** The place of the step in the sequence, from 1. */
  readonly step: number;
}

/** Settings that depend on real time instead of the account's clock. */
export interface RealTimeOptions {
  readonly lagMilliseconds: number;
  readonly unenrollDelayMilliseconds: number;
  readonly realNow: () => number;
}

/** Builds an account from a seed. The account changes the records of the seed: pass a copy to keep the seed. */
export function openSimulatedAccount(seed: AccountSeed, runtime: RealTimeOptions): SimulatedAccount {
  const { owners, contacts, sequences, flows, lists, enrollments, ...head } = seed;
  const account: SimulatedAccount = {
    head,
    realTime: runtime,
    owners,
    contacts: new Map(contacts.map((contact) => [contact.id, contact])),
    mergedInto: new Map(),
    contactIdByEmail: new Map(),
    sequences: new Map(sequences.map((sequence) => [sequence.id, sequence])),
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    flowIdByWorkflowId: new Map(flows.map((flow) => [flow.workflowId, flow.id])),
    lists: new Map(lists.map((list) => [list.id, list])),
    members: new Map(),
    enrollments: new Map(),
    enrollmentsOf: new Map(),
    activeIn: new Map(),
    everIn: new Map(),
    enrollmentTimesBySender: new Map(),
    timers: timerQueue(),
    sentEmails: [],
    lagUntil: 0,
    version: 0,
    idCache: new Map(),
  };
  for (const contact of contacts) indexContact(account, contact);
  for (const { lagUntil = 0 } of flows) account.lagUntil = Math.max(account.lagUntil, lagUntil);
  for (const list of lists) {
    if (list.members) account.members.set(list.id, new Map(list.members.map(({ id, at }) => [id, at])));
  }
  for (const enrollment of enrollments) indexEnrollment(account, enrollment);
  return account;
}

/** Returns the account as plain data, which shares its records with the account. */
export function toSeed(account: SimulatedAccount): AccountSeed {
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

function indexContact(account: SimulatedAccount, contact: SeedContact): void {
  if (contact.lag) account.lagUntil = Math.max(account.lagUntil, contact.lag.until);
  for (const id of contact.mergedIds ?? []) account.mergedInto.set(id, contact.id);
  for (const email of [contact.email, ...(contact.otherEmails ?? [])]) {
    if (email !== undefined) account.contactIdByEmail.set(normalizeEmail(email), contact.id);
  }
}

export function indexEnrollment(account: SimulatedAccount, enrollment: SeedEnrollment): void {
  account.enrollments.set(enrollment.id, enrollment);
  const own = account.enrollmentsOf.get(enrollment.contactId);
  if (own) own.push(enrollment);
  else account.enrollmentsOf.set(enrollment.contactId, [enrollment]);
  const target = targetIdentityKey(targetOf(enrollment));
  const ever = indexFor(account.everIn, target);
  if (!ever.has(enrollment.contactId)) ever.set(enrollment.contactId, enrollment);
  if (enrollment.endedAt === undefined)
    indexFor(account.activeIn, target).set(enrollment.contactId, enrollment);
  if (enrollment.senderEmail !== undefined) {
    const sent = account.enrollmentTimesBySender.get(enrollment.senderEmail) ?? [];
    sent.push(enrollment.enrolledAt);
    account.enrollmentTimesBySender.set(enrollment.senderEmail, sent);
  }
  const at = nextTimerAt(account, enrollment);
  if (at !== undefined) account.timers.push({ at, id: enrollment.id });
}

export function targetOf(enrollment: SeedEnrollment): TargetIdentity {
  return { kind: enrollment.kind, id: enrollment.targetId };
}

/** Returns the contact ids that `compute` returned for this version of the account; computes them if necessary. */
export function cachedIds(
  account: SimulatedAccount,
  name: string,
  compute: () => readonly ContactId[],
): readonly ContactId[] {
  const known = account.idCache.get(name);
  if (known?.version === account.version) return known.ids;
  const ids = compute();
  // Names are unbounded (one per search), so the cache is cleared instead of growing.
  if (account.idCache.size > 100) account.idCache.clear();
  account.idCache.set(name, { version: account.version, ids });
  return ids;
}

/** Assigns the next free id. */
export function nextId(account: SimulatedAccount): number {
  account.head.lastId += 1;
  return account.head.lastId;
}

function indexFor<T>(index: Map<string, Map<ContactId, T>>, name: string): Map<ContactId, T> {
  const known = index.get(name);
  if (known) return known;
  const created = new Map<ContactId, T>();
  index.set(name, created);
  return created;
}
