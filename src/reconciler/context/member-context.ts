import type { SuppressEntry } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EndedEnrollment, Enrollment, ObservedContact } from '../../model/observed-state.ts';
import { type Address, addressOf, type ContactId, type TargetId } from '../../model/target.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import type { DeclaredMember } from './declarations.ts';
import { timeOf } from './ledger-index.ts';
import type { CurrentEnrollment, MemberFacts } from './member-facts.ts';
import { mayBeEnrollmentOf, visibilityLag, owningEntry, unseenOwnEntry } from './ownership.ts';
import {
  observedUnderId,
  type KnownTarget,
  type PlannedTarget,
  type PlanningContext,
} from './planning-context.ts';

/** The same with what the files say: what a rule judges. */
export interface MemberContext extends MemberFacts {
  readonly target: PlannedTarget;
  readonly declared?: DeclaredMember;
}

// A plan keeps one of these a person, so each is written out whole: objects that are put together from
// others take twice the memory.

export function declaredMemberContext(
  world: PlanningContext,
  target: PlannedTarget,
  declared: DeclaredMember,
): MemberContext {
  const { contactId } = declared;
  if (contactId === undefined)
    return { planning: world, target, entries: noEntries, history: noEntries, declared };
  const { contact, entries, history } = memberFactsOf(world, target, contactId);
  return contact
    ? { planning: world, target, contactId, contact, entries, history, declared }
    : { planning: world, target, contactId, entries, history, declared };
}

/** A contact that the files do not declare in the target, seen only under the ids that belong to the target. */
export function memberContextOf(
  world: PlanningContext,
  view: PlannedTarget,
  contactId: ContactId | undefined,
): MemberContext {
  const target = world.withOwnIds(view);
  if (contactId === undefined) return { planning: world, target, entries: noEntries, history: noEntries };
  const { contact, entries, history } = memberFactsOf(world, target, contactId);
  return contact
    ? { planning: world, target, contactId, contact, entries, history }
    : { planning: world, target, contactId, entries, history };
}

export function memberFactsOf(
  world: PlanningContext,
  target: KnownTarget,
  contactId: ContactId,
): MemberFacts {
  const contact = world.contact(contactId);
  const acts = world.ledgerIndex.of(contactId, contact);
  const isHere = (entry: LedgerEntry): boolean =>
    entry.kind === target.kind && target.ids.has(entry.targetId);
  const history = acts.length === 0 ? noEntries : acts.filter(isHere);
  return contact
    ? { planning: world, target, contactId, contact, entries: acts, history }
    : { planning: world, target, contactId, entries: acts, history };
}

const noEntries: readonly LedgerEntry[] = [];

/** A declared contact, seen only under the ids that belong to the target, as for a removal. */
export function limitToOwnIds(subject: MemberContext): MemberContext {
  const target = subject.planning.withOwnIds(subject.target);
  if (target === subject.target) return subject;
  return { ...subject, target, history: subject.history.filter(({ targetId }) => target.ids.has(targetId)) };
}

/** Another target of the files that shares the target's history and declares the contact. */
export function joinedTargetDeclaring({
  planning,
  target,
  contactId,
}: MemberContext): PlannedTarget | undefined {
  if (contactId === undefined) return undefined;
  return planning.joinedTargets(target).find(({ declarations }) => declarations.byContact.has(contactId));
}

/** The name of the subject; a masked email represents an unknown contact. */
export function memberAddress({ target, contactId, declared }: MemberContext): Address {
  const email = declared?.person.email;
  return addressOf(target.desired, contactId ?? (email === undefined ? '•••' : maskEmail(email)));
}

/** The enrollment that runs in this target now, under its own id. */
export function currentEnrollment(sight: MemberFacts): CurrentEnrollment | undefined {
  return currentEnrollmentUnderId(sight, sight.target.id);
}

/** The enrollment that runs under an id which this target replaced or which replaced it. */
function currentEnrollmentInReplaced(sight: MemberFacts): CurrentEnrollment | undefined {
  for (const id of sight.target.ids) {
    const running = id === sight.target.id ? undefined : currentEnrollmentUnderId(sight, id);
    if (running) return running;
  }
  return undefined;
}

function currentEnrollmentUnderId(sight: MemberFacts, id: TargetId): CurrentEnrollment | undefined {
  const running = shownEnrollmentUnderId(sight, id);
  return running && !recentUnenrollment(sight, running) ? running : undefined;
}

/** The unenrollment of ours that HubSpot does not show yet: it still shows the enrollment that it ended. */
export function unseenUnenrollment(sight: MemberFacts): LedgerEntry | undefined {
  for (const id of sight.target.ids) {
    const running = shownEnrollmentUnderId(sight, id);
    const act = running && recentUnenrollment(sight, running);
    if (act) return act;
  }
  return undefined;
}

/** HubSpot may show an enrollment for some minutes after rollcall ended it. */
function recentUnenrollment(sight: MemberFacts, running: CurrentEnrollment): LedgerEntry | undefined {
  const { history, planning } = sight;
  const { targetId, enrolledAt } = running;
  const since = addMilliseconds(planning.calendar.now, -visibilityLag);
  // After a merge, the removal of one contact does not affect the enrollment of the other.
  if (owningEntry(sight, running)) return undefined;
  return history.findLast(
    (act) =>
      act.action === 'unenroll' &&
      act.state === 'proved' &&
      act.targetId === targetId &&
      timeOf(act) > since &&
      (enrolledAt === undefined || enrolledAt <= timeOf(act)),
  );
}

function shownEnrollmentUnderId(
  { planning, target, contactId, contact }: MemberFacts,
  id: TargetId,
): CurrentEnrollment | undefined {
  if (contactId === undefined) return undefined;
  const own = contact?.enrollments.find(
    (enrollment) => enrollment.state === 'active' && isIn(enrollment, target, id),
  );
  if (own) return own;
  const observed = observedUnderId(planning, target, id);
  // A contact's own sequence state is newer than the search index behind a sequence's active set.
  const ownDecides = contact && (target.kind === 'sequence' || planning.isReread(contactId));
  if (ownDecides || !observed?.active) return undefined;
  const ids = [contactId, ...(contact?.mergedIds ?? [])];
  return ids.some((one) => observed.active?.has(one)) ? { targetId: id } : undefined;
}

/** An enrollment that counts as active: HubSpot shows it, or ours began so recently that it may not yet. */
export type ActiveEnrollment =
  | { readonly running: CurrentEnrollment; readonly own: LedgerEntry | undefined }
  | { readonly running?: undefined; readonly own: LedgerEntry };

/** The active enrollment in this target, or under an id that shares its history. */
export function activeEnrollment(sight: MemberFacts): ActiveEnrollment | undefined {
  const running = currentEnrollment(sight) ?? currentEnrollmentInReplaced(sight);
  if (running) return { running, own: owningEntry(sight, running) };
  const own = unseenOwnEntry(sight, (entry) => shownEnd(sight, entry) !== undefined);
  return own && { own };
}

/** The end that the account shows of the enrollment behind an entry, or of a later one. */
export function shownEnd(sight: MemberFacts, entry: LedgerEntry): EndedEnrollment | undefined {
  const ended = latestEnded(sight);
  if (!ended) return undefined;
  if (mayBeEnrollmentOf(entry, ended.enrolledAt)) return ended;
  return ended.enrolledAt !== undefined && ended.enrolledAt >= timeOf(entry) ? ended : undefined;
}

/** Returns whether this run did not read the contact's workflows: its state is then unknown. */
export function isUnread({ planning, target, contact, contactId }: MemberFacts, id: TargetId): boolean {
  if (target.kind !== 'workflow') return false;
  if (contact?.workflowsRead?.includes(id)) return false;
  const fresh = contactId !== undefined && planning.isReread(contactId);
  return fresh || !observedUnderId(planning, target, id)?.active ? contact !== undefined : false;
}

/** The latest enrollment that is over in this target, or in the one it replaces. */
export function latestEnded({ target, contact }: MemberFacts): EndedEnrollment | undefined {
  let latest: EndedEnrollment | undefined;
  for (const enrollment of contact?.enrollments ?? []) {
    if (enrollment.state !== 'ended' || enrollment.kind !== target.kind) continue;
    if (target.ids.has(enrollment.targetId) && (!latest || latestMoment(enrollment) > latestMoment(latest))) {
      latest = enrollment;
    }
  }
  return latest;
}

/** The sequence enrollment that began last, in whichever sequence. */
export function latestSequenceEnrollment(contact: ObservedContact): Enrollment | undefined {
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
export function suppressionOf(subject: MemberContext): SuppressEntry | undefined {
  const named = presentSuppressionOf(subject);
  const { planning, contactId, contact, entries } = subject;
  if (named || entries.length === 0) return named;
  const ids = [contactId, ...(contact?.mergedIds ?? []), ...entries.map((entry) => entry.contactId)];
  return planning.formerSuppression(ids.filter((one) => one !== undefined));
}

/** The same by the emails that the contact has now: what someone else enrolled is judged by these alone. */
export function presentSuppressionOf({
  planning,
  contactId,
  contact,
  declared,
}: MemberContext): SuppressEntry | undefined {
  // A row that names two contacts applies to neither; each still has its own ids and emails.
  const { id, email } = (declared?.contradiction ? undefined : declared?.person) ?? {};
  return planning.suppression({
    ids: [contactId, id, ...(contact?.mergedIds ?? [])].filter((one) => one !== undefined),
    emails: [email, ...(contact?.emails ?? [])].filter((one) => one !== undefined),
  });
}

/**
 * Other contacts that are known to have had one of this contact's emails, in the present or declared: the
 * contact may have been deleted and created again, or the email moved.
 */
export function otherContactIds({
  planning,
  contactId,
  contact,
  declared,
}: MemberContext): readonly ContactId[] {
  const written = declared?.person.email === undefined ? [] : [declared.person.email];
  const own = new Set<string | undefined>([contactId, ...(contact?.mergedIds ?? [])]);
  const ids = new Set(
    [...written, ...(contact?.emails ?? [])].flatMap((email) => planning.ledger.contactsOf(email)),
  );
  return [...ids].filter((id) => !own.has(id) && !own.has(planning.observed.aliases.get(id)));
}

/** Returns the ledger records of another contact in this target, oldest first. */
export function historyOfContact(
  { planning, target }: MemberFacts,
  contactId: ContactId,
): readonly LedgerEntry[] {
  return planning.ledgerIndex
    .of(contactId, undefined)
    .filter((entry) => entry.kind === target.kind && target.ids.has(entry.targetId));
}

/** Midnight of the declaration's `since`. */
export function sinceMidnight({ planning, declared }: MemberContext): Instant | undefined {
  return declared?.since === undefined ? undefined : planning.calendar.midnight(declared.since);
}

function isIn(enrollment: Enrollment, target: KnownTarget, id: string): boolean {
  return enrollment.kind === target.kind && enrollment.targetId === id;
}

function latestMoment(enrollment: EndedEnrollment): Instant {
  return enrollment.enrolledAt ?? enrollment.endedAt ?? '';
}
