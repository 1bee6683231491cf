import type { Instant } from '../../model/time.ts';
import { addMilliseconds } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { ContactId } from '../../model/target.ts';
import { attributeEnrollment, matchesSender } from '../../model/attribute-enrollment.ts';
import type { UnprovedRequest } from '../../model/attribute-enrollment.ts';
import type { PlanningContext } from './planning-context.ts';
import { timeOf } from './ledger-index.ts';
import type { CurrentEnrollment, MemberFacts } from './member-facts.ts';

/** How long HubSpot may take to show an enrollment or its end, in milliseconds. */
export const visibilityLag = 15 * 60_000;

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Returns the request of ours that a running enrollment comes from; nothing when someone else enrolled
 * the contact. Ownership is per enrollment: a record of one of several merged contacts does
 * not apply to the enrollment of another.
 */
export function owningEntry(sight: MemberFacts, running: CurrentEnrollment): LedgerEntry | undefined {
  return sight.history.findLast(
    (entry) =>
      entry.action === 'enroll' &&
      entry.targetId === running.targetId &&
      isByRollcall(sight, entry, running) &&
      !isReEnrolledByOthers(sight, entry) &&
      !unenrollmentOf(sight, entry),
  );
}

/** Returns the unenrollment of ours that ended an enrollment. */
export function unenrollmentOf(
  sight: Pick<MemberFacts, 'history' | 'contactId'>,
  entry: LedgerEntry,
): LedgerEntry | undefined {
  return sight.history.findLast(
    (act) =>
      act.action === 'unenroll' &&
      act.state === 'proved' &&
      act.targetId === entry.targetId &&
      timeOf(act) >= timeOf(entry) &&
      isAbout(act, entry, sight),
  );
}

/** A later adoption of the same contact means that someone else enrolled it again. */
function isReEnrolledByOthers(sight: MemberFacts, entry: LedgerEntry): boolean {
  return sight.history.some(
    (act) =>
      act.state === 'adopted' &&
      act.targetId === entry.targetId &&
      isAfter(act, entry) &&
      isAbout(act, entry, sight),
  );
}

function isAfter(act: LedgerEntry, entry: LedgerEntry): boolean {
  return timeOf(act) > timeOf(entry) || (timeOf(act) === timeOf(entry) && act.run > entry.run);
}

/**
 * Returns whether a record under one id is about an enrollment recorded under another. Under the
 * present id of a merged contact, it is about every merged enrollment, unless the present id had its own
 * enrollment by then: then it is about that one.
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
      one.action === 'enroll' &&
      one !== act &&
      one.contactId === act.contactId &&
      one.targetId === act.targetId &&
      timeOf(one) <= timeOf(act),
  );
}

/** Returns whether rollcall or someone else may have made the enrollment: HubSpot never showed its date. */
export function isUncertain({ state, requested, effectAt }: LedgerEntry): boolean {
  return state === 'adopted' && requested === true && effectAt === undefined;
}

/** Returns whether an act may be the reason for an active enrollment. */
export function mayHaveEnrolled(entry: LedgerEntry): boolean {
  return (
    entry.action === 'enroll' &&
    (entry.state === 'open' || entry.state === 'accepted' || entry.state === 'proved')
  );
}

/**
 * Returns the request of ours that took effect less than 15 minutes ago and that HubSpot does not show
 * yet: until it does, or time passes, the contact counts as active.
 */
export function unseenOwnEntry(
  sight: MemberFacts,
  hasEnded: (entry: LedgerEntry) => boolean,
): LedgerEntry | undefined {
  const { now } = sight.planning.calendar;
  // Each of these contacts is read: one that HubSpot did not return was deleted.
  if (!sight.contact) return undefined;
  return sight.history.findLast(
    (entry) =>
      entry.action === 'enroll' &&
      (entry.state === 'proved' || entry.state === 'accepted') &&
      addMilliseconds(timeOf(entry), visibilityLag) > now &&
      entry.end === undefined &&
      !unenrollmentOf(sight, entry) &&
      !hasEnded(entry),
  );
}

function isByRollcall(
  { planning, contact }: MemberFacts,
  entry: LedgerEntry,
  running: CurrentEnrollment,
): boolean {
  if (entry.state === 'open') {
    return (
      mayBeEnrollmentOf(entry, running.enrolledAt) &&
      attributeEnrollment({ state: 'active', ...running }, unprovedRequestOf(entry, planning)) === 'ours'
    );
  }
  if (entry.state !== 'proved' && entry.state !== 'accepted') return false;
  // Its end was seen: what runs without a date began later.
  if (entry.end !== undefined && running.enrolledAt === undefined) return false;
  if (!mayBeEnrollmentOf(entry, running.enrolledAt)) return false;
  if (!isByRequestSender(entry, running, planning)) return false;
  return !contact?.enrollments.some(
    (shown) =>
      shown.state === 'ended' &&
      shown.kind === entry.kind &&
      shown.targetId === entry.targetId &&
      isNearerToEntry(entry, shown.enrolledAt, running.enrolledAt),
  );
}

/** Whether HubSpot does not show another user than our sender as the one who made an enrollment. */
export function isByRequestSender(
  entry: LedgerEntry,
  { enrolledBy }: Pick<CurrentEnrollment, 'enrolledBy'>,
  world: PlanningContext,
): boolean {
  const { sender } = unprovedRequestOf(entry, world);
  return sender === undefined || matchesSender(enrolledBy, sender);
}

/** Whether an enrollment that ended is more likely the one of an entry than an enrollment that runs. */
function isNearerToEntry(entry: LedgerEntry, ended: Instant | undefined, runs: Instant | undefined): boolean {
  if (ended === undefined || runs === undefined || !mayBeEnrollmentOf(entry, ended)) return false;
  const distance = (moment: Instant): number => Math.abs(Date.parse(moment) - Date.parse(timeOf(entry)));
  return ended < runs && distance(ended) < distance(runs);
}

/** Returns the request behind an entry as one whose effect is read by a later run. */
export function unprovedRequestOf(entry: LedgerEntry, { observed }: PlanningContext): UnprovedRequest {
  const { at, senderUserId: userId } = entry;
  if (userId === undefined) return { at, sameRun: false };
  const email = [...observed.senders.values()].find((one) => one.userId === userId)?.email;
  return { at, sender: { userId, ...(email === undefined ? {} : { email }) }, sameRun: false };
}

/** Returns whether a dated enrollment may be the one of an entry: not if it began after the recorded end. */
export function mayBeEnrollmentOf(entry: LedgerEntry, enrolledAt: Instant | undefined): boolean {
  if (enrolledAt === undefined) return true;
  if (entry.end && enrolledAt > (entry.end.endedAt ?? entry.end.seenAt)) return false;
  if (entry.state === 'adopted' && entry.effectAt === undefined) return enrolledAt <= entry.at;
  const from = addMilliseconds(timeOf(entry), entry.state === 'open' ? 0 : -hour);
  // A list or an unenroll workflow takes its time, so an effect that was never dated may come a day late.
  const until = addMilliseconds(timeOf(entry), entry.effectAt === undefined ? day : hour);
  return from <= enrolledAt && enrolledAt <= until;
}
