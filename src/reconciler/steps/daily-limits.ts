import type { Pace } from '../../model/desired-state.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import type { PlanningContext } from '../context/planning-context.ts';
import type { Decision, Draft, PersonDecision } from '../draft.ts';
import { replaceVerdicts } from '../draft.ts';
import { type EnrollVerdict, postpone, type Verdict } from '../rules/verdict.ts';
import { enrollmentsToday, freezeWindowOf } from '../turns/enrollment-days.ts';
import { dayRules, makeQueue, type QueuedDecision } from '../turns/make-queue.ts';
import type { DayUse } from '../turns/one-day.ts';
import type { DayRules } from '../turns/queue.ts';
import { enrollmentOf, isEnrollment } from '../turns/turn.ts';
import { pacedText } from './pace.ts';
import { withSender } from './pass-on.ts';
import { rotationFullText, senderFullText } from './sender-daily-limit.ts';

/**
 * Makes enrollments wait that the pace of the target or the daily limit of the sender does not allow today, both counted
 * with earlier runs. The first ones in their turn are enrolled. One that waits for one limit does not use up the other.
 * With `whenFull: next`, an enrollment passes on to another sender of its rotation instead of waiting for its own.
 */
export function dailyLimits(draft: Draft): Draft {
  return limitDay(draft, { keepsSenders: false });
}

/** The same with the senders of the reviewed plan: no enrollment passes on. */
export function dailyLimitsAsReviewed(draft: Draft): Draft {
  return limitDay(draft, { keepsSenders: true });
}

function limitDay(draft: Draft, options: { readonly keepsSenders: boolean }): Draft {
  const { planning, decisions } = draft;
  const enrollments = decisions.filter(isEnrollment);
  const rules = dayRules(planning);
  if (allFit(enrollments, rules)) return draft;
  const queue = makeQueue(planning, enrollments, options);
  const use = enrollmentsToday(queue, rules);
  if (use.made.length === queue.length && use.passedOn.size === 0) return draft;
  const made = new Set(use.made);
  const changed = new Map<Decision, Verdict>();
  for (const [index, queued] of queue.entries()) {
    const { decision } = queued;
    const limits = made.has(index) ? undefined : limitsOf(queued);
    const verdict = limits
      ? postpone(limits.enrollment, whyWaits(limits, { queued, index, use, planning }))
      : withSender(decision, use.passedOn.get(index));
    if (verdict) changed.set(decision, verdict);
  }
  return replaceVerdicts(draft, (decision) => changed.get(decision));
}

/** Returns whether no limit affects these enrollments: most plans need no queue, and a large one takes much memory. */
function allFit(enrollments: readonly PersonDecision[], rules: DayRules): boolean {
  if (freezeWindowOf(rules.today, rules.freeze)) return false;
  const bySender = new Map<string, number>();
  for (const { member, verdict } of enrollments) {
    if (member.target.desired.pace) return false;
    const sender = enrollmentOf(verdict)?.sender?.userId;
    if (sender === undefined) continue;
    if (rules.stopped.has(sender)) return false;
    bySender.set(sender, (bySender.get(sender) ?? rules.sentToday.get(sender) ?? 0) + 1);
  }
  return [...bySender.values()].every((count) => count <= rules.perSender.today);
}

/** What can make an enrollment wait: at least one of the two. */
type DayLimits = { readonly enrollment: EnrollVerdict } & (
  | { readonly pace: Pace; readonly sender?: undefined }
  | { readonly pace: Pace | undefined; readonly sender: ObservedSender }
);

/** Returns the limits of an enrollment, or nothing if it has none: a workflow without a pace. */
function limitsOf({ decision, target: { pace } }: QueuedDecision): DayLimits | undefined {
  const { verdict } = decision;
  if (verdict.act !== 'enroll') return undefined;
  if (verdict.sender) return { enrollment: verdict, pace, sender: verdict.sender };
  return pace && { enrollment: verdict, pace };
}

interface Waiting {
  readonly queued: QueuedDecision;
  readonly index: number;
  readonly use: DayUse;
  readonly planning: PlanningContext;
}

type Wait = Parameters<typeof postpone>[1];

function whyWaits({ pace, sender }: DayLimits, waiting: Waiting): Wait {
  if (!sender) return waitForPace(pace, waiting);
  const { queued, index, use, planning } = waiting;
  const stopped = stoppedText(queued, sender, planning);
  if (pace && use.isPaced(index, queued)) return waitForPace(pace, waiting, stopped);
  const rotation = queued.passOn?.users ?? [];
  const text =
    rotation.length > 1
      ? rotationFullText(planning, rotation, use.bySender)
      : `${senderFullText(planning, sender, use.bySender)}${stopped}`;
  return { waitsFor: 'sender-limit', reason: planning.pooledText(text), help: senderHelp };
}

function waitForPace(pace: Pace, { queued, use, planning }: Waiting, stopped = ''): Wait {
  const { target, decision } = queued;
  const planned = use.byTarget.get(target) ?? 0;
  const facts = { pace, today: planning.calendar.today, before: target.enrolledToday, planned };
  const reason = planning.pooledText(`${pacedText(decision.member.target, facts)}${stopped}`);
  return { waitsFor: 'pace', reason, help: paceHelp };
}

const paceHelp = 'Run the same command every day: each contact is enrolled in its turn.';
const senderHelp =
  'Run the same command again on a later day. To raise the limit for one run, within the limit of the inbox: --max-sender-day N.';

function stoppedText(
  { passOn }: QueuedDecision,
  { userId, email }: ObservedSender,
  { ledger }: PlanningContext,
): string {
  const passesOn = passOn?.senders.some((one) => !ledger.stoppedSenders.has(one)) ?? false;
  return ledger.stoppedSenders.has(userId) && !passesOn
    ? `; HubSpot refused the last request of ${email}, so one of its contacts goes first and the others come after those of all other senders`
    : '';
}
