import { formatNumber } from '../view/format.ts';

/** How often each reason stands, most frequent first: `2 finished, 1 opted out`. */
export function reasonGroups(reasons: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    const group = gist(reason);
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([group, amount]) => `${formatNumber(amount)} ${group}`)
    .join(', ');
}

/**
 * How it ended, without the day, the run and how it began: `finished on 2026-11-05, enrolled by run 3`
 * is `finished`.
 */
function gist(reason: string): string {
  const parts = reason
    .replace(/\s(?:on|at|since)\s\d{4}-\d{2}-\d{2}/g, '')
    .replace(/\s(?:by|in)\srun\s\d+/g, '')
    .split(/[,;:(]/)
    .map((part) => part.trim());
  return parts.find((part) => part !== '' && !/^(?:enrolled|seen active)\b/.test(part)) ?? reason;
}
