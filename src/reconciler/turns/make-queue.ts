import type { ObservedSender } from '../../model/observed-state.ts';
import type { PlannedTarget, PlanningContext } from '../context/planning-context.ts';
import type { PersonDecision } from '../draft.ts';
import { enrolledToday } from '../steps/pace.ts';
import { senderCaps } from '../steps/sender-daily-limit.ts';
import { rotationOf, sendersInOrder } from '../context/sender-choice.ts';
import type { MemberContext } from '../context/member-context.ts';
import type { DayRules, PassOn, QueuedEnrollment, QueuedTarget } from './queue.ts';
import { compareTurns, enrollmentOf } from './turn.ts';

/** An enrollment in the queue with its decision. */
export interface QueuedDecision extends QueuedEnrollment {
  readonly decision: PersonDecision;
  readonly passOn?: RotationTurn | undefined;
}

interface RotationTurn extends PassOn {
  /** The senders of the rotation, by email. */
  readonly users: readonly ObservedSender[];
}

/**
 * Returns decisions with an enrollment, made or postponed, as a queue in the order of their turns. With `keepsSenders`, no
 * enrollment passes on.
 */
export function makeQueue(
  planning: PlanningContext,
  decisions: readonly PersonDecision[],
  { keepsSenders = false }: { readonly keepsSenders?: boolean } = {},
): readonly QueuedDecision[] {
  const targets = new Map<PlannedTarget, QueuedTarget>();
  const queuedTarget = (target: PlannedTarget): QueuedTarget => {
    const known = targets.get(target) ?? {
      order: target.order,
      pace: target.desired.pace,
      enrolledToday: enrolledToday(planning, target),
    };
    targets.set(target, known);
    return known;
  };
  const { today } = planning.calendar;
  return decisions.toSorted(compareTurns).map((decision) => {
    const { target, declared, contactId } = decision.member;
    return {
      decision,
      target: queuedTarget(target),
      sender: enrollmentOf(decision.verdict)?.sender?.userId,
      passOn: keepsSenders ? undefined : passOnOf(decision.member),
      from: declared?.since ?? today,
      contact: target.kind === 'sequence' ? contactId : undefined,
    };
  });
}

function passOnOf(member: MemberContext): RotationTurn | undefined {
  const rotation = rotationOf(member);
  if (rotation?.whenFull !== 'next') return undefined;
  const { senders } = member.planning.observed;
  const users = rotation.rotate.toSorted().flatMap((email) => senders.get(email) ?? []);
  return {
    users,
    senders: users.map(({ userId }) => userId),
    key: users.map(({ userId }) => userId).join(' '),
    inOrder: () => sendersInOrder(rotation, member).map(({ userId }) => userId),
  };
}

/** Returns what limits the enrollments of a day. */
export function dayRules(planning: PlanningContext): DayRules {
  const { calendar, input, ledger } = planning;
  return {
    today: calendar.today,
    freeze: input.desired.freeze,
    perSender: senderCaps(planning),
    sentToday: ledger.sentToday,
    stopped: new Set(ledger.stoppedSenders.keys()),
  };
}
