import type { EnrollChange, Plan } from '../../model/results/plan.ts';
import { lastEmailDay, overDays } from './change-effect.ts';
import { count, formatNumber, countPeople } from './format.ts';

/**
 * Returns the plan in one line: who sends emails to how many people, then the counts of every other kind of entry.
 * Without changes, it returns `No changes.` with the counts of active and ended contacts.
 */
export function planHeadline(plan: Plan): string {
  if (plan.errored) {
    return `No plan: ${errorCount(plan)} to fix first`;
  }
  return plan.changes.length === 0
    ? headlineWithoutChanges(plan)
    : [...changeParts(plan), ...unchangedParts(plan), ...otherStatusParts(plan)].join('; ');
}

/** Returns `2 errors`, or an empty text for none. */
export function errorCount({ diagnostics }: Pick<Plan, 'diagnostics'>): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  return errors === 0 ? '' : count(errors, 'error');
}

function headlineWithoutChanges(plan: Plan): string {
  const { summary } = plan;
  const groups = countReasons(endedReasons(plan));
  const ended = summary.ended > 0 ? ` (${groups})` : '';
  const parts = [
    ...(summary.active > 0 ? [`${formatNumber(summary.active)} active`] : []),
    ...(summary.ended > 0 ? [`${formatNumber(summary.ended)} ended${ended}`] : []),
    ...otherStatusParts(plan),
  ];
  const removals = plan.unchanged.filter(({ status, removal }) => removal && status !== 'manual').length;
  const result =
    removals > 0
      ? `${countPeople(removals)} must be unenrolled, and cannot be now.`
      : summary.manual > 0
        ? 'No changes that rollcall can make.'
        : 'No changes.';
  return [result, parts.join('; ')].filter(Boolean).join(' ');
}

function* endedReasons(plan: Plan): Generator<string> {
  for (const unchanged of plan.unchanged) if (unchanged.status === 'ended') yield unchanged.reason;
}

function changeParts({ changes, summary }: Plan): string[] {
  const enrolls = changes.filter((change) => change.action === 'enroll');
  const inSequences = enrolls.filter((change) => change.target.kind === 'sequence');
  const inWorkflows = distinctPeople(enrolls.filter((change) => change.target.kind === 'workflow'));
  return [
    ...(inSequences.length > 0 ? [emailPart(inSequences, summary)] : []),
    ...(inWorkflows > 0 ? [`${countPeople(inWorkflows)} will start a workflow`] : []),
    ...(summary.reenroll > 0 ? [`${formatNumber(summary.reenroll)} of them enrolled again`] : []),
    ...(summary.unenroll > 0 ? [`${formatNumber(summary.unenroll)} will be unenrolled`] : []),
    ...(summary.archive > 0 ? [`${count(summary.archive, 'workflow')} will be deleted`] : []),
  ];
}

function emailPart(enrolls: readonly EnrollChange[], summary: Plan['summary']): string {
  const known = enrolls.every((change) => change.emails !== undefined);
  const days = enrolls.reduce((last, change) => Math.max(last, lastEmailDay(change) ?? 0), 0);
  const emails = `${known ? 'about' : 'at least'} ${count(summary.emails, 'email')}`;
  return `${count(summary.senders, 'sender')} will email ${countPeople(distinctPeople(enrolls))}: ${emails}${overDays(days)}`;
}

function distinctPeople(enrolls: readonly EnrollChange[]): number {
  return new Set(enrolls.map((change) => change.contact.id)).size;
}

function unchangedParts({ summary }: Plan): string[] {
  const total = summary.active + summary.ended;
  if (total === 0) return [];
  const ended = summary.ended > 0 ? ` (${formatNumber(summary.ended)} ended)` : '';
  return [`${formatNumber(total)} unchanged${ended}`];
}

function otherStatusParts({ summary }: Plan): string[] {
  const counts: readonly (readonly [number, string])[] = [
    [summary.waiting, 'waiting'],
    [summary.blocked, 'blocked'],
    [summary.unknown, 'unknown'],
    [summary.manual, 'manual'],
    [summary.leftAudience, 'left the audience'],
    [summary.orphans, summary.orphans === 1 ? 'orphan' : 'orphans'],
    [summary.unmanaged, 'unmanaged'],
  ];
  return counts.filter(([amount]) => amount > 0).map(([amount, word]) => `${formatNumber(amount)} ${word}`);
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
