import type { Change, ChangeTarget, Plan, UnchangedStatus } from '../../model/plan.ts';
import { targetAddress } from '../../model/target.ts';

/** What a line of a plan is: the action of a change, or the status of who is kept. */
export type LineStatus = Change['action'] | UnchangedStatus;

/** In the order in which they are shown everywhere. */
export const lineStatuses: readonly LineStatus[] = [
  'enroll',
  'unenroll',
  'archive',
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

/** One target in numbers. */
export interface TargetCounts {
  readonly address: string;
  readonly target: ChangeTarget;
  readonly counts: Readonly<Record<LineStatus, number>>;
}

/** Every target that a plan names, in the order of its lines. */
export function targetCounts({
  changes,
  unchanged,
}: Pick<Plan, 'changes' | 'unchanged'>): readonly TargetCounts[] {
  const targets = new Map<string, { target: ChangeTarget; counts: Record<LineStatus, number> }>();
  const add = (target: ChangeTarget, status: LineStatus): void => {
    const address = targetAddress(target);
    const one = targets.get(address) ?? { target, counts: { ...zeroCounts } };
    targets.set(address, one);
    one.counts[status] += 1;
  };
  for (const change of changes) add(change.target, change.action);
  for (const one of unchanged) add(one.target, one.status);
  return [...targets].map(([address, one]) => ({ address, ...one }));
}

const zeroCounts: Readonly<Record<LineStatus, number>> = {
  enroll: 0,
  unenroll: 0,
  archive: 0,
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
