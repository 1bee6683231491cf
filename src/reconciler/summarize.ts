import type { ObservedTarget } from '../model/observed-state.ts';
import type { Change, EnrollChange, Unchanged, UnchangedStatus, PlanSummary } from '../model/plan.ts';
import { expectedRequests } from './plan-summary.ts';

/** The plan in numbers. */
export function summarize(
  changes: readonly Change[],
  unchanged: readonly Unchanged[],
  targets: ReadonlyMap<string, ObservedTarget>,
): PlanSummary {
  const enrolls = changes.filter((change): change is EnrollChange => change.action === 'enroll');
  const statuses = countBy(unchanged, ({ status }) => status);
  const status = (name: UnchangedStatus): number => statuses.get(name) ?? 0;
  return {
    enroll: enrolls.length,
    reenroll: enrolls.filter(({ reenroll }) => reenroll).length,
    unenroll: changes.filter(({ action }) => action === 'unenroll').length,
    archive: changes.filter(({ action }) => action === 'archive').length,
    active: status('active'),
    ended: status('ended'),
    waiting: status('waiting'),
    blocked: status('blocked'),
    unknown: status('unknown'),
    unmanaged: status('unmanaged'),
    manual: status('manual'),
    leftAudience: status('left-audience'),
    orphans: status('orphan'),
    emails: enrolls.reduce((sum, { emails }) => sum + (emails ?? 0), 0),
    people: new Set(enrolls.map(({ contact }) => contact.id)).size,
    senders: new Set(enrolls.flatMap(({ senderUserId }) => senderUserId ?? [])).size,
    requests: expectedRequests(changes, targets),
  };
}

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) {
    const key = keyOf(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
