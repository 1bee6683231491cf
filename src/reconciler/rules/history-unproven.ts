/** Row 12 of docs/judgment.md: an enrollment before the ledger began cannot be excluded. */
import type { Day, Instant } from '../../model/time.ts';
import { isBefore } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { Enrollment, ObservedContact } from '../../model/observed-state.ts';
import { tookEffect } from '../context/ledger-index.ts';
import { mayBeEnrollmentOf } from '../context/ownership.ts';
import type { MemberContext } from '../context/member-context.ts';
import { latestSequenceEnrollment, sinceMidnight } from '../context/member-context.ts';
import type { KeepVerdict } from './verdict.ts';
import { contactRule, keep } from './verdict.ts';
import type { PlanningContext } from '../context/planning-context.ts';
import { everEnrolled } from './prior-enrollment.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export const historyUnproven = contactRule(
  'history',
  'all earlier enrollments are explained',
  (contact, member) => {
    if (isVouched(member, contact)) return undefined;
    if (showsEndWithoutDate(member, contact)) return enrolledAtUnknownTime;
    return member.target.kind === 'sequence' ? hiddenSequence(member, contact) : uncoveredWorkflow(member);
  },
);

/** Returns whether a user confirmed with `rollcall resolve` that the contact was not enrolled. */
function isVouched({ planning, target, declared }: MemberContext, contact: ObservedContact): boolean {
  const since = omitUndefined({ since: declared?.since });
  return [contact.id, ...contact.mergedIds].some((contactId) =>
    planning.ledger.vouched({ kind: target.kind, targetId: target.id, contactId, ...since }),
  );
}

/** Returns whether HubSpot shows an ended enrollment in the target that has no date and that the ledger does not explain. */
function showsEndWithoutDate({ target, history }: MemberContext, contact: ObservedContact): boolean {
  const isUndated = (shown: Enrollment): boolean =>
    shown.state === 'ended' &&
    shown.kind === target.kind &&
    target.ids.has(shown.targetId) &&
    shown.enrolledAt === undefined &&
    shown.endedAt === undefined;
  return contact.enrollments.some(isUndated) && !history.some(tookEffect);
}

function hiddenSequence(member: MemberContext, contact: ObservedContact): KeepVerdict | undefined {
  const { target, planning } = member;
  if (contact.sequenceCount === undefined) return undefined;
  const explained = explainedSequences(member, contact);
  if (contact.sequenceCount <= explained) return undefined;
  const latest = latestSequenceEnrollment(contact)?.enrolledAt;
  // A contact is in one sequence at a time, so all earlier enrollments began before the latest one.
  if (isBefore(latest, sinceMidnight(member))) return undefined;
  if (isBefore(latest, midnight(planning, target.desired.noHistoryBefore))) return undefined;
  return keep(
    'unknown',
    `history: HubSpot counts ${contact.sequenceCount} sequence enrollments and rollcall can explain ${explained}; an unexplained one may have been in this sequence`,
    remedy,
  );
}

/** Returns how many sequence enrollments are known: those that the ledger proves and those that only HubSpot shows. */
function explainedSequences({ entries }: MemberContext, contact: ObservedContact): number {
  const known = entries.filter((entry) => entry.kind === 'sequence' && isCertain(entry));
  const others = contact.enrollments.filter(
    (enrollment) =>
      enrollment.kind === 'sequence' &&
      !known.some(
        (entry) => entry.targetId === enrollment.targetId && mayBeEnrollmentOf(entry, enrollment.enrolledAt),
      ),
  );
  return new Set(known.map(nameOf)).size + others.length;
}

/** Returns whether an enrollment is certain. An accepted request may never have taken effect. */
function isCertain(entry: LedgerEntry): boolean {
  return entry.action === 'enroll' && (entry.state === 'proved' || entry.state === 'adopted');
}

/** Returns a name for the enrollment of an entry: an adoption and a later proof of it share one. */
function nameOf(entry: LedgerEntry): string {
  return `${entry.targetId} ${entry.effectAt ?? `recorded ${entry.at}`}`;
}

function uncoveredWorkflow(member: MemberContext): KeepVerdict | undefined {
  const { target, planning, history } = member;
  if (target.observed?.everEnrolled) {
    const { ever, first } = everEnrolled(member);
    const placed = first !== undefined || history.some(tookEffect);
    return ever && !placed ? enrolledAtUnknownTime : undefined;
  }
  const begins = [
    target.observed?.createdAt,
    sinceMidnight(member),
    midnight(planning, target.desired.noHistoryBefore),
  ];
  // Before the first apply, the ledger covers no earlier moment.
  const from = planning.ledger.coversFrom ?? planning.calendar.now;
  if (begins.some((moment) => moment !== undefined && from <= moment)) return undefined;
  return keep(
    'unknown',
    `history: ${coverage(planning)}, and the workflow is older; earlier enrollments are not known`,
    'Set `everList` to a HubSpot list of all contacts ever enrolled, or `noHistoryBefore: DATE` to a day that the ledger covers.',
  );
}

function coverage({ ledger, calendar }: PlanningContext): string {
  if (ledger.startedAt === undefined) return 'the ledger begins with this apply';
  const { gap } = ledger;
  return gap
    ? `the ledger has a gap from ${calendar.day(gap.from)} to ${calendar.day(gap.markedAt)}`
    : `the ledger began on ${calendar.day(ledger.startedAt)}`;
}

function midnight({ calendar }: PlanningContext, day: Day | undefined): Instant | undefined {
  return day === undefined ? undefined : calendar.midnight(day);
}

const remedy =
  'Check the contact in HubSpot, then: rollcall resolve ADDRESS --enrolled (or --not-enrolled). To enroll it anyway, give the line a `since` later than its latest enrollment.';

const enrolledAtUnknownTime = keep('unknown', 'history: enrolled before; HubSpot does not show when', remedy);
