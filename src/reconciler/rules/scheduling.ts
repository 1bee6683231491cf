/** Line 6: not yet, or not after what happened before. */
import { addMilliseconds } from '../../model/time.ts';
import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';
import type { EndedEnrollment } from '../../model/observed-state.ts';
import { targetName } from '../../model/target.ts';
import { judgeUndeclared } from './judge-undeclared.ts';
import { timeOf } from '../context/ledger-index.ts';
import { couldBe, lag } from '../context/ownership.ts';
import { howEnded, sequenceCalled } from './reason-text.ts';
import type { Subject } from '../context/member-context.ts';
import { latestSequence, sinceOf, subjectAddress, subjectOf } from '../context/member-context.ts';
import type { KeepVerdict, Rule } from './verdict.ts';
import { keep } from './verdict.ts';

export const notBefore: Rule = {
  name: 'not-before',
  judge: (subject) => {
    const since = sinceOf(subject);
    return since !== undefined && since > subject.world.calendar.now
      ? keep('waiting', `not before ${subject.declared?.since ?? ''}`)
      : undefined;
  },
  otherwise: '`since` is not in the future',
};

export const previousEndedEarly: Rule = {
  name: 'previous-ended-early',
  judge: (subject) => {
    const { target, contact, world } = subject;
    if (target.desired.kind !== 'sequence' || !contact) return undefined;
    const previous = latestSequence(contact);
    if (previous?.state !== 'ended' || previous.how === 'finished') return undefined;
    if (target.ids.has(previous.targetId)) return undefined;
    const over = previous.endedAt ?? previous.enrolledAt;
    const since = sinceOf(subject);
    if (since !== undefined && over !== undefined && since > over) return undefined;
    if (takenOutByUs(subject, previous)) return undefined;
    return keep(
      'blocked',
      `previous ended early: ${sequenceCalled(world, previous.targetId)} ${howEnded(world, previous)}`,
      'If the person shall be contacted all the same, give the line a `since` later than that day.',
    );
  },
  otherwise: 'the sequence before this one, if any, did not end early',
};

function takenOutByUs({ acts }: Subject, previous: EndedEnrollment): boolean {
  return acts.some(
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
      ? (inAnother(subject) ?? perhapsInAnother(subject))
      : undefined,
  otherwise: 'in no other sequence, or leaving it in this plan',
};

function inAnother(subject: Subject): KeepVerdict | undefined {
  const { world, target, contact } = subject;
  const other = contact?.enrollments.find(
    (enrollment) =>
      enrollment.kind === 'sequence' &&
      enrollment.state === 'active' &&
      enrollment.targetId !== target.desired.id,
  );
  if (!other || isBeingLeft(subject, other.targetId)) return undefined;
  const since = other.enrolledAt === undefined ? '' : ` since ${world.calendar.day(other.enrolledAt)}`;
  return keep('waiting', `in ${sequenceCalled(world, other.targetId)}${since}; comes after that`);
}

/**
 * Whether this plan unenrolls the contact from the other sequence. Removals are sent before enrollments: a
 * contact that a later read still shows as active there was not unenrolled.
 */
function isBeingLeft({ world, contactId }: Subject, id: string): boolean {
  if (contactId !== undefined && world.isFresh(contactId)) return false;
  const other = world.targetsByName.get(targetName({ kind: 'sequence', id }));
  if (!other || contactId === undefined || other.declarations.byContact.has(contactId)) return false;
  const there = subjectOf(world, other, contactId);
  return judgeUndeclared(there)?.act === 'unenroll' && world.selects(subjectAddress(there));
}

/** What our ledger did in another sequence a moment ago may not show in the account yet. */
function perhapsInAnother({ world, target, contact, acts }: Subject): KeepVerdict | undefined {
  const pending = acts.findLast(
    (entry) =>
      entry.kind === 'sequence' &&
      entry.action === 'enroll' &&
      !target.ids.has(entry.targetId) &&
      isPending(entry, world.calendar.now) &&
      !acts.some((act) => endsIt(act, entry)) &&
      !contact?.enrollments.some(
        (enrollment) =>
          enrollment.targetId === entry.targetId &&
          (enrollment.state === 'active' ||
            (enrollment.enrolledAt ?? '') >= entry.at ||
            couldBe(entry, enrollment.enrolledAt)),
      ),
  );
  if (!pending) return undefined;
  const what = pending.state === 'open' ? 'may have been enrolled' : 'was enrolled';
  return keep(
    'waiting',
    `${what} in ${sequenceCalled(world, pending.targetId)} by run ${pending.run}; comes after that`,
  );
}

function isPending(entry: LedgerEntry, now: string): boolean {
  if (entry.state === 'open') return true;
  if (entry.state !== 'proved' && entry.state !== 'accepted') return false;
  return addMilliseconds(timeOf(entry), lag) > now;
}

function endsIt(act: LedgerEntry, entry: LedgerEntry): boolean {
  return (
    act.action === 'unenroll' &&
    act.state === 'proved' &&
    act.targetId === entry.targetId &&
    act.kind === entry.kind &&
    timeOf(act) >= timeOf(entry)
  );
}
