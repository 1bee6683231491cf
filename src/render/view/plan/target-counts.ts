import type { Change, ChangeTarget, Plan, UnchangedStatus } from '../../../model/results/plan.ts';
import { targetAddress } from '../../../model/target.ts';

/** The action of a change, or the status of an entry without one. */
export type LineStatus = Change['action'] | UnchangedStatus;

/** All statuses, in the order in which every format shows them. */
export const lineStatuses: readonly LineStatus[] = [
  'enroll',
  'unenroll',
  'archive',
  'create-workflow',
  'unknown',
  'manual',
  'blocked',
  'waiting',
  'left-audience',
  'orphan',
  'unmanaged',
  'ended',
  'active',
];

/** The number of entries of one target, by status. */
export interface TargetCounts {
  readonly address: string;
  readonly target: ChangeTarget;
  readonly counts: Readonly<Record<LineStatus, number>>;
}

/** Counts the entries of every target of a plan, in the order of the plan. */
export function targetCounts({
  changes,
  unchanged,
}: Pick<Plan, 'changes' | 'unchanged'>): readonly TargetCounts[] {
  const targets = new Map<string, { target: ChangeTarget; counts: Record<LineStatus, number> }>();
  const add = (target: ChangeTarget, status: LineStatus): void => {
    const address = targetAddress(target);
    const entry = targets.get(address) ?? { target, counts: { ...zeroCounts } };
    targets.set(address, entry);
    entry.counts[status] += 1;
  };
  for (const change of changes) add(change.target, change.action);
  for (const one of unchanged) add(one.target, one.status);
  return [...targets].map(([address, entry]) => ({ address, ...entry }));
}

const zeroCounts: Readonly<Record<LineStatus, number>> = {
  enroll: 0,
  unenroll: 0,
  archive: 0,
  'create-workflow': 0,
  unknown: 0,
  manual: 0,
  blocked: 0,
  waiting: 0,
  'left-audience': 0,
  orphan: 0,
  unmanaged: 0,
  ended: 0,
  active: 0,
};

/** Returns the word of a status in headings: `unenroll`, `manual`. */
export function statusWord(status: LineStatus): string {
  return statusWords[status];
}

const statusWords: Readonly<Record<LineStatus, string>> = {
  enroll: 'enroll',
  unenroll: 'unenroll',
  archive: 'delete',
  'create-workflow': 'create',
  unknown: 'unknown',
  manual: 'manual',
  blocked: 'blocked',
  waiting: 'waiting',
  'left-audience': 'left the audience',
  orphan: 'orphan',
  unmanaged: 'unmanaged',
  ended: 'ended',
  active: 'active',
};
