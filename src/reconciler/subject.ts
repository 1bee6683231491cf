import type { Address } from '../model/address.ts';
import { addressOf } from '../model/address.ts';
import type { SuppressEntry } from '../model/desired-state.ts';
import { maskEmail } from '../model/email.ts';
import type { Instant } from '../model/instant.ts';
import type { LedgerEntry } from '../model/ledger-view.ts';
import type { EndedEnrollment, EnrolledBy, Enrollment, ObservedContact } from '../model/observed-state.ts';
import type { ContactId } from '../model/target.ts';
import type { Declared } from './declarations.ts';
import type { TargetFacts, TargetView, World } from './world.ts';

/** One person and one target, with what the account and the ledger know of the two. */
export interface Sight {
  readonly world: World;
  readonly target: TargetFacts;
  readonly contactId?: ContactId;
  readonly contact?: ObservedContact;
  /** The ledger on this person, in every target, oldest first. */
  readonly acts: readonly LedgerEntry[];
  /** The ledger on this person in this target or the one it replaces, oldest first. */
  readonly history: readonly LedgerEntry[];
}

/** The same with what the files say: what a rule judges. */
export interface Subject extends Sight {
  readonly target: TargetView;
  readonly declared?: Declared;
}

// A plan keeps one of these a person, so each is written out whole: objects that are put together from
// others take twice the memory.

export function declaredSubject(world: World, target: TargetView, declared: Declared): Subject {
  const { contactId } = declared;
  if (contactId === undefined) return { world, target, acts: nothing, history: nothing, declared };
  const { contact, acts, history } = sightOf(world, target, contactId);
  return contact
    ? { world, target, contactId, contact, acts, history, declared }
    : { world, target, contactId, acts, history, declared };
}

export function subjectOf(world: World, target: TargetView, contactId: ContactId | undefined): Subject {
  if (contactId === undefined) return { world, target, acts: nothing, history: nothing };
  const { contact, acts, history } = sightOf(world, target, contactId);
  return contact
    ? { world, target, contactId, contact, acts, history }
    : { world, target, contactId, acts, history };
}

export function sightOf(world: World, target: TargetFacts, contactId: ContactId): Sight {
  const contact = world.contact(contactId);
  const acts = world.history.of(contactId, contact);
  const isHere = (entry: LedgerEntry): boolean =>
    entry.kind === target.kind && target.ids.has(entry.targetId);
  const history = acts.length === 0 ? nothing : acts.filter(isHere);
  return contact
    ? { world, target, contactId, contact, acts, history }
    : { world, target, contactId, acts, history };
}

const nothing: readonly LedgerEntry[] = [];

/** The name of the subject; a masked e-mail stands in for a contact that nobody knows. */
export function subjectAddress({ target, contactId, declared }: Subject): Address {
  const email = declared && 'email' in declared.person ? maskEmail(declared.person.email) : '•••';
  return addressOf(target.desired, contactId ?? email);
}

/** A running enrollment; all that a bulk reading says is that it runs. */
export interface Running {
  readonly id?: string;
  readonly enrolledAt?: Instant;
  readonly enrolledBy?: EnrolledBy;
}

/** The enrollment that runs in this target now. */
export function runningIn({ world, target, contactId, contact }: Sight): Running | undefined {
  if (contactId === undefined) return undefined;
  const own = contact?.enrollments.find(
    (enrollment) => enrollment.state === 'active' && isIn(enrollment, target, target.id),
  );
  if (own) return own;
  // A contact's own sequence state is newer than the search index behind a sequence's active set.
  const ownDecides = contact && (target.kind === 'sequence' || world.isFresh(contactId));
  if (ownDecides || !target.observed?.active) return undefined;
  const ids = [contactId, ...(contact?.mergedIds ?? [])];
  return ids.some((id) => target.observed?.active?.has(id)) ? {} : undefined;
}

/** Whether an enrollment runs in the target that this one replaces. */
export function runningInReplaced({ target, contact }: Subject): boolean {
  const { replaces } = target.desired;
  return (
    replaces !== undefined &&
    contact !== undefined &&
    contact.enrollments.some(
      (enrollment) => enrollment.state === 'active' && isIn(enrollment, target, replaces),
    )
  );
}

/** The latest enrollment that is over in this target, or in the one it replaces. */
export function latestEnded({ target, contact }: Sight): EndedEnrollment | undefined {
  let latest: EndedEnrollment | undefined;
  for (const enrollment of contact?.enrollments ?? []) {
    if (enrollment.state !== 'ended' || enrollment.kind !== target.kind) continue;
    if (target.ids.has(enrollment.targetId) && (!latest || lastSeen(enrollment) > lastSeen(latest))) {
      latest = enrollment;
    }
  }
  return latest;
}

/** The sequence enrollment that began last, in whichever sequence. */
export function latestSequence(contact: ObservedContact): Enrollment | undefined {
  let latest: Enrollment | undefined;
  for (const enrollment of contact.enrollments) {
    if (enrollment.kind !== 'sequence') continue;
    if (!latest || (enrollment.enrolledAt ?? '') > (latest.enrolledAt ?? '')) latest = enrollment;
  }
  return latest;
}

/** The suppress entry that names this person by any id or address, declared ones too. */
export function suppressionOf({ world, contactId, contact, declared }: Subject): SuppressEntry | undefined {
  const written = declared && 'email' in declared.person ? [declared.person.email] : [];
  const writtenId = declared && 'id' in declared.person ? [declared.person.id] : [];
  return world.suppression({
    ids: [...(contactId === undefined ? [] : [contactId]), ...writtenId, ...(contact?.mergedIds ?? [])],
    emails: [...written, ...(contact?.emails ?? [])],
  });
}

/** Midnight of the declaration's `since`. */
export function sinceOf({ world, declared }: Subject): Instant | undefined {
  return declared?.since === undefined ? undefined : world.calendar.midnight(declared.since);
}

function isIn(enrollment: Enrollment, target: TargetFacts, id: string): boolean {
  return enrollment.kind === target.kind && enrollment.targetId === id;
}

function lastSeen(enrollment: EndedEnrollment): Instant {
  return enrollment.enrolledAt ?? enrollment.endedAt ?? '';
}
