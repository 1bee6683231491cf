import {
  changesPerBatch,
  contactsPerListRequest,
  contactsPerMembershipRead,
  contactsPerRead,
  membersPerListPage,
} from '../model/batch-sizes.ts';
import type { ObservedTarget } from '../model/observed-state.ts';
import {
  isContactChange,
  type Change,
  type EnrollChange,
  type PlanSummary,
  type Unchanged,
  type UnchangedStatus,
} from '../model/results/plan.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { type ContactId, targetIdentityKey } from '../model/target.ts';

/** Counts the changes, statuses, emails, contacts, senders and expected requests of a plan. */
export function summarize(
  changes: readonly Change[],
  unchanged: readonly Unchanged[],
  targets: ReadonlyMap<string, ObservedTarget>,
): PlanSummary {
  const enrolls = changes.filter((change): change is EnrollChange => change.action === 'enroll');
  const people = peopleOf(changes);
  const statuses = countBy(unchanged, ({ status }) => status);
  const status = (name: UnchangedStatus): number => statuses.get(name) ?? 0;
  return {
    enroll: enrolls.length,
    reenroll: enrolls.filter(({ reenroll }) => reenroll).length,
    unenroll: changes.filter(({ action }) => action === 'unenroll').length,
    archive: changes.filter(({ action }) => action === 'archive').length,
    ...omitUndefined({
      create: changes.filter(({ action }) => action === 'create-workflow').length || undefined,
    }),
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
    people: (enrolls.length === changes.length ? people : peopleOf(enrolls)).size,
    senders: new Set(enrolls.flatMap(({ senderUserId }) => senderUserId ?? [])).size,
    requests: expectedRequests(changes, targets, people),
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

/**
 * Polls until HubSpot shows a removal through an unenroll workflow. A measured one took 80 seconds; the executor
 * polls after 0, 1, 3, 7, 15, 30, 60 and 120 seconds.
 */
const removalPolls = 8;

/**
 * Estimates the requests of an apply: one for each change or batch of list members, a read of every contact before
 * the change, a second read where the response proves nothing, and the polls for removals from sequences. Polls for
 * other late effects are not included.
 */
export function expectedRequests(
  changes: readonly Change[],
  targets: ReadonlyMap<string, ObservedTarget>,
  people: ReadonlySet<ContactId> = peopleOf(changes),
): number {
  const requests = [...groupByTarget(changes)].map(([name, group]) =>
    requestsOfTarget(group, targets.get(name)),
  );
  return batchCount(people.size, contactsPerRead) + requests.reduce((sum, one) => sum + one, 0);
}

function peopleOf(changes: readonly Change[]): ReadonlySet<ContactId> {
  const people = new Set<ContactId>();
  for (const change of changes) if (isContactChange(change)) people.add(change.contact.id);
  return people;
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
  const sends = single + archives + batchCount(listed, contactsPerListRequest);
  if (group[0]?.target.kind === 'workflow') {
    // Contacts sent one by one are verified after each hundred, contacts of a list after all are added.
    // Only unenrolled contacts are read again themselves.
    return (
      sends +
      batchCount(unenrolls, contactsPerRead) +
      2 * membershipRequests(single, contactsPerRead, target) +
      membershipRequests(listed, changesPerBatch.list, target) +
      membershipRequests(listed, listed || 1, target)
    );
  }
  // A contact to enroll is mostly in no sequence, and then `readSingly` adds no request.
  return sends + (target?.readSingly ? unenrolls : 0) + removalPolls * batchCount(unenrolls, contactsPerRead);
}

/** Returns the requests to read who is in a workflow: of each contact, of the list memberships, or of the list. */
function membershipRequests(count: number, batch: number, target: ObservedTarget | undefined): number {
  if (target?.readSingly) return count;
  const listPages = Math.max(1, batchCount(target?.active?.size ?? 0, membersPerListPage));
  const memberships = batchCount(Math.min(batch, count), contactsPerMembershipRead.first);
  return batchCount(count, batch) * Math.min(listPages, memberships);
}

function batchCount(count: number, size: number): number {
  return Math.ceil(count / size);
}
