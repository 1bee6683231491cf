import type {
  DesiredEntry,
  DesiredPerson,
  DesiredTarget,
  PersonRef,
  Sender,
} from '../model/desired-state.ts';
import type { Diagnostic, Source } from '../model/diagnostic.ts';
import { normalEmail } from '../model/email.ts';
import type { Day } from '../model/instant.ts';
import type { LedgerView, Origin } from '../model/ledger-view.ts';
import type { ObservedState } from '../model/observed-state.ts';
import type { ContactId } from '../model/target.ts';
import { targetAddress } from '../model/address.ts';
import { canonicalJson } from '../model/digest.ts';
import { listMissing, memberAndAbsent, membersEmpty, samePersonTwice, twoSenders } from './problems.ts';

/** One person declared in one target, after lists were read and addresses led to contacts. */
export interface Declared {
  readonly person: PersonRef;
  /** Absent when neither the account nor the ledger knows the address. */
  readonly contactId?: ContactId;
  /** The account no longer knows the declared address; only the ledger led to the contact. */
  readonly throughLedger: boolean;
  readonly since?: Day;
  readonly sender?: Sender;
  readonly source: Source;
  readonly origin: Origin;
  readonly literal: boolean;
  /** Place among the target's people, in file order. */
  readonly position: number;
}

/** What the files say of one target's people. */
export interface Declarations {
  readonly members: readonly Declared[];
  readonly byContact: ReadonlyMap<ContactId, Declared>;
  readonly absent: ReadonlyMap<ContactId, DesiredPerson>;
  /** The account's lists that declare people here. */
  readonly lists: ReadonlySet<string>;
  readonly problems: readonly Diagnostic[];
}

interface Known {
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
}

/** Matches one target's entries to contacts. A retired workflow has no members, whatever is written. */
export function declarationsOf(target: DesiredTarget, known: Known): Declarations {
  const retired = target.kind === 'workflow' && target.retired !== false;
  const entries = retired ? [] : (target.members ?? []);
  const absent = absentOf(target, known);
  const problems: Diagnostic[] = [];
  const { members, byContact, count } = merge(expandAll(entries, { target, known, problems }), {
    target,
    absent,
    problems,
  });
  if (target.members && !retired && count === 0 && problems.length === 0 && !target.allowEmpty) {
    problems.push(membersEmpty(target));
  }
  const lists = new Set(entries.flatMap((entry) => (entry.type === 'list' ? [entry.list] : [])));
  return { members, byContact, absent, lists, problems };
}

/** The contact that a reference leads to: by the account first, then by what the ledger remembers. */
function resolvePerson(
  person: PersonRef,
  known: Known,
): { readonly contactId?: ContactId; readonly throughLedger: boolean } {
  const present = (id: ContactId): ContactId => known.observed.aliases.get(id) ?? id;
  if ('id' in person) return { contactId: present(person.id), throughLedger: false };
  const seen = known.observed.aliases.get(normalEmail(person.email));
  if (seen !== undefined) return { contactId: seen, throughLedger: false };
  const remembered = known.ledger.contactOf(person.email);
  return remembered === undefined
    ? { throughLedger: false }
    : { contactId: present(remembered), throughLedger: true };
}

function absentOf(target: DesiredTarget, known: Known): ReadonlyMap<ContactId, DesiredPerson> {
  const absent = new Map<ContactId, DesiredPerson>();
  for (const person of target.absent) {
    const { contactId } = resolvePerson(person.person, known);
    if (contactId !== undefined && !absent.has(contactId)) absent.set(contactId, person);
  }
  return absent;
}

type Person = Omit<Declared, 'position'>;

interface Expansion {
  readonly target: DesiredTarget;
  readonly known: Known;
  readonly problems: Diagnostic[];
}

/** One after the other: a million of them are not held beside what they are merged into. */
function* expandAll(entries: readonly DesiredEntry[], expansion: Expansion): Generator<Person> {
  for (const entry of entries) yield* expand(entry, expansion);
}

function expand(entry: DesiredEntry, { target, known, problems }: Expansion): Person[] {
  const since = entry.since ?? target.since;
  const terms = {
    ...(since === undefined ? {} : { since }),
    ...(entry.sender === undefined ? {} : { sender: entry.sender }),
    source: entry.source,
    literal: entry.literal,
  };
  if (entry.type === 'person') {
    const { person, source, literal } = entry;
    const { contactId, throughLedger } = resolvePerson(person, known);
    const usual = since === undefined && entry.sender === undefined && contactId !== undefined;
    // Written out, because there may be a million: put together from parts it takes twice the memory.
    if (usual) return [{ person, contactId, throughLedger, source, literal, origin: 'text' }];
    const found = contactId === undefined ? {} : { contactId };
    return [{ person, ...found, throughLedger, ...terms, origin: 'text' }];
  }
  const list = known.observed.lists.get(entry.list);
  if (!list) {
    problems.push(listMissing(entry.list, entry.source));
    return [];
  }
  // The account hands members over in no promised order; file order ends at the list's own line.
  return list.members.toSorted(byNumber).map((id) => ({
    person: { id },
    ...resolvePerson({ id }, known),
    ...terms,
    origin: `list:${entry.list}`,
  }));
}

function byNumber(a: ContactId, b: ContactId): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

interface Merging {
  readonly target: DesiredTarget;
  readonly absent: ReadonlyMap<ContactId, DesiredPerson>;
  readonly problems: Diagnostic[];
}

/**
 * One declaration a person: a literal entry overrides an audience's, and text owns what a list repeats.
 * `count` is how many entries there were.
 */
function merge(
  people: Iterable<Person>,
  { target, absent, problems }: Merging,
): Pick<Declarations, 'members' | 'byContact'> & { readonly count: number } {
  const members: Declared[] = [];
  const byContact = new Map<ContactId, Declared>();
  const byEmail = new Map<string, Declared>();
  const twice: Source[] = [];
  let count = 0;
  for (const person of people) {
    count += 1;
    const taken = person.contactId === undefined ? undefined : absent.get(person.contactId);
    if (taken && person.literal && person.origin === 'text') {
      problems.push(memberAndAbsent(targetAddress(target), person.source, taken.source));
    }
    if (taken) continue;
    const [known, key] =
      person.contactId === undefined ? [byEmail, emailOf(person)] : [byContact, person.contactId];
    const earlier = known.get(key);
    if (earlier && differentNames(earlier, person)) twice.push(earlier.source, person.source);
    if (earlier && bothLiteral(earlier, person) && !sameSender(earlier, person)) {
      problems.push(twoSenders(targetAddress(target), person.source, earlier.source));
    }
    const position = earlier?.position ?? members.length;
    const member = placed(earlier ? combine(earlier, person) : person, position);
    members[position] = member;
    known.set(key, member);
  }
  if (twice.length > 0) problems.push(samePersonTwice(targetAddress(target), twice));
  return { members, byContact, count };
}

/** Written out for most people, because of all that planning holds of a person this is the largest part. */
function placed(one: Person, position: number): Declared {
  if (one.contactId === undefined || one.since !== undefined || one.sender !== undefined) {
    return { ...one, position };
  }
  const { person, contactId, throughLedger, source, origin, literal } = one;
  return { person, contactId, throughLedger, source, origin, literal, position };
}

/** Of somebody whom neither the account nor the ledger knows; an id is always a contact's. */
function emailOf({ person }: Person): string {
  return 'email' in person ? normalEmail(person.email) : person.id;
}

function combine(earlier: Person, later: Person): Person {
  const winner = later.literal && !earlier.literal ? later : earlier;
  const origin = earlier.origin === 'text' || later.origin === 'text' ? 'text' : winner.origin;
  return { ...winner, origin, throughLedger: earlier.throughLedger && later.throughLedger };
}

function bothLiteral(a: Person, b: Person): boolean {
  return a.literal && b.literal && a.origin === 'text' && b.origin === 'text';
}

function sameSender(a: Person, b: Person): boolean {
  return canonicalJson(a.sender ?? null) === canonicalJson(b.sender ?? null);
}

/** Two written names that turned out to be one person; a list repeating someone is no surprise. */
function differentNames(a: Person, b: Person): boolean {
  return (
    a.origin === 'text' &&
    b.origin === 'text' &&
    canonicalJson(a.person).toLowerCase() !== canonicalJson(b.person).toLowerCase()
  );
}
