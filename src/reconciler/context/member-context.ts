import type { SuppressEntry } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EndedEnrollment, Enrollment, ObservedContact } from '../../model/observed-state.ts';
import { type Address, addressOf, type ContactId, type TargetId } from '../../model/target.ts';
import { addMilliseconds, type Instant } from '../../model/time.ts';
import type { DeclaredMember } from './declarations.ts';
import { timeOf } from '../../model/ledger/ledger-entries.ts';
import type { CurrentEnrollment, MemberFacts } from './member-facts.ts';
import { mayBeEnrollmentOf, visibilityLag, owningEntry, unseenOwnEntry } from './ownership.ts';
import {
  observedUnderId,
  type KnownTarget,
  type PlannedTarget,
  type PlanningContext,
} from './planning-context.ts';

/** The facts about a contact and its declaration: the input of a rule. */
export interface MemberContext extends MemberFacts {
  readonly target: PlannedTarget;
  readonly declared?: DeclaredMember;
}

// A plan holds one context for each contact, so they are object literals: spread syntax takes twice the memory.

/** Returns the context of a declared member. */
export function declaredMemberContext(
  planning: PlanningContext,
  target: PlannedTarget,
  declared: DeclaredMember,
): MemberContext {
  const { contactId } = declared;
  if (contactId === undefined) return { planning, target, entries: noEntries, history: noEntries, declared };
  const { contact, entries, history } = memberFactsOf(planning, target, contactId);
  return contact
    ? { planning, target, contactId, contact, entries, history, declared }
    : { planning, target, contactId, entries, history, declared };
}

/** Returns the context of a contact without its declaration, limited to the ids that belong to the target. */
export function memberContextOf(
  planning: PlanningContext,
  view: PlannedTarget,
  contactId: ContactId,
): MemberContext {
  const target = planning.withOwnIds(view);
  const { contact, entries, history } = memberFactsOf(planning, target, contactId);
  return contact
    ? { planning, target, contactId, contact, entries, history }
    : { planning, target, contactId, entries, history };
}

/** Returns what the account and the ledger know of a contact in a target. */
export function memberFactsOf(
  planning: PlanningContext,
  target: KnownTarget,
  contactId: ContactId,
): MemberFacts {
  const contact = planning.contact(contactId);
  const acts = planning.ledgerIndex.of(contactId, contact);
  const isInTarget = (entry: LedgerEntry): boolean =>
    entry.kind === target.kind && target.ids.has(entry.targetId);
  const history = acts.length === 0 ? noEntries : acts.filter(isInTarget);
  return contact
    ? { planning, target, contactId, contact, entries: acts, history }
    : { planning, target, contactId, entries: acts, history };
}

const noEntries: readonly LedgerEntry[] = [];

/** Returns the context limited to the ids that belong to the target, as removals need it. */
export function limitToOwnIds(member: MemberContext): MemberContext {
  const target = member.planning.withOwnIds(member.target);
  if (target === member.target) return member;
  return { ...member, target, history: member.history.filter(({ targetId }) => target.ids.has(targetId)) };
}

/** Returns another target of the files that shares the target's history and declares the contact. */
export function joinedTargetDeclaring({
  planning,
  target,
  contactId,
}: MemberContext): PlannedTarget | undefined {
  if (contactId === undefined) return undefined;
  return planning.joinedTargets(target).find(({ declarations }) => declarations.byContact.has(contactId));
}

/** Returns the address of the contact in the target. A masked email represents an unknown contact. */
export function memberAddress({ target, contactId, declared }: MemberContext): Address {
  return addressOf(target.desired, contactId ?? maskEmail(declared?.person.email ?? ''));
}

/** Returns the active enrollment under the target's own id. */
export function currentEnrollment(facts: MemberFacts): CurrentEnrollment | undefined {
  return currentEnrollmentUnderId(facts, facts.target.id);
}

/** Returns the active enrollment under the target's own id, or under another id that shares its history. */
function currentEnrollmentInHistory(facts: MemberFacts): CurrentEnrollment | undefined {
  // The own id is the first of the ids.
  for (const id of facts.target.ids) {
    const running = currentEnrollmentUnderId(facts, id);
    if (running) return running;
  }
  return undefined;
}

function currentEnrollmentUnderId(facts: MemberFacts, id: TargetId): CurrentEnrollment | undefined {
  const running = shownEnrollmentUnderId(facts, id);
  return running && !recentUnenrollment(facts, running) ? running : undefined;
}

/** Returns a recent unenrollment by rollcall whose enrollment HubSpot still shows as active. */
export function unseenUnenrollment(facts: MemberFacts): LedgerEntry | undefined {
  for (const id of facts.target.ids) {
    const running = shownEnrollmentUnderId(facts, id);
    const act = running && recentUnenrollment(facts, running);
    if (act) return act;
  }
  return undefined;
}

/** Returns the unenrollment by rollcall in the last 15 minutes that ended an enrollment HubSpot still shows. */
function recentUnenrollment(facts: MemberFacts, running: CurrentEnrollment): LedgerEntry | undefined {
  const { history, planning } = facts;
  if (history.length === 0) return undefined;
  const { targetId, enrolledAt } = running;
  const since = addMilliseconds(planning.calendar.now, -visibilityLag);
  // After a merge, the removal of one contact does not affect the enrollment of the other.
  if (owningEntry(facts, running)) return undefined;
  return history.findLast(
    (act) =>
      act.action === 'unenroll' &&
      act.state === 'proved' &&
      act.targetId === targetId &&
      timeOf(act) > since &&
      (enrolledAt === undefined || enrolledAt <= timeOf(act)),
  );
}

function shownEnrollmentUnderId(facts: MemberFacts, id: TargetId): CurrentEnrollment | undefined {
  const { planning, target, contact } = facts;
  const own = contact?.enrollments.find(
    (enrollment) => enrollment.state === 'active' && isIn(enrollment, target, id),
  );
  if (own) return own;
  // A contact's own sequence state is newer than the search index behind a sequence's active set.
  if (contact && (target.kind === 'sequence' || planning.isReread(contact.id))) return undefined;
  const active = observedUnderId(planning, target, id)?.active;
  return active && knownIds(facts).some((one) => active.has(one)) ? { targetId: id } : undefined;
}

/** An active enrollment: HubSpot shows it, or rollcall made it so recently that HubSpot may not show it yet. */
export type ActiveEnrollment =
  | { readonly running: CurrentEnrollment; readonly own: LedgerEntry | undefined }
  | { readonly running?: undefined; readonly own: LedgerEntry };

/** Returns the active enrollment in this target or under an id that shares its history. */
export function activeEnrollment(facts: MemberFacts): ActiveEnrollment | undefined {
  const running = currentEnrollmentInHistory(facts);
  if (running) return { running, own: owningEntry(facts, running) };
  const own = unseenOwnEntry(facts, (entry) => shownEnd(facts, entry) !== undefined);
  return own && { own };
}

/** Returns the end that HubSpot shows of the enrollment of an entry, or of a later enrollment. */
export function shownEnd(facts: MemberFacts, entry: LedgerEntry): EndedEnrollment | undefined {
  const ended = latestEnded(facts);
  if (!ended) return undefined;
  if (mayBeEnrollmentOf(entry, ended.enrolledAt)) return ended;
  return ended.enrolledAt !== undefined && ended.enrolledAt >= timeOf(entry) ? ended : undefined;
}

/** Returns whether this run did not read the contact's state in a workflow, which is then unknown. */
export function isUnread({ planning, target, contact }: MemberFacts, id: TargetId): boolean {
  if (target.kind !== 'workflow' || !contact || contact.workflowsRead?.includes(id)) return false;
  return planning.isReread(contact.id) || !observedUnderId(planning, target, id)?.active;
}

/** Returns the latest ended enrollment in this target or under an id that shares its history. */
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

/** Returns the latest enrollment of a contact in any sequence. */
export function latestSequenceEnrollment(contact: ObservedContact): Enrollment | undefined {
  let latest: Enrollment | undefined;
  for (const enrollment of contact.enrollments) {
    if (enrollment.kind !== 'sequence') continue;
    if (!latest || (enrollment.enrolledAt ?? '') > (latest.enrolledAt ?? '')) latest = enrollment;
  }
  return latest;
}

/**
 * Returns the suppress entry that matches the contact by any current or declared id or email, or by a former email
 * in the ledger: an enrollment keeps sending to the email that the contact had when it began.
 */
export function suppressionOf(member: MemberContext): SuppressEntry | undefined {
  const named = presentSuppressionOf(member);
  const { planning, entries } = member;
  if (named || entries.length === 0) return named;
  return planning.formerSuppression([...knownIds(member), ...entries.map((entry) => entry.contactId)]);
}

/** Returns the suppress entry that matches the contact by a current or declared id or email. */
export function presentSuppressionOf({
  planning,
  contactId,
  contact,
  declared,
}: MemberContext): SuppressEntry | undefined {
  // A plan checks every contact.
  if (planning.input.desired.suppress.length === 0) return undefined;
  // A row whose id and email do not match adds nothing; the contact's own ids and emails still count.
  const { id, email } = (declared?.contradiction ? undefined : declared?.person) ?? {};
  return planning.suppression({
    ids: [contactId, id, ...(contact?.mergedIds ?? [])].filter((one) => one !== undefined),
    emails: [email, ...(contact?.emails ?? [])].filter((one) => one !== undefined),
  });
}

/**
 * Returns other contacts in the ledger that had one of this contact's current or declared emails: the contact was
 * deleted and created again, or the email moved.
 */
export function otherContactIds(member: MemberContext): readonly ContactId[] {
  const { planning, contactId, contact, declared } = member;
  // No contact has the declared email, so no contact took it over.
  if (contactId === undefined) return [];
  const emails = [declared?.person.email, ...(contact?.emails ?? [])].filter((email) => email !== undefined);
  const ids = emails.flatMap((email) => planning.ledger.contactsOf(email));
  if (ids.length === 0) return noIds;
  const own = new Set<string | undefined>(knownIds(member));
  return [...new Set(ids)].filter((id) => !own.has(id) && !own.has(planning.observed.aliases.get(id)));
}

const noIds: readonly ContactId[] = [];

/** Returns the ledger records of another contact in this target, oldest first. */
export function historyOfContact(
  { planning, target }: MemberFacts,
  contactId: ContactId,
): readonly LedgerEntry[] {
  return planning.ledgerIndex
    .of(contactId, undefined)
    .filter((entry) => entry.kind === target.kind && target.ids.has(entry.targetId));
}

/** Returns midnight at the start of the declaration's `since`, in the account's time zone. */
export function sinceMidnight({ planning, declared }: MemberContext): Instant | undefined {
  return declared?.since === undefined ? undefined : planning.calendar.midnight(declared.since);
}

/** Returns the id of a contact and its merged ids. */
function knownIds({ contactId, contact }: Pick<MemberFacts, 'contactId' | 'contact'>): readonly ContactId[] {
  if (contact) return [contact.id, ...contact.mergedIds];
  return contactId === undefined ? [] : [contactId];
}

function isIn(enrollment: Enrollment, target: KnownTarget, id: string): boolean {
  return enrollment.kind === target.kind && enrollment.targetId === id;
}

function latestMoment(enrollment: EndedEnrollment): Instant {
  return enrollment.enrolledAt ?? enrollment.endedAt ?? '';
}
