import type { Plan } from '../../../model/results/plan.ts';
import { formatNumber } from '../format.ts';
import type { Impact } from './impact.ts';
import type { LineStatus } from './target-counts.ts';

/** One fact of the line under the heading of a plan. Begins with its number, if it has one. */
export interface PlanFact {
  readonly text: string;
  /** The entries that the fact counts; absent for a sum and for zero. */
  readonly status?: LineStatus;
}

/**
 * Returns the facts that the heading leaves out: effects other than emails, and what the plan does not change. Zero
 * blocked, waiting and unknown entries are a fact, too: a reader must not have to infer them.
 */
export function planFacts({ summary, changes }: Plan, { effects }: Impact): readonly PlanFact[] {
  const undone = summary.blocked + summary.waiting + summary.unknown;
  const counted = (amount: number, words: string, status: LineStatus): readonly PlanFact[] =>
    amount === 0 ? [] : [{ text: `${formatNumber(amount)} ${words}`, status }];
  return [
    ...effects.map(({ text, action }) => (action === undefined ? { text } : { text, status: action })),
    ...(undone === 0
      ? [{ text: '0 blocked, waiting or unknown' }]
      : (['blocked', 'waiting', 'unknown'] as const).flatMap((status) =>
          summary[status] === 0 ? [{ text: `0 ${status}` }] : counted(summary[status], status, status),
        )),
    ...counted(summary.manual, 'manual', 'manual'),
    ...counted(summary.leftAudience, 'left the audience', 'left-audience'),
    ...counted(summary.orphans, summary.orphans === 1 ? 'orphan' : 'orphans', 'orphan'),
    ...(changes.length === 0 ? counted(summary.active, 'active', 'active') : []),
    ...(changes.length === 0 ? counted(summary.ended, 'ended', 'ended') : []),
    ...counted(summary.unmanaged, 'enrolled by someone else', 'unmanaged'),
  ];
}
