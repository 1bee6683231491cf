/** `whenFull: next` of a sender rotation: contacts pass on from senders that are stopped or at their daily limit. */
import type { ObservedSender } from '../../model/observed-state.ts';
import type { MemberContext } from '../context/member-context.ts';
import { mayPassOn, rotatingSenders } from '../context/sender-choice.ts';
import { type Decision, type Draft, type PersonDecision, replaceVerdicts } from '../draft.ts';
import type { EnrollVerdict } from '../rules/verdict.ts';
import { sortDecisions } from './order.ts';
import { senderCaps } from './sender-daily-limit.ts';

/**
 * Passes contacts on from stopped senders. One contact stays with each: HubSpot has no API to test an inbox, so its
 * enrollment shows whether the sender works again.
 */
export function passOnFromStopped(draft: Draft): Draft {
  if (!draft.decisions.some(passesOn)) return draft;
  const stopped = draft.planning.ledger.stoppedSenders;
  if (stopped.size === 0) return draft;
  const tested = new Set<string>();
  return replaceVerdicts(sortDecisions(draft), ({ member, verdict }) => {
    if (verdict.act !== 'enroll' || !verdict.sender) return undefined;
    const { userId } = verdict.sender;
    if (!stopped.has(userId)) return undefined;
    if (!tested.has(userId)) {
      tested.add(userId);
      return undefined;
    }
    const next = nextSenders(member).find((one) => !stopped.has(one.userId));
    return next && { ...verdict, sender: next };
  });
}

/** Passes contacts on from senders at their daily limit. If all senders are at it, a contact keeps its sender and waits. */
export function passOnFromFull(draft: Draft): Draft {
  if (!draft.decisions.some(passesOn)) return draft;
  const { ledger } = draft.planning;
  const perDay = senderCaps(draft.planning).today;
  const stopped = ledger.stoppedSenders;
  const used = new Map(ledger.sentToday);
  const hasRoom = ({ userId }: ObservedSender): boolean => (used.get(userId) ?? 0) < perDay;
  return replaceVerdicts(sortDecisions(draft), ({ member, verdict }) => {
    if (verdict.act !== 'enroll' || !verdict.sender) return undefined;
    const next = hasRoom(verdict.sender)
      ? verdict.sender
      : nextSenders(member).find((one) => hasRoom(one) && !stopped.has(one.userId));
    if (!next) return undefined;
    used.set(next.userId, (used.get(next.userId) ?? 0) + 1);
    return next === verdict.sender ? undefined : { ...verdict, sender: next };
  });
}

/**
 * Keeps the reviewed sender of an enrollment while it is in the rotation and a user of the account. Without that, a
 * change of the ledger since the review would select another one.
 */
export function keepReviewedSender(
  { member, verdict }: PersonDecision,
  reviewed: string | undefined,
): EnrollVerdict | undefined {
  if (verdict.act !== 'enroll' || reviewed === undefined || verdict.sender?.userId === reviewed)
    return undefined;
  const kept = rotatingSenders(member).find(({ userId }) => userId === reviewed);
  return kept && { ...verdict, sender: kept };
}

function passesOn(decision: Decision): boolean {
  return decision.about === 'person' && decision.verdict.act === 'enroll' && mayPassOn(decision.member);
}

function nextSenders(member: MemberContext): readonly ObservedSender[] {
  return mayPassOn(member) ? rotatingSenders(member) : [];
}
