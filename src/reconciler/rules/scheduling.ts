/** Rows 10, 11 and 13 of docs/judgment.md: the enrollment waits, or an earlier sequence prevents it. */
import { addMilliseconds } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EndedEnrollment } from '../../model/observed-state.ts';
import { targetIdentityKey } from '../../model/target.ts';
import { judgeUndeclared } from './judge-undeclared.ts';
import { timeOf } from '../context/ledger-index.ts';
import { mayBeEnrollmentOf, visibilityLag } from '../context/ownership.ts';
import { endText, sequenceLabel } from './reason-text.ts';
import type { MemberContext } from '../context/member-context.ts';
import {
  latestSequenceEnrollment,
  sinceMidnight,
  memberAddress,
  memberContextOf,
} from '../context/member-context.ts';
import type { KeepVerdict, Rule } from './verdict.ts';
import { keep } from './verdict.ts';

export const notBefore: Rule = {
  name: 'not-before',
  judge: (subject) => {
    const since = sinceMidnight(subject);
    return since !== undefined && since > subject.planning.calendar.now
      ? keep('waiting', `not before ${subject.declared?.since ?? ''}`)
      : undefined;
  },
  otherwise: '`since` is not in the future',
};

export const previousEndedEarly: Rule = {
  name: 'previous-ended-early',
  judge: (subject) => {
    const { target, contact, planning } = subject;
    if (target.desired.kind !== 'sequence' || !contact) return undefined;
    const previous = latestSequenceEnrollment(contact);
    if (previous?.state !== 'ended' || previous.how === 'finished') return undefined;
    if (target.ids.has(previous.targetId)) return undefined;
    const end = previous.endedAt ?? previous.enrolledAt;
    const since = sinceMidnight(subject);
    if (since !== undefined && end !== undefined && since > end) return undefined;
    if (unenrolledByRollcall(subject, previous)) return undefined;
    return keep(
      'blocked',
      `previous sequence ended early: ${sequenceLabel(planning, previous.targetId)} ${endText(planning, previous)}`,
      'To enroll the contact anyway, give the line a `since` later than that day.',
    );
  },
  otherwise: 'the previous sequence, if any, did not end early',
};

function unenrolledByRollcall({ entries }: MemberContext, previous: EndedEnrollment): boolean {
  return entries.some(
    (entry) =>
      entry.action === 'unenroll' &&
      (entry.state === 'proved' || entry.state === 'accepted') &&
      entry.kind === 'sequence' &&
      entry.targetId === previous.targetId &&
      timeOf(entry) >= (previous.enrolledAt ?? ''),
  );
}

export const otherSequence: Rule = {
  name: 'other-sequence',
  judge: (subject) =>
    subject.target.desired.kind === 'sequence'
      ? (activeInOtherSequence(subject) ?? mayBeInOtherSequence(subject))
      : undefined,
  otherwise: 'not active in another sequence, or this plan unenrolls the contact there',
};

function activeInOtherSequence(subject: MemberContext): KeepVerdict | undefined {
  const { planning, target, contact } = subject;
  const other = contact?.enrollments.find(
    (enrollment) =>
      enrollment.kind === 'sequence' &&
      enrollment.state === 'active' &&
      enrollment.targetId !== target.desired.id,
  );
  if (!other || isBeingUnenrolled(subject, other.targetId)) return undefined;
  const since = other.enrolledAt === undefined ? '' : ` since ${planning.calendar.day(other.enrolledAt)}`;
  return keep(
    'waiting',
    `active in ${sequenceLabel(planning, other.targetId)}${since}; waits until that ends`,
  );
}

/**
 * Returns whether this plan unenrolls the contact from the other sequence. Removals are sent before enrollments: a
 * contact that was read again and is still active there was not unenrolled.
 */
function isBeingUnenrolled({ planning, contactId }: MemberContext, id: string): boolean {
  if (contactId !== undefined && planning.isReread(contactId)) return false;
  const other = planning.targetsByName.get(targetIdentityKey({ kind: 'sequence', id }));
  if (!other || contactId === undefined || other.declarations.byContact.has(contactId)) return false;
  const otherMember = memberContextOf(planning, other, contactId);
  return judgeUndeclared(otherMember)?.act === 'unenroll' && planning.selects(memberAddress(otherMember));
}

/** Returns a waiting verdict for a recent or open request in another sequence that HubSpot may not show yet. */
function mayBeInOtherSequence({
  planning,
  target,
  contact,
  entries,
}: MemberContext): KeepVerdict | undefined {
  const pending = entries.findLast(
    (entry) =>
      entry.kind === 'sequence' &&
      entry.action === 'enroll' &&
      !target.ids.has(entry.targetId) &&
      mayNotBeVisibleYet(entry, planning.calendar.now) &&
      !entries.some((act) => isUnenrollmentOf(act, entry)) &&
      !contact?.enrollments.some(
        (enrollment) =>
          enrollment.targetId === entry.targetId &&
          (enrollment.state === 'active' ||
            (enrollment.enrolledAt ?? '') >= entry.at ||
            mayBeEnrollmentOf(entry, enrollment.enrolledAt)),
      ),
  );
  if (!pending) return undefined;
  // Only a proof shows that the request took effect.
  const verb = pending.state === 'proved' ? 'was enrolled' : 'may have been enrolled';
  return keep(
    'waiting',
    `${verb} in ${sequenceLabel(planning, pending.targetId)} by run ${pending.run}; waits until that ends`,
  );
}

function mayNotBeVisibleYet(entry: LedgerEntry, now: string): boolean {
  if (entry.state === 'open') return true;
  if (entry.state !== 'proved' && entry.state !== 'accepted') return false;
  return addMilliseconds(timeOf(entry), visibilityLag) > now;
}

function isUnenrollmentOf(act: LedgerEntry, entry: LedgerEntry): boolean {
  return (
    act.action === 'unenroll' &&
    act.state === 'proved' &&
    act.targetId === entry.targetId &&
    act.kind === entry.kind &&
    timeOf(act) >= timeOf(entry)
  );
}
