/** Line 12: what may have happened before the ledger began is not repeated. */
import type { Day, Instant } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import { tookEffect } from '../context/ledger-index.ts';
import { mayBeEnrollmentOf } from '../context/ownership.ts';
import type { MemberContext } from '../context/member-context.ts';
import { latestSequenceEnrollment, sinceMidnight } from '../context/member-context.ts';
import type { KeepVerdict, Rule } from './verdict.ts';
import { keep } from './verdict.ts';
import type { PlanningContext } from '../context/planning-context.ts';
import { everEnrolled } from './prior-enrollment.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export const historyUnproven: Rule = {
  name: 'history',
  judge: (subject) => {
    if (isVouched(subject)) return undefined;
    return subject.target.desired.kind === 'sequence' ? hiddenSequence(subject) : uncoveredWorkflow(subject);
  },
  otherwise: 'earlier enrollments are all accounted for',
};

/** A user checked the contact in HubSpot and vouched that it was not enrolled (`rollcall resolve`). */
function isVouched({ planning, target, contact, contactId, declared }: MemberContext): boolean {
  if (contactId === undefined) return false;
  const since = omitUndefined({ since: declared?.since });
  return [contactId, ...(contact?.mergedIds ?? [])].some((id) =>
    planning.ledger.vouched({ kind: target.kind, targetId: target.id, contactId: id, ...since }),
  );
}

function hiddenSequence(subject: MemberContext): KeepVerdict | undefined {
  const { contact, target, planning } = subject;
  if (contact?.sequenceCount === undefined) return undefined;
  const explained = explainedSequences(subject);
  if (contact.sequenceCount <= explained) return undefined;
  const latest = latestSequenceEnrollment(contact)?.enrolledAt;
  // Sequences run one at a time: when the latest one began before a day, so did every other.
  const beganBefore = (moment: Instant | undefined): boolean =>
    moment !== undefined && latest !== undefined && latest < moment;
  if (
    beganBefore(sinceMidnight(subject)) ||
    beganBefore(midnight(planning, target.desired.noHistoryBefore))
  ) {
    return undefined;
  }
  return keep(
    'unknown',
    `history: HubSpot counts ${contact.sequenceCount} sequence enrollments and rollcall can explain ${explained}; another one may have been in this sequence`,
    remedy,
  );
}

/** Enrollments in any sequence that the ledger proves, and those that only the account shows. */
function explainedSequences({ entries, contact }: MemberContext): number {
  const known = entries.filter((entry) => entry.kind === 'sequence' && isCertain(entry));
  const others = (contact?.enrollments ?? []).filter(
    (enrollment) =>
      enrollment.kind === 'sequence' &&
      !known.some(
        (entry) => entry.targetId === enrollment.targetId && mayBeEnrollmentOf(entry, enrollment.enrolledAt),
      ),
  );
  return new Set(known.map(nameOf)).size + others.length;
}

/** An accepted request may never have taken effect, and explains nothing. */
function isCertain(entry: LedgerEntry): boolean {
  return entry.action === 'enroll' && (entry.state === 'proved' || entry.state === 'adopted');
}

/** An enrollment may be recorded twice: adopted, and proved later. */
function nameOf(entry: LedgerEntry): string {
  return `${entry.targetId} ${entry.effectAt ?? `recorded ${entry.at}`}`;
}

function uncoveredWorkflow(subject: MemberContext): KeepVerdict | undefined {
  const { target, planning, history } = subject;
  const since = sinceMidnight(subject);
  if (target.observed?.everEnrolled) {
    const { ever, first } = everEnrolled(subject);
    const placed = first !== undefined || since === undefined || history.some(tookEffect);
    if (!ever || placed) return undefined;
    return keep('unknown', 'history: enrolled before, on a day that HubSpot does not show', remedy);
  }
  const begins = [target.observed?.createdAt, since, midnight(planning, target.desired.noHistoryBefore)];
  // Before the first apply the ledger begins now.
  const from = planning.ledger.coversFrom ?? planning.calendar.now;
  if (begins.some((moment) => moment !== undefined && from <= moment)) return undefined;
  return keep(
    'unknown',
    `history: ${coverage(planning)}, and the workflow is older; earlier enrollments are not known`,
    'Name a HubSpot list of contacts ever enrolled with `everList`, or set `noHistoryBefore: DATE` to a day that the ledger covers.',
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
