import type { PlanningContext } from '../context/planning-context.ts';
import type { Decision, Draft } from '../draft.ts';
import { replaceVerdicts } from '../draft.ts';
import { type KeepVerdict, postpone } from '../rules/verdict.ts';
import { enrollmentsToday } from '../turns/enrollment-days.ts';
import { dayRules, makeQueue, type QueuedDecision } from '../turns/make-queue.ts';
import type { DayUse } from '../turns/one-day.ts';
import { isEnrollment } from '../turns/turn.ts';
import { pacedText } from './pace.ts';
import { senderFullText } from './sender-daily-limit.ts';

/**
 * Makes enrollments wait that the pace of the target or the daily limit of the sender does not allow today, both counted
 * with earlier runs. The first ones in their turn are enrolled. One that waits for one limit does not use up the other.
 */
export function dailyLimits(draft: Draft): Draft {
  const { planning, decisions } = draft;
  const queue = makeQueue(planning, decisions.filter(isEnrollment));
  const use = enrollmentsToday(queue, dayRules(planning));
  if (use.made.length === queue.length) return draft;
  const made = new Set(use.made);
  const waiting = new Map<Decision, KeepVerdict>();
  for (const [index, queued] of queue.entries()) {
    const { verdict } = queued.decision;
    if (made.has(index) || verdict.act !== 'enroll') continue;
    const isPaced = use.isPaced(index, queued);
    const reason = planning.pooledText(reasonOf(queued, { planning, use, isPaced }));
    waiting.set(
      queued.decision,
      isPaced
        ? postpone(verdict, { waitsFor: 'pace', reason, help: paceHelp })
        : postpone(verdict, { waitsFor: 'sender-limit', reason, help: senderHelp }),
    );
  }
  return replaceVerdicts(draft, (decision) => waiting.get(decision));
}

const paceHelp = 'Run the same command every day: each contact is enrolled in its turn.';
const senderHelp =
  'Run the same command again on a later day. To raise the limit for one run, within the limit of the inbox: --max-sender-day N.';

interface Use {
  readonly planning: PlanningContext;
  readonly use: DayUse;
  readonly isPaced: boolean;
}

function reasonOf({ decision, target, sender }: QueuedDecision, { planning, use, isPaced }: Use): string {
  const { member, verdict } = decision;
  const isStopped = sender !== undefined && planning.ledger.stoppedSenders.has(sender);
  const user = verdict.act === 'enroll' ? verdict.sender : undefined;
  const stopped = isStopped && user ? stoppedText(user.email) : '';
  if (isPaced && target.pace) {
    const { today } = planning.calendar;
    const planned = use.byTarget.get(target) ?? 0;
    const facts = { pace: target.pace, today, before: target.enrolledToday, planned };
    return `${pacedText(member.target, facts)}${stopped}`;
  }
  return user ? `${senderFullText(planning, user, use.bySender.get(user.userId) ?? 0)}${stopped}` : '';
}

function stoppedText(email: string): string {
  return `; HubSpot refused the last request of ${email}, so one of its contacts goes first and the others come after those of all other senders`;
}
