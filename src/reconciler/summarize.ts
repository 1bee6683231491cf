import type { Change, EnrollChange, Kept, KeptStatus, PlanSummary } from '../model/plan.ts';

/** Contacts that one reading call names. */
const readBatch = 100;
/** Contacts that one call adds to a list. */
const listBatch = 1000;

/** The plan in numbers. */
export function summarize(changes: readonly Change[], kept: readonly Kept[]): PlanSummary {
  const enrolls = changes.filter((change): change is EnrollChange => change.action === 'enroll');
  const statuses = countBy(kept, ({ status }) => status);
  const status = (name: KeptStatus): number => statuses.get(name) ?? 0;
  return {
    enroll: enrolls.length,
    reenroll: enrolls.filter(({ reenroll }) => reenroll).length,
    unenroll: changes.filter(({ action }) => action === 'unenroll').length,
    archive: changes.filter(({ action }) => action === 'archive').length,
    satisfied: status('satisfied'),
    ended: status('ended'),
    waiting: status('waiting'),
    blocked: status('blocked'),
    unknown: status('unknown'),
    foreign: status('foreign'),
    manual: status('manual'),
    leftAudience: status('left-audience'),
    orphans: status('orphan'),
    mails: enrolls.reduce((sum, { mails }) => sum + (mails ?? 0), 0),
    people: new Set(enrolls.map(({ contact }) => contact.id)).size,
    senders: new Set(enrolls.flatMap(({ senderUserId }) => senderUserId ?? [])).size,
    calls: callsOf(changes),
  };
}

/** One call a change, but a whole list at a time; and everybody is read again just before. */
export function callsOf(changes: readonly Change[]): number {
  const lists = countBy(changes, (change) => (change.action === 'enroll' ? change.viaList : undefined));
  const single = lists.get(undefined) ?? 0;
  const bulk = [...lists].reduce(
    (sum, [list, count]) => (list === undefined ? sum : sum + Math.ceil(count / listBatch)),
    0,
  );
  const people = new Set(changes.flatMap((change) => (change.action === 'archive' ? [] : change.contact.id)));
  return single + bulk + Math.ceil(people.size / readBatch);
}

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, number> {
  const counts = new Map<K, number>();
  for (const item of items) {
    const key = keyOf(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
