import type { ObservedTarget } from '../model/observed-state.ts';
import type { Change, EnrollChange, PlanSummary, Unchanged, UnchangedStatus } from '../model/plan.ts';
import { targetIdentityKey } from '../model/target.ts';

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

/** Contacts that one reading call names. */
const readBatch = 100;
/** Contacts that one call adds to a list, and that are read again before it. */
const listBatch = { add: 1_000, read: 25_000 };
/** Members of a list that one call reads. */
const listPage = 250;
/** How often to poll for a removal through an unenroll workflow: one took 80 s. */
const removalPolls = 7;

/**
 * About how many calls applying takes: one for each change, or for a whole list at a time; everybody is
 * read again just before, and once more where the answer alone proves nothing. Waits for what does not
 * come are not in it.
 */
export function expectedRequests(
  changes: readonly Change[],
  targets: ReadonlyMap<string, ObservedTarget>,
): number {
  const people = new Set(changes.flatMap((change) => (change.action === 'archive' ? [] : change.contact.id)));
  const requests = [...groupByTarget(changes)].map(([name, group]) =>
    requestsOfTarget(group, targets.get(name)),
  );
  return batchCount(people.size, readBatch) + requests.reduce((sum, one) => sum + one, 0);
}

function groupByTarget(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const name = targetIdentityKey(change.target);
    const group = groups.get(name);
    if (group) group.push(change);
    else groups.set(name, [change]);
  }
  return groups;
}

function requestsOfTarget(group: readonly Change[], target: ObservedTarget | undefined): number {
  const count = (is: (change: Change) => boolean): number => group.filter(is).length;
  const listed = count((change) => change.action === 'enroll' && change.viaList !== undefined);
  const unenrolls = count(({ action }) => action === 'unenroll');
  const archives = count(({ action }) => action === 'archive');
  const single = group.length - listed - archives;
  const sends = single + archives + batchCount(listed, listBatch.add);
  if (group[0]?.target.kind === 'workflow') {
    // Whoever is sent one by one is looked for after each hundred, those of a list when all are added.
    // Contacts are read again only of those who leave.
    return (
      sends +
      batchCount(unenrolls, readBatch) +
      2 * membershipRequests(single, readBatch, target) +
      membershipRequests(listed, listBatch.read, target) +
      membershipRequests(listed, listed || 1, target)
    );
  }
  // Whoever is enrolled in a sequence now was mostly in none before.
  return sends + (target?.readSingly ? unenrolls : 0) + removalPolls * batchCount(unenrolls, readBatch);
}

/** Who is in it, beside what the contacts themselves show: person by person, or from its list where that is less. */
function membershipRequests(count: number, batch: number, target: ObservedTarget | undefined): number {
  if (target?.readSingly) return count;
  const listPages = Math.max(1, batchCount(target?.active?.size ?? 0, listPage));
  return batchCount(count, batch) * Math.min(listPages, batch, count);
}

function batchCount(count: number, size: number): number {
  return Math.ceil(count / size);
}
