import type { Change, EnrollChange, Plan } from '../../../model/results/plan.ts';
import { lastEmailDay, overDays } from './change-effect.ts';
import { emailTimeline } from './email-load.ts';
import { count, countPeople, formatNumber } from '../format.ts';

/** What applying a plan does to people. */
export interface Impact {
  /** `2 senders will email 15 people: about 43 emails over 9 days`, or empty. */
  readonly emails: string;
  /** `11 people will start a workflow (emails it sends are not counted)`, `1 person will be unenrolled`. */
  readonly others: readonly string[];
  /** The same with the action of each, for formats that link them. */
  readonly effects: readonly Effect[];
}

interface Effect {
  readonly text: string;
  readonly action?: Change['action'];
}

/** Returns the effect of a plan on people, as a condition if the plan cannot be applied. */
export function impactOf(plan: Plan): Impact {
  const { changes, summary, applyable } = plan;
  const will = applyable ? 'will' : 'would';
  const enrolls = changes.filter((change) => change.action === 'enroll');
  const inSequences = enrolls.filter(({ target }) => target.kind === 'sequence');
  const inWorkflows = distinctPeople(enrolls.filter(({ target }) => target.kind === 'workflow'));
  const unenrolled = new Set(changes.flatMap((one) => (one.action === 'unenroll' ? one.contact.id : [])))
    .size;
  const { unknownDays } = emailTimeline(changes);
  const effects: readonly Effect[] = [
    ...(unknownDays > 0
      ? [{ text: `HubSpot does not show the email days of ${count(unknownDays, 'enrollment')}` }]
      : []),
    ...(inWorkflows > 0
      ? [
          {
            text: `${countPeople(inWorkflows)} ${will} start a workflow (emails it sends are not counted)`,
            action: 'enroll' as const,
          },
        ]
      : []),
    ...(unenrolled > 0
      ? [{ text: `${countPeople(unenrolled)} ${will} be unenrolled`, action: 'unenroll' as const }]
      : []),
    ...(summary.archive > 0
      ? [{ text: `${count(summary.archive, 'workflow')} ${will} be deleted`, action: 'archive' as const }]
      : []),
  ];
  return {
    emails: inSequences.length === 0 ? '' : emailText(inSequences, summary, will),
    others: effects.map(({ text }) => text),
    effects,
  };
}

function emailText(enrolls: readonly EnrollChange[], summary: Plan['summary'], will: string): string {
  const known = enrolls.every((change) => change.emails !== undefined);
  const days = enrolls.reduce((last, change) => Math.max(last, lastEmailDay(change) ?? 0), 0);
  const emails = `${known ? 'about' : 'at least'} ${count(summary.emails, 'email')}`;
  return `${count(summary.senders, 'sender')} ${will} email ${countPeople(distinctPeople(enrolls))}: ${emails}${overDays(days)}`;
}

function distinctPeople(enrolls: readonly EnrollChange[]): number {
  return new Set(enrolls.map((change) => change.contact.id)).size;
}

/** Returns what an apply leaves undone: `5 blocked, 3 waiting, 1 unknown`. */
export function undoneCounts({ summary }: Plan): string {
  return listCounts([
    [summary.blocked, 'blocked'],
    [summary.waiting, 'waiting'],
    [summary.unknown, 'unknown'],
    [summary.manual, 'manual'],
    [summary.leftAudience, 'left the audience'],
    [summary.orphans, summary.orphans === 1 ? 'orphan' : 'orphans'],
  ]);
}

/** Returns the contacts that a plan does not change: `26 active, 3 ended (2 finished, 1 bounced)`. */
export function unchangedCounts(plan: Plan): string {
  const { summary } = plan;
  const reasons = summary.ended === 0 ? '' : ` (${countReasons(endedReasons(plan))})`;
  return listCounts([
    [summary.active, 'active'],
    [summary.ended, `ended${reasons}`],
    [summary.unmanaged, 'enrolled by someone else'],
  ]);
}

function listCounts(counts: readonly (readonly [number, string])[]): string {
  return counts
    .filter(([amount]) => amount > 0)
    .map(([amount, words]) => `${formatNumber(amount)} ${words}`)
    .join(', ');
}

function* endedReasons(plan: Plan): Generator<string> {
  for (const unchanged of plan.unchanged) if (unchanged.status === 'ended') yield unchanged.reason;
}

/** Counts equal reasons, most frequent first: `2 finished, 1 opted out`. Dates and runs do not distinguish reasons. */
export function countReasons(reasons: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    const group = reasonKind(reason);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([group, amount]) => `${formatNumber(amount)} ${group}`)
    .join(', ');
}

/**
 * Returns the part of a reason that is worth counting, without day, run and start: `finished` for
 * `finished on 2026-11-05, enrolled by run 3`.
 */
function reasonKind(reason: string): string {
  const parts = reason
    .replace(/\s(?:on|at|since)\s\d{4}-\d{2}-\d{2}/g, '')
    .replace(/\s(?:by|in)\srun\s\d+/g, '')
    .split(/[,;:(]/)
    .map((part) => part.trim());
  return parts.find((part) => part !== '' && !/^(?:enrolled|seen active)\b/.test(part)) ?? reason;
}
