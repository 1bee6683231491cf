import type {
  DesiredEntry,
  DesiredContact,
  DesiredTarget,
  ContactRef,
  Requirement,
  Sender,
} from '../../model/desired-state.ts';
import type { Diagnostic, Source } from '../../model/results/diagnostic.ts';
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

/** One contact declared in one target, with lists expanded and emails resolved to contacts. */
export interface DeclaredMember {
  readonly person: ContactRef;
  /** Absent if neither the account nor the ledger knows the email. */
  readonly contactId?: ContactId;
  /** The account no longer has the declared email; the contact id is from the ledger. */
  readonly throughLedger: boolean;
  /** The id and the email of the row belong to different contacts. Both count as declared; neither is enrolled. */
  readonly contradiction?: Contradiction;
  readonly since?: Day;
  readonly sender?: Sender;
  /** The conditions of the audience. */
  readonly require?: readonly Requirement[];
  readonly source: Source;
  readonly origin: Origin;
  readonly literal: boolean;
  /** Position among the target's members, in file order. */
  readonly position: number;
}

/** The declarations of one target. */
export interface Declarations {
  readonly members: readonly DeclaredMember[];
  readonly byContact: ReadonlyMap<ContactId, DeclaredMember>;
  readonly absent: ReadonlyMap<ContactId, AbsentEntry>;
  /** Contacts that had an email under `absent` according to the ledger, whatever emails they have now. */
  readonly formerlyAbsent: ReadonlyMap<ContactId, AbsentEntry>;
  /** The HubSpot lists that declare members. */
  readonly lists: ReadonlySet<string>;
  readonly problems: readonly Diagnostic[];
}

/** Resolves the entries of one target to contacts. A retired workflow has no members, whatever the files declare. */
export function declarationsOf(target: DesiredTarget, known: ContactSources): Declarations {
  const retired = target.kind === 'workflow' && target.retired !== false;
  const entries = retired ? [] : (target.members ?? []);
  const { absent, formerlyAbsent, warnings } = matchAbsent(target, known);
  const problems: Diagnostic[] = [];
  const { members, byContact, isEmpty } = mergeEntries(resolveEntries(entries, { target, known, problems }), {
    target,
    absent,
    problems,
  });
  if (target.members && !retired && isEmpty && problems.length === 0 && !target.allowEmpty) {
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

/** Yields resolved entries one by one, so that a million of them are not held in addition to the merged members. */
function* resolveEntries(entries: readonly DesiredEntry[], expansion: Expansion): Generator<ResolvedEntry> {
  for (const entry of entries) yield* resolveEntry(entry, expansion);
}

function resolveEntry(entry: DesiredEntry, { target, known, problems }: Expansion): ResolvedEntry[] {
  const since = entry.since ?? target.since;
  const terms = {
    ...(since === undefined ? {} : { since }),
    ...(entry.sender === undefined ? {} : { sender: entry.sender }),
    ...(entry.require === undefined ? {} : { require: entry.require }),
    source: entry.source,
    literal: entry.literal,
  };
  if (entry.type === 'person') {
    const { person, source, literal } = entry;
    return resolveContact(person, known).map((found) => {
      const { contactId, throughLedger } = found;
      const isPlain =
        since === undefined && entry.sender === undefined && !entry.require && !found.contradiction;
      // An object literal: spread syntax takes longer, and there can be a million of these.
      if (isPlain && contactId !== undefined) {
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
  // HubSpot guarantees no order of list members, and the files order only the list itself.
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
  return a.length - b.length || (a < b ? -1 : 1);
}

interface MergeContext {
  readonly target: DesiredTarget;
  readonly absent: ReadonlyMap<ContactId, AbsentEntry>;
  readonly problems: Diagnostic[];
}

/**
 * Merges entries into one declaration for each contact. A literal entry overrides one from an audience, and
 * the origin is `text` if any entry is. `isEmpty` is false if there were entries, even if all of them are absent.
 */
function mergeEntries(
  people: Iterable<ResolvedEntry>,
  { target, absent, problems }: MergeContext,
): Pick<Declarations, 'members' | 'byContact'> & { readonly isEmpty: boolean } {
  const members: DeclaredMember[] = [];
  const byContact = new Map<ContactId, DeclaredMember>();
  const byEmail = new Map<string, DeclaredMember>();
  const twice: Source[] = [];
  let isEmpty = true;
  for (const person of people) {
    isEmpty = false;
    const absentEntry = person.contactId === undefined ? undefined : absent.get(person.contactId);
    if (absentEntry && person.literal && person.origin === 'text') {
      problems.push(memberAndAbsent(targetAddress(target), person.source, absentEntry.source));
    }
    if (absentEntry) continue;
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
  return { members, byContact, isEmpty };
}

/** Returns an entry with its position. It is an object literal for most members, to save memory in large plans. */
function withPosition(one: ResolvedEntry, position: number): DeclaredMember {
  const isPlain = one.since === undefined && one.sender === undefined && !one.require && !one.contradiction;
  if (one.contactId === undefined || !isPlain) return { ...one, position };
  const { person, contactId, throughLedger, source, origin, literal } = one;
  return { person, contactId, throughLedger, source, origin, literal, position };
}

/** Returns the key of an entry whose contact neither the account nor the ledger knows. */
function emailKey({ person }: ResolvedEntry): string {
  return person.email === undefined ? person.id : person.email;
}

function combineEntries(earlier: ResolvedEntry, later: ResolvedEntry): ResolvedEntry {
  // An entry that resolves to one contact overrides a row that resolves to two.
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

/** Returns whether two entries in the files resolve to one contact by different ids or emails. Lists do not count. */
function haveDifferentNames(a: ResolvedEntry, b: ResolvedEntry): boolean {
  if (a.origin !== 'text' || b.origin !== 'text' || a.contradiction || b.contradiction) return false;
  const names = namesOf(a.person);
  return !namesOf(b.person).some((name) => names.includes(name));
}

function namesOf({ id, email }: ContactRef): readonly string[] {
  return [...(id === undefined ? [] : [id]), ...(email === undefined ? [] : [email])];
}

/** An `absent` entry that applies to one contact. */
interface AbsentEntry extends DesiredContact {
  /** The id and the email of the row belong to different contacts: neither is unenrolled or enrolled. */
  readonly contradiction?: Contradiction;
}

/** More unmatched entries of one target than this share one warning. */
const maxSeparateWarnings = 5;

/** Resolves the `absent` entries of a target to contacts, and warns of entries that match none or two. */
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
      if (contactId === undefined) continue;
      const earlier = absent.get(contactId);
      if (earlier && !earlier.contradiction) continue;
      absent.set(contactId, contradiction ? { ...entry, contradiction } : entry);
    }
  }
  return { absent, formerlyAbsent, warnings: [...warnings, ...unmatchedWarnings(target, unmatched, known)] };
}

/** Warns of entries without a match: a typo would leave a contact enrolled. */
function unmatchedWarnings(
  target: DesiredTarget,
  entries: readonly DesiredContact[],
  { observed }: ContactSources,
): readonly Diagnostic[] {
  if (entries.length > maxSeparateWarnings) return [absentUnmatchedMany(targetAddress(target), entries)];
  return entries.map((entry) => {
    const { email } = entry.person;
    const similar = email === undefined ? undefined : observed.similarContacts?.get(email);
    return absentUnmatched(targetAddress(target), entry, similar);
  });
}
