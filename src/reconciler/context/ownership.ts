import type { Instant } from '../../model/time.ts';
import { addMilliseconds } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { ContactId } from '../../model/target.ts';
import { attributeEnrollment, matchesSender } from '../../model/ledger/attribute-enrollment.ts';
import type { UnprovedRequest } from '../../model/ledger/attribute-enrollment.ts';
import type { PlanningContext } from './planning-context.ts';
import { timeOf } from '../../model/ledger/ledger-entries.ts';
import type { CurrentEnrollment, MemberFacts } from './member-facts.ts';

/** How long HubSpot may take to show an enrollment or its end, in milliseconds. */
export const visibilityLag = 15 * 60_000;

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Returns the request of rollcall that made an active enrollment, or nothing if someone else enrolled the contact.
 * Ownership is per enrollment: after a merge, the record of one contact does not apply to the enrollment of
 * another.
 */
export function owningEntry(facts: MemberFacts, running: CurrentEnrollment): LedgerEntry | undefined {
  return facts.history.findLast(
    (entry) =>
      entry.action === 'enroll' &&
      entry.targetId === running.targetId &&
      isByRollcall(facts, entry, running) &&
      !isReEnrolledByOthers(facts, entry) &&
      !unenrollmentOf(facts, entry),
  );
}

/** Returns the unenrollment by rollcall that ended the enrollment of an entry. */
export function unenrollmentOf(
  facts: Pick<MemberFacts, 'history' | 'contactId'>,
  entry: LedgerEntry,
): LedgerEntry | undefined {
  return facts.history.findLast(
    (act) =>
      act.action === 'unenroll' &&
      act.state === 'proved' &&
      act.targetId === entry.targetId &&
      timeOf(act) >= timeOf(entry) &&
      isAbout(act, entry, facts),
  );
}

/** Returns whether a later adoption exists, which means that someone else enrolled the contact again. */
function isReEnrolledByOthers(facts: MemberFacts, entry: LedgerEntry): boolean {
  return facts.history.some(
    (act) =>
      act.state === 'adopted' &&
      act.targetId === entry.targetId &&
      isAfter(act, entry) &&
      isAbout(act, entry, facts),
  );
}

function isAfter(act: LedgerEntry, entry: LedgerEntry): boolean {
  return timeOf(act) > timeOf(entry) || (timeOf(act) === timeOf(entry) && act.run > entry.run);
}

/**
 * Returns whether a record is about the enrollment of an entry, which may have another id of a merged contact. A
 * record under the current id is about the enrollments of all merged ids, unless the current id had its own
 * enrollment by then. A request that HubSpot refused, or that was not sent, does not count.
 */
function isAbout(
  act: LedgerEntry,
  entry: LedgerEntry,
  {
    history,
    contactId,
  }: { readonly history: readonly LedgerEntry[]; readonly contactId?: ContactId | undefined },
): boolean {
  if (act.contactId === entry.contactId) return true;
  if (act.contactId !== contactId) return false;
  return !history.some(
    (one) =>
      (mayHaveEnrolled(one) || one.state === 'adopted') &&
      one !== act &&
      one.contactId === act.contactId &&
      one.targetId === act.targetId &&
      timeOf(one) <= timeOf(act),
  );
}

/**
 * Returns whether rollcall or someone else may have made an adopted enrollment: rollcall sent a request for it, and
 * HubSpot shows no date.
 */
export function isUncertain({ state, requested, effectAt }: LedgerEntry): boolean {
  return state === 'adopted' && requested === true && effectAt === undefined;
}

/** Returns whether a request may have caused an active enrollment: it is open, accepted or proved. */
export function mayHaveEnrolled(entry: LedgerEntry): boolean {
  return (
    entry.action === 'enroll' &&
    (entry.state === 'open' || entry.state === 'accepted' || entry.state === 'proved')
  );
}

/**
 * Returns an accepted or proved enrollment of less than 15 minutes ago that HubSpot does not show yet. Until then
 * the contact counts as active.
 */
export function unseenOwnEntry(
  facts: MemberFacts,
  hasEnded: (entry: LedgerEntry) => boolean,
): LedgerEntry | undefined {
  const { now } = facts.planning.calendar;
  // These contacts are always read, so a contact that HubSpot did not return was deleted.
  if (!facts.contact) return undefined;
  return facts.history.findLast(
    (entry) =>
      entry.action === 'enroll' &&
      (entry.state === 'proved' || entry.state === 'accepted') &&
      addMilliseconds(timeOf(entry), visibilityLag) > now &&
      entry.end === undefined &&
      !unenrollmentOf(facts, entry) &&
      !hasEnded(entry),
  );
}

function isByRollcall(
  { planning, contact }: MemberFacts,
  entry: LedgerEntry,
  running: CurrentEnrollment,
): boolean {
  const { enrolledAt } = running;
  if (entry.state === 'open') {
    return (
      mayBeEnrollmentOf(entry, enrolledAt) &&
      attributeEnrollment({ state: 'active', ...running }, unprovedRequestOf(entry, planning)) === 'ours'
    );
  }
  if (entry.state !== 'proved' && entry.state !== 'accepted') return false;
  if (!isByRequestSender(entry, running, planning)) return false;
  // If the end is recorded, an active enrollment without a date began later.
  if (enrolledAt === undefined) return entry.end === undefined;
  if (!mayBeEnrollmentOf(entry, enrolledAt)) return false;
  return !contact?.enrollments.some(
    (shown) =>
      shown.state === 'ended' &&
      shown.kind === entry.kind &&
      shown.targetId === entry.targetId &&
      isNearerToEntry(entry, shown.enrolledAt, enrolledAt),
  );
}

/** Returns whether HubSpot shows the sender of the request, or no user, as the one who enrolled the contact. */
export function isByRequestSender(
  entry: LedgerEntry,
  { enrolledBy }: Pick<CurrentEnrollment, 'enrolledBy'>,
  planning: PlanningContext,
): boolean {
  const { sender } = unprovedRequestOf(entry, planning);
  return sender === undefined || matchesSender(enrolledBy, sender);
}

/** Returns whether an ended enrollment is more likely that of an entry than the active one is. */
function isNearerToEntry(entry: LedgerEntry, ended: Instant | undefined, active: Instant): boolean {
  if (ended === undefined || !mayBeEnrollmentOf(entry, ended)) return false;
  const distance = (moment: Instant): number => Math.abs(Date.parse(moment) - Date.parse(timeOf(entry)));
  return ended < active && distance(ended) < distance(active);
}

/** Returns the request of an entry, for a run that did not send it. */
export function unprovedRequestOf(entry: LedgerEntry, { observed }: PlanningContext): UnprovedRequest {
  const { at, end, senderUserId: userId } = entry;
  // After the recorded end, the date distinguishes the enrollment from one by someone else.
  if (userId === undefined || end) return { at, sameRun: false };
  const email = [...observed.senders.values()].find((one) => one.userId === userId)?.email;
  return { at, sender: { userId, ...(email === undefined ? {} : { email }) }, sameRun: false };
}

/**
 * Returns whether an enrollment may be that of an entry, by its date: near the time of the request, and not after
 * the recorded end. An enrollment without a date may be.
 */
export function mayBeEnrollmentOf(entry: LedgerEntry, enrolledAt: Instant | undefined): boolean {
  if (enrolledAt === undefined) return true;
  if (entry.end && enrolledAt > (entry.end.endedAt ?? entry.end.seenAt)) return false;
  if (entry.state === 'adopted' && entry.effectAt === undefined) return enrolledAt <= entry.at;
  const from = addMilliseconds(timeOf(entry), entry.state === 'open' ? 0 : -hour);
  // A list or a workflow can take effect late, so an effect without a recorded date may be a day after the request.
  const until = addMilliseconds(timeOf(entry), entry.effectAt === undefined ? day : hour);
  return from <= enrolledAt && enrolledAt <= until;
}
