import type {
  DesiredEntry,
  DesiredContact,
  DesiredTarget,
  ContactRef,
  Sender,
} from '../../model/desired-state.ts';
import type { Diagnostic, Source } from '../../model/diagnostic.ts';
import { canonicalJson } from '../../model/digest.ts';
import type { Origin } from '../../model/ledger/ledger-view.ts';
import { type ContactId, targetAddress } from '../../model/target.ts';
import type { Day } from '../../model/time.ts';
import {
  absentRowContradictory,
  absentUnmatched,
  absentUnmatchedMany,
  listMissing,
  memberAndAbsent,
  membersEmpty,
  samePersonTwice,
  twoSenders,
} from '../diagnostics.ts';
import { type Contradiction, isInAccount, type ContactSources, resolveContact } from './resolve-contact.ts';

/** One person declared in one target, after lists were read and addresses led to contacts. */
export interface DeclaredMember {
  readonly person: ContactRef;
  /** Absent when neither the account nor the ledger knows the address. */
  readonly contactId?: ContactId;
  /** The account no longer knows the declared address; only the ledger led to the contact. */
  readonly throughLedger: boolean;
  /** The id and the email of the row lead to different contacts. Each of them is declared, and neither enrolled. */
  readonly contradiction?: Contradiction;
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
  readonly members: readonly DeclaredMember[];
  readonly byContact: ReadonlyMap<ContactId, DeclaredMember>;
  readonly absent: ReadonlyMap<ContactId, AbsentEntry>;
  /** Contacts that the ledger knows by an email under `absent`, whatever emails they have now. */
  readonly formerlyAbsent: ReadonlyMap<ContactId, AbsentEntry>;
  /** The account's lists that declare people here. */
  readonly lists: ReadonlySet<string>;
  readonly problems: readonly Diagnostic[];
}

/** Matches one target's entries to contacts. A retired workflow has no members, whatever is written. */
export function declarationsOf(target: DesiredTarget, known: ContactSources): Declarations {
  const retired = target.kind === 'workflow' && target.retired !== false;
  const entries = retired ? [] : (target.members ?? []);
  const { absent, formerlyAbsent, warnings } = matchAbsent(target, known);
  const problems: Diagnostic[] = [];
  const { members, byContact, count } = mergeEntries(resolveEntries(entries, { target, known, problems }), {
    target,
    absent,
    problems,
  });
  if (target.members && !retired && count === 0 && problems.length === 0 && !target.allowEmpty) {
    problems.push(membersEmpty(target));
  }
  const lists = new Set(entries.flatMap((entry) => (entry.type === 'list' ? [entry.list] : [])));
  return { members, byContact, absent, formerlyAbsent, lists, problems: [...problems, ...warnings] };
}

type ResolvedEntry = Omit<DeclaredMember, 'position'>;

interface Expansion {
  readonly target: DesiredTarget;
  readonly known: ContactSources;
  readonly problems: Diagnostic[];
}

/** One after the other: a million of them are not held beside what they are merged into. */
function* resolveEntries(entries: readonly DesiredEntry[], expansion: Expansion): Generator<ResolvedEntry> {
  for (const entry of entries) yield* resolveEntry(entry, expansion);
}

function resolveEntry(entry: DesiredEntry, { target, known, problems }: Expansion): ResolvedEntry[] {
  const since = entry.since ?? target.since;
  const terms = {
    ...(since === undefined ? {} : { since }),
    ...(entry.sender === undefined ? {} : { sender: entry.sender }),
    source: entry.source,
    literal: entry.literal,
  };
  if (entry.type === 'person') {
    const { person, source, literal } = entry;
    return resolveContact(person, known).map((found) => {
      const { contactId, throughLedger } = found;
      const usual = since === undefined && entry.sender === undefined && !found.contradiction;
      // Written out, because there may be a million: put together from parts it takes twice the memory.
      if (usual && contactId !== undefined) {
        return { person, contactId, throughLedger, source, literal, origin: 'text' };
      }
      return { person, ...found, ...terms, origin: 'text' };
    });
  }
  const list = known.observed.lists.get(entry.list);
  if (!list) {
    problems.push(listMissing(entry.list, entry.source));
    return [];
  }
  // The account hands members over in no promised order; file order ends at the list's own line.
  return list.members.toSorted(byNumber).flatMap((id) =>
    resolveContact({ id }, known).map((found) => ({
      person: { id },
      ...found,
      ...terms,
      origin: `list:${entry.list}` as const,
    })),
  );
}

function byNumber(a: ContactId, b: ContactId): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

interface MergeContext {
  readonly target: DesiredTarget;
  readonly absent: ReadonlyMap<ContactId, AbsentEntry>;
  readonly problems: Diagnostic[];
}

/**
 * One declaration a person: a literal entry overrides an audience's, and text owns what a list repeats.
 * `count` is how many entries there were.
 */
function mergeEntries(
  people: Iterable<ResolvedEntry>,
  { target, absent, problems }: MergeContext,
): Pick<Declarations, 'members' | 'byContact'> & { readonly count: number } {
  const members: DeclaredMember[] = [];
  const byContact = new Map<ContactId, DeclaredMember>();
  const byEmail = new Map<string, DeclaredMember>();
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
      person.contactId === undefined ? [byEmail, emailKey(person)] : [byContact, person.contactId];
    const earlier = known.get(key);
    if (earlier && haveDifferentNames(earlier, person)) twice.push(earlier.source, person.source);
    if (earlier && bothLiteral(earlier, person) && !sameSender(earlier, person)) {
      problems.push(twoSenders(targetAddress(target), person.source, earlier.source));
    }
    const position = earlier?.position ?? members.length;
    const member = withPosition(earlier ? combineEntries(earlier, person) : person, position);
    members[position] = member;
    known.set(key, member);
  }
  if (twice.length > 0) problems.push(samePersonTwice(targetAddress(target), twice));
  return { members, byContact, count };
}

/** Written out for most people, because of all that planning holds of a person this is the largest part. */
function withPosition(one: ResolvedEntry, position: number): DeclaredMember {
  const isPlain = one.since === undefined && one.sender === undefined && !one.contradiction;
  if (one.contactId === undefined || !isPlain) return { ...one, position };
  const { person, contactId, throughLedger, source, origin, literal } = one;
  return { person, contactId, throughLedger, source, origin, literal, position };
}

/** Of a contact unknown to the account and the ledger; an id always belongs to a contact. */
function emailKey({ person }: ResolvedEntry): string {
  return person.email === undefined ? person.id : person.email;
}

function combineEntries(earlier: ResolvedEntry, later: ResolvedEntry): ResolvedEntry {
  // A contradictory row declares nothing about a contact that another entry names without doubt.
  if (earlier.contradiction && !later.contradiction) return later;
  if (later.contradiction && !earlier.contradiction) return earlier;
  const winner = later.literal && !earlier.literal ? later : earlier;
  const origin = earlier.origin === 'text' || later.origin === 'text' ? 'text' : winner.origin;
  return { ...winner, origin, throughLedger: earlier.throughLedger && later.throughLedger };
}

function bothLiteral(a: ResolvedEntry, b: ResolvedEntry): boolean {
  return a.literal && b.literal && a.origin === 'text' && b.origin === 'text';
}

function sameSender(a: ResolvedEntry, b: ResolvedEntry): boolean {
  return canonicalJson(a.sender ?? null) === canonicalJson(b.sender ?? null);
}

/** Two written names that turned out to be one person; a list repeating someone is no surprise. */
function haveDifferentNames(a: ResolvedEntry, b: ResolvedEntry): boolean {
  if (a.origin !== 'text' || b.origin !== 'text' || a.contradiction || b.contradiction) return false;
  const names = namesOf(a.person);
  return !namesOf(b.person).some((name) => names.includes(name));
}

function namesOf({ id, email }: ContactRef): readonly string[] {
  return [...(id === undefined ? [] : [id]), ...(email === undefined ? [] : [email])];
}

/** An `absent` entry as it applies to one contact. */
interface AbsentEntry extends DesiredContact {
  /** The id and the email of its row lead to different contacts: neither is removed, and neither enrolled. */
  readonly contradiction?: Contradiction;
}

/** More entries of one target than this get one warning together. */
const maxSeparateWarnings = 5;

/** Matches the `absent` entries of a target to contacts, and warns of those that match none or two. */
function matchAbsent(
  target: DesiredTarget,
  known: ContactSources,
): Pick<Declarations, 'absent' | 'formerlyAbsent'> & { readonly warnings: readonly Diagnostic[] } {
  const absent = new Map<ContactId, AbsentEntry>();
  const formerlyAbsent = new Map<ContactId, AbsentEntry>();
  const unmatched: DesiredContact[] = [];
  const warnings: Diagnostic[] = [];
  for (const entry of target.absent) {
    const found = resolveContact(entry.person, known);
    if (!found.some((one) => isInAccount(one, known))) unmatched.push(entry);
    const { email } = entry.person;
    for (const id of email === undefined ? [] : known.ledger.contactsOf(email)) {
      const contactId = known.observed.aliases.get(id) ?? id;
      if (!formerlyAbsent.has(contactId)) formerlyAbsent.set(contactId, entry);
    }
    const contradiction = found[0]?.contradiction;
    if (contradiction) warnings.push(absentRowContradictory(targetAddress(target), entry, contradiction));
    for (const { contactId } of found) {
      const earlier = contactId === undefined ? undefined : absent.get(contactId);
      if (contactId === undefined || (earlier && !earlier.contradiction)) continue;
      absent.set(contactId, contradiction ? { ...entry, contradiction } : entry);
    }
  }
  return { absent, formerlyAbsent, warnings: [...warnings, ...unmatchedWarnings(target, unmatched, known)] };
}

/** An entry without a match removes no contact: a typo would leave the contact enrolled. */
function unmatchedWarnings(
  target: DesiredTarget,
  entries: readonly DesiredContact[],
  { observed }: ContactSources,
): readonly Diagnostic[] {
  if (entries.length > maxSeparateWarnings) return [absentUnmatchedMany(targetAddress(target), entries)];
  return entries.map((entry) => {
    const { email } = entry.person;
    const near = email === undefined ? undefined : observed.similarContacts?.get(email);
    return absentUnmatched(targetAddress(target), entry, near);
  });
}
