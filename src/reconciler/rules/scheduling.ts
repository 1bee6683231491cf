/** Rows 10, 11 and 13 of docs/judgment.md: the enrollment waits, or an earlier sequence prevents it. */
import { addMilliseconds, isBefore } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EndedEnrollment, ObservedContact } from '../../model/observed-state.ts';
import { type TargetId, targetIdentityKey } from '../../model/target.ts';
import { judgeUndeclared } from './judge-undeclared.ts';
import { timeOf } from '../../model/ledger/ledger-entries.ts';
import { mayBeEnrollmentOf, visibilityLag } from '../context/ownership.ts';
import { endText, sequenceLabel } from './reason-text.ts';
import type { MemberContext } from '../context/member-context.ts';
import type { MemberFacts } from '../context/member-facts.ts';
import type { PlanningContext } from '../context/planning-context.ts';
import {
  latestSequenceEnrollment,
  sinceMidnight,
  memberAddress,
  memberContextOf,
  unseenUnenrollment,
} from '../context/member-context.ts';
import type { KeepVerdict, Rule } from './verdict.ts';
import { contactRule, keep } from './verdict.ts';

export const notBefore: Rule = {
  name: 'not-before',
  judge: ({ declared, planning: { calendar } }) =>
    declared?.since !== undefined && calendar.midnight(declared.since) > calendar.now
      ? { ...keep('waiting', `not before ${declared.since}`), waitsFor: 'since' }
      : undefined,
  otherwise: '`since` is not in the future',
};

export const previousEndedEarly = contactRule(
  'previous-ended-early',
  'the previous sequence, if any, did not end early',
  (contact, member) => {
    const { target, planning } = member;
    if (target.kind !== 'sequence') return undefined;
    const previous = latestSequenceEnrollment(contact);
    if (previous?.state !== 'ended' || previous.how === 'finished') return undefined;
    if (target.ids.has(previous.targetId)) return undefined;
    if (isBefore(previous.endedAt ?? previous.enrolledAt, sinceMidnight(member))) return undefined;
    if (unenrolledByRollcall(member, previous)) return undefined;
    return keep(
      'blocked',
      `previous sequence ended early: ${sequenceLabel(planning, previous.targetId)} ${endText(planning, previous)}`,
      'To enroll the contact anyway, give the line a `since` later than that day.',
    );
  },
);

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

export const otherSequence = contactRule(
  'other-sequence',
  'not active in another sequence, or this plan unenrolls the contact there',
  (contact, member) =>
    member.target.kind === 'sequence'
      ? (activeInOtherSequence(member, contact) ?? mayBeInOtherSequence(member, contact))
      : undefined,
);

/** Returns a waiting verdict for an active sequence. It is another one: the earlier rules decide about this one. */
function activeInOtherSequence(member: MemberContext, contact: ObservedContact): KeepVerdict | undefined {
  const { planning } = member;
  const other = contact.enrollments.find(
    (enrollment) =>
      enrollment.kind === 'sequence' &&
      enrollment.state === 'active' &&
      !isBeingUnenrolled(planning, contact, enrollment.targetId),
  );
  if (!other) return undefined;
  const removal = unseenUnenrollment(inSequence(member, other.targetId));
  if (removal) {
    const unenrolled = `unenrolled from ${sequenceLabel(planning, other.targetId)} by run ${removal.run} on ${planning.calendar.day(timeOf(removal))}`;
    return waitsForOther(`${unenrolled}; HubSpot does not show the end yet`);
  }
  const since = other.enrolledAt === undefined ? '' : ` since ${planning.calendar.day(other.enrolledAt)}`;
  return waitsForOther(`active in ${sequenceLabel(planning, other.targetId)}${since}; waits until that ends`);
}

/** Returns the facts about a contact in another sequence. */
function inSequence({ target, entries, ...member }: MemberContext, id: TargetId): MemberFacts {
  const history = entries.filter(({ kind, targetId }) => kind === 'sequence' && targetId === id);
  return { ...member, entries, history, target: { ...target, ids: new Set([id]) } };
}

/**
 * Returns whether this plan unenrolls the contact from the other sequence. Removals are sent before enrollments: a
 * contact that was read again and is still active there was not unenrolled.
 */
function isBeingUnenrolled(planning: PlanningContext, contact: ObservedContact, id: TargetId): boolean {
  if (planning.isReread(contact.id)) return false;
  const other = planning.targetsByName.get(targetIdentityKey({ kind: 'sequence', id }));
  if (!other || other.declarations.byContact.has(contact.id)) return false;
  const otherMember = memberContextOf(planning, other, contact.id);
  return judgeUndeclared(otherMember)?.act === 'unenroll' && planning.selects(memberAddress(otherMember));
}

/** Returns a waiting verdict for a recent or open request in another sequence that HubSpot may not show yet. */
function mayBeInOtherSequence(
  { planning, target, entries }: MemberContext,
  contact: ObservedContact,
): KeepVerdict | undefined {
  const pending = entries.findLast(
    (entry) =>
      entry.kind === 'sequence' &&
      entry.action === 'enroll' &&
      !target.ids.has(entry.targetId) &&
      mayNotBeVisibleYet(entry, planning.calendar.now) &&
      !entries.some((act) => isUnenrollmentOf(act, entry)) &&
      !contact.enrollments.some(
        (enrollment) =>
          enrollment.kind === entry.kind &&
          enrollment.targetId === entry.targetId &&
          (enrollment.state === 'active' ||
            !isBefore(enrollment.enrolledAt, entry.at) ||
            mayBeEnrollmentOf(entry, enrollment.enrolledAt)),
      ),
  );
  if (!pending) return undefined;
  // Only a proof shows that the request took effect.
  const verb = pending.state === 'proved' ? 'was enrolled' : 'may have been enrolled';
  const label = sequenceLabel(planning, pending.targetId);
  return waitsForOther(`${verb} in ${label} by run ${pending.run}; waits until that ends`);
}

function waitsForOther(reason: string): KeepVerdict {
  return { ...keep('waiting', reason), waitsFor: 'other-sequence' };
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
