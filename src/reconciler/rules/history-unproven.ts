/** What cannot be proven never to have happened is never done (ruling 3). */
import { tookEffect } from '../ledger-index.ts';
import { couldBe } from '../ownership.ts';
import type { Subject } from '../subject.ts';
import { latestSequence, sinceOf } from '../subject.ts';
import type { KeepVerdict, Rule } from '../verdict.ts';
import { keep } from '../verdict.ts';
import { everIn } from './enrolled-before.ts';

export const historyUnproven: Rule = {
  name: 'history',
  judge: (subject) => {
    const { desired } = subject.target;
    if (isVouchedFor(subject)) return undefined;
    return desired.kind === 'sequence' ? hiddenSequence(subject) : uncoveredWorkflow(subject);
  },
  otherwise: 'earlier enrollments are all accounted for',
};

/** Nothing before the day by the user's word, and everything since by the ledger. */
function isVouchedFor({ target, world }: Subject): boolean {
  const { noHistoryBefore } = target.desired;
  const began = world.ledger.startedAt ?? world.calendar.now;
  return noHistoryBefore !== undefined && world.calendar.day(began) <= noHistoryBefore;
}

function hiddenSequence(subject: Subject): KeepVerdict | undefined {
  const { contact } = subject;
  if (contact?.sequenceCount === undefined) return undefined;
  const explained = explainedSequences(subject);
  if (contact.sequenceCount <= explained) return undefined;
  const since = sinceOf(subject);
  const latest = latestSequence(contact);
  // Sequences run one at a time: when the latest one began before `since`, so did every other.
  if (since !== undefined && latest?.enrolledAt !== undefined && latest.enrolledAt < since) return undefined;
  return keep(
    'unknown',
    `the account counts ${contact.sequenceCount} sequence enrollments and ${explained} can be seen; this may have been one of the others`,
    remedy,
  );
}

/** Enrollments in any sequence that the ledger proves, and those that only the account shows. */
function explainedSequences({ acts, contact }: Subject): number {
  const known = acts.filter((entry) => entry.kind === 'sequence' && tookEffect(entry));
  const others = (contact?.enrollments ?? []).filter(
    (enrollment) =>
      enrollment.kind === 'sequence' &&
      !known.some((entry) => entry.targetId === enrollment.targetId && couldBe(entry, enrollment.enrolledAt)),
  );
  return known.length + others.length;
}

function uncoveredWorkflow(subject: Subject): KeepVerdict | undefined {
  const { target, world, history } = subject;
  const since = sinceOf(subject);
  if (target.observed?.ever) {
    const { ever, first } = everIn(subject);
    const placed = first !== undefined || since === undefined || history.some(tookEffect);
    if (!ever || placed) return undefined;
    return keep('unknown', 'enrolled once, on a day that the account does not tell', remedy);
  }
  const began = world.ledger.startedAt ?? world.calendar.now;
  const createdAt = target.observed?.createdAt;
  if (createdAt !== undefined && began <= createdAt) return undefined;
  if (since !== undefined && began <= since) return undefined;
  return keep(
    'unknown',
    `the workflow is older than the ledger, which ${world.ledger.startedAt === undefined ? 'begins only now' : `began on ${world.calendar.day(began)}`}; who went through it before is not known`,
    'Name a list of everybody ever enrolled with `everList`, or state with `noHistoryBefore: DATE` that no enrollment before that day exists (the ledger must cover the days since).',
  );
}

const remedy =
  'If the person shall be enrolled all the same, give the line a `since` later than what the account shows; `noHistoryBefore: DATE` at the target states that no enrollment before that day exists.';
