import type { SuppressEntry } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EndedEnrollment, EnrolledBy, Enrollment, ObservedContact } from '../../model/observed-state.ts';
import { type Address, addressOf, type ContactId, type TargetId } from '../../model/target.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import type { Declared } from './declarations.ts';
import { timeOf } from './ledger-index.ts';
import { couldBe, lag, ownAct, unseenAct } from './ownership.ts';
import { observedAs, type TargetFacts, type TargetView, type World } from './planning-context.ts';

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

/** A contact that the files do not declare in the target, seen only under the ids that belong to the target. */
export function subjectOf(world: World, view: TargetView, contactId: ContactId | undefined): Subject {
  const target = world.ownView(view);
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

/** A declared contact, seen only under the ids that belong to the target, as for a removal. */
export function underOwnIds(subject: Subject): Subject {
  const target = subject.world.ownView(subject.target);
  if (target === subject.target) return subject;
  return { ...subject, target, history: subject.history.filter(({ targetId }) => target.ids.has(targetId)) };
}

/** Another target of the files that shares the target's history and declares the contact. */
export function declaredBeside({ world, target, contactId }: Subject): TargetView | undefined {
  if (contactId === undefined) return undefined;
  return world.sharing(target).find(({ declarations }) => declarations.byContact.has(contactId));
}

/** The name of the subject; a masked email represents an unknown contact. */
export function subjectAddress({ target, contactId, declared }: Subject): Address {
  const email = declared?.person.email;
  return addressOf(target.desired, contactId ?? (email === undefined ? '•••' : maskEmail(email)));
}

/** A running enrollment; all that a bulk reading says is that it runs. */
export interface Running {
  /** The id under which it runs: the target's own, or one that shares its history. */
  readonly targetId: TargetId;
  readonly id?: string;
  readonly enrolledAt?: Instant;
  readonly enrolledBy?: EnrolledBy;
}

/** The enrollment that runs in this target now, under its own id. */
export function runningIn(sight: Sight): Running | undefined {
  return runningAs(sight, sight.target.id);
}

/** The enrollment that runs under an id which this target replaced or which replaced it. */
function runningInReplaced(sight: Sight): Running | undefined {
  for (const id of sight.target.ids) {
    const running = id === sight.target.id ? undefined : runningAs(sight, id);
    if (running) return running;
  }
  return undefined;
}

function runningAs(sight: Sight, id: TargetId): Running | undefined {
  const running = shownAs(sight, id);
  return running && !endedJustNow(sight, running) ? running : undefined;
}

/** The unenrollment of ours that HubSpot does not show yet: it still shows the enrollment that it ended. */
export function unseenEnd(sight: Sight): LedgerEntry | undefined {
  for (const id of sight.target.ids) {
    const running = shownAs(sight, id);
    const act = running && endedJustNow(sight, running);
    if (act) return act;
  }
  return undefined;
}

/** HubSpot may show an enrollment for some minutes after rollcall ended it. */
function endedJustNow(sight: Sight, running: Running): LedgerEntry | undefined {
  const { history, world } = sight;
  const { targetId, enrolledAt } = running;
  const since = addMilliseconds(world.calendar.now, -lag);
  // After a merge, the removal of one contact does not affect the enrollment of the other.
  if (ownAct(sight, running)) return undefined;
  return history.findLast(
    (act) =>
      act.action === 'unenroll' &&
      act.state === 'proved' &&
      act.targetId === targetId &&
      timeOf(act) > since &&
      (enrolledAt === undefined || enrolledAt <= timeOf(act)),
  );
}

function shownAs({ world, target, contactId, contact }: Sight, id: TargetId): Running | undefined {
  if (contactId === undefined) return undefined;
  const own = contact?.enrollments.find(
    (enrollment) => enrollment.state === 'active' && isIn(enrollment, target, id),
  );
  if (own) return own;
  const observed = observedAs(world, target, id);
  // A contact's own sequence state is newer than the search index behind a sequence's active set.
  const ownDecides = contact && (target.kind === 'sequence' || world.isFresh(contactId));
  if (ownDecides || !observed?.active) return undefined;
  const ids = [contactId, ...(contact?.mergedIds ?? [])];
  return ids.some((one) => observed.active?.has(one)) ? { targetId: id } : undefined;
}

/** An enrollment that counts as active: HubSpot shows it, or ours began so recently that it may not yet. */
export type Active =
  | { readonly running: Running; readonly own: LedgerEntry | undefined }
  | { readonly running?: undefined; readonly own: LedgerEntry };

/** The active enrollment in this target, or under an id that shares its history. */
export function activeIn(sight: Sight): Active | undefined {
  const running = runningIn(sight) ?? runningInReplaced(sight);
  if (running) return { running, own: ownAct(sight, running) };
  const own = unseenAct(sight, (entry) => shownEnd(sight, entry) !== undefined);
  return own && { own };
}

/** The end that the account shows of the enrollment behind an entry, or of a later one. */
export function shownEnd(sight: Sight, entry: LedgerEntry): EndedEnrollment | undefined {
  const ended = latestEnded(sight);
  if (!ended) return undefined;
  if (couldBe(entry, ended.enrolledAt)) return ended;
  return ended.enrolledAt !== undefined && ended.enrolledAt >= timeOf(entry) ? ended : undefined;
}

/** Returns whether this run did not read the contact's workflows: its state is then unknown. */
export function isUnread({ world, target, contact, contactId }: Sight, id: TargetId): boolean {
  if (target.kind !== 'workflow') return false;
  if (contact?.workflowsRead?.includes(id)) return false;
  const fresh = contactId !== undefined && world.isFresh(contactId);
  return fresh || !observedAs(world, target, id)?.active ? contact !== undefined : false;
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

/**
 * The suppress entry that names this person by any id or email, declared ones too, or by an email that the
 * ledger knows the contact by: an enrollment keeps sending to the email that the contact had when it began.
 */
export function suppressionOf(subject: Subject): SuppressEntry | undefined {
  const named = presentSuppressionOf(subject);
  const { world, contactId, contact, acts } = subject;
  if (named || acts.length === 0) return named;
  const ids = [contactId, ...(contact?.mergedIds ?? []), ...acts.map((entry) => entry.contactId)];
  return world.formerSuppression(ids.filter((one) => one !== undefined));
}

/** The same by the emails that the contact has now: what someone else enrolled is judged by these alone. */
export function presentSuppressionOf({
  world,
  contactId,
  contact,
  declared,
}: Subject): SuppressEntry | undefined {
  // A row that names two contacts applies to neither; each still has its own ids and emails.
  const { id, email } = (declared?.contradiction ? undefined : declared?.person) ?? {};
  return world.suppression({
    ids: [contactId, id, ...(contact?.mergedIds ?? [])].filter((one) => one !== undefined),
    emails: [email, ...(contact?.emails ?? [])].filter((one) => one !== undefined),
  });
}

/**
 * Other contacts that are known to have had one of this contact's emails, in the present or declared: the
 * contact may have been deleted and created again, or the email moved.
 */
export function otherIdentities({ world, contactId, contact, declared }: Subject): readonly ContactId[] {
  const written = declared?.person.email === undefined ? [] : [declared.person.email];
  const own = new Set<string | undefined>([contactId, ...(contact?.mergedIds ?? [])]);
  const ids = new Set(
    [...written, ...(contact?.emails ?? [])].flatMap((email) => world.ledger.contactsOf(email)),
  );
  return [...ids].filter((id) => !own.has(id) && !own.has(world.observed.aliases.get(id)));
}

/** Returns the ledger records of another contact in this target, oldest first. */
export function historyOf({ world, target }: Sight, contactId: ContactId): readonly LedgerEntry[] {
  return world.history
    .of(contactId, undefined)
    .filter((entry) => entry.kind === target.kind && target.ids.has(entry.targetId));
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
