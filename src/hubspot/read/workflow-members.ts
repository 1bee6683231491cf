/** Reads workflow membership in bulk, from the HubSpot lists that the files name. */
import type { DesiredTarget, DesiredWorkflow } from '../../model/desired-state.ts';
import type { Enrollment } from '../../model/observed-state.ts';
import { Failure } from '../../model/failure.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { type Api, readAll } from '../http/api.ts';
import { type AccountCache, flowIdsByWorkflow } from './account-cache.ts';
import { readWorkflowEnrollments } from './contact-enrollments.ts';
import { listMembersAmong } from './list-memberships.ts';
import { type ListMember, listMembers, listPages } from './lists.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Members of the lists of workflows, by flow id. A workflow is absent if the files name no such list. */
export interface WorkflowLists {
  readonly active: ReadonlyMap<TargetId, readonly ListMember[]>;
  readonly ever: ReadonlyMap<TargetId, readonly ListMember[]>;
  /** The members of the `via` list. Also absent if HubSpot does not find the list. */
  readonly via: ReadonlyMap<TargetId, readonly ListMember[]>;
  /** The suppression lists, of workflows that are not retired and define membership. */
  readonly suppression: ReadonlyMap<TargetId, readonly SuppressionList[]>;
}

interface SuppressionList {
  readonly listId: string;
  readonly members: readonly ListMember[];
}

/**
 * Reads the `activeList` and `everList` of every workflow. If the files define its membership, also reads its `via` list
 * and its suppression lists. An `activeList` or `everList` that HubSpot does not find is empty here; the plan reports it
 * as an error.
 */
export async function readWorkflowLists(
  api: Api,
  cache: AccountCache,
  { targets, done }: { readonly targets: readonly DesiredTarget[]; readonly done: (count: number) => void },
): Promise<WorkflowLists> {
  const workflows = targets.filter((target) => target.kind === 'workflow');
  const read = async (
    key: 'activeList' | 'everList',
  ): Promise<ReadonlyMap<TargetId, readonly ListMember[]>> =>
    new Map(
      (
        await readAll(workflows, async (target) => {
          const name = target[key];
          if (name === undefined) return [];
          const list = await cache.list(name);
          if (!list) return [[target.id, []] as const];
          const members = await listMembers(api, list.id, done);
          if (key === 'activeList')
            cache.activeLists.set(target.id, { listId: list.id, size: members.length });
          return [[target.id, members] as const];
        })
      ).flat(),
    );
  const readVia = async (): Promise<WorkflowLists['via']> =>
    new Map(
      (
        await readAll(workflows, async ({ id, viaList, members }) => {
          const list = viaList === undefined || members === undefined ? undefined : await cache.list(viaList);
          return list ? [[id, await listMembers(api, list.id, done)] as const] : [];
        })
      ).flat(),
    );
  const [active, ever, via, suppression] = await Promise.all([
    read('activeList'),
    read('everList'),
    readVia(),
    readSuppression(api, cache, { workflows, done }),
  ]);
  return { active, ever, via, suppression };
}

/** Reads the suppression lists. Reads each list once, no matter how many workflows name it. */
async function readSuppression(
  api: Api,
  cache: AccountCache,
  {
    workflows,
    done,
  }: { readonly workflows: readonly DesiredWorkflow[]; readonly done: (count: number) => void },
): Promise<WorkflowLists['suppression']> {
  const enrolling = workflows.filter(({ members, retired }) => members !== undefined && retired === false);
  const flows = await cache.flows(enrolling.map(({ id }) => id));
  const suppression = enrolling.map(({ id }) => [id, flows.get(id)?.suppressionLists ?? []] as const);
  const read = await readAll([...new Set(suppression.flatMap(([, lists]) => lists))], async (name) => {
    const list = await cache.list(name);
    return [name, list ? await listMembers(api, list.id, done) : []] as const;
  });
  const membersOf = new Map(read);
  const listOf = (listId: string): SuppressionList => ({ listId, members: membersOf.get(listId) ?? [] });
  return new Map(suppression.map(([id, lists]) => [id, lists.map(listOf)]));
}

/** Converts members of lists of active contacts to enrollments. `toCurrentId` maps a merged id to the current one. */
export function enrollmentsFromLists(
  active: WorkflowLists['active'],
  toCurrentId: (id: ContactId) => ContactId,
): ReadonlyMap<ContactId, readonly Enrollment[]> {
  const enrollments = new Map<ContactId, Enrollment[]>();
  for (const [targetId, members] of active) {
    for (const { id: listedId, since } of members) {
      const when = omitUndefined({ enrolledAt: since });
      const enrollment = { kind: 'workflow', targetId, state: 'active', ...when } as const;
      const others = enrollments.get(toCurrentId(listedId));
      if (others) others.push(enrollment);
      else enrollments.set(toCurrentId(listedId), [enrollment]);
    }
  }
  return enrollments;
}

/**
 * Returns which of the contacts are in a workflow now, with the start if HubSpot shows it. Asks the list of the
 * workflow's active contacts if `prefersList`, else each contact.
 */
export async function readActiveAmong(
  api: Api,
  cache: AccountCache,
  { ids, workflow }: { readonly ids: readonly ContactId[]; readonly workflow: TargetId },
): Promise<ReadonlyMap<ContactId, Instant | undefined>> {
  if (prefersList(cache, workflow, ids.length)) {
    const wanted = new Set(ids);
    const members = await readListedAmong(api, cache, { ids, workflow });
    return new Map(members.flatMap(({ id, since }) => (wanted.has(id) ? [[id, since] as const] : [])));
  }
  const flowIds = await flowIdsByWorkflow(cache, [workflow]);
  const enrollments = await readAll(ids, async (id) => {
    const [enrollment] = await readWorkflowEnrollments(api, id, flowIds);
    return enrollment ? [[id, enrollment.enrolledAt] as const] : [];
  });
  return new Map(enrollments.flat());
}

/**
 * Returns whether the list of a workflow's active contacts decides on `count` contacts: it takes fewer requests than
 * reading each contact, or HubSpot refused the v2 routes that read single contacts.
 */
export function prefersList(cache: AccountCache, workflow: TargetId, count: number): boolean {
  const list = cache.activeLists.get(workflow);
  if (list === undefined) return false;
  return cache.v2.refused || Math.min(listPages(list.size), membershipReads(cache, count)) < count;
}

/** Returns how many requests reading the list memberships of `count` contacts takes. */
function membershipReads({ membershipReads: { size } }: AccountCache, count: number): number {
  return size === 0 ? Infinity : Math.ceil(count / size);
}

/**
 * Runs a read. If HubSpot refuses the v2 routes to the token, runs it again with the lists of active contacts; workflows
 * without such a list still fail. Remembers the refusal, so that the process tries v2 only once.
 */
export async function readWithoutRefusedV2<Result>(
  { activeLists, v2 }: AccountCache,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const isRefused = error instanceof Failure && error.code === 'v2-routes-refused';
    if (!isRefused || v2.refused || activeLists.size === 0) throw error;
    v2.refused = true;
    return read();
  }
}

/**
 * Returns contacts on the list of a workflow's active contacts: at least those among `ids`. Reads the whole list, or the
 * list memberships of `ids` if that takes fewer requests.
 */
export async function readListedAmong(
  api: Api,
  cache: AccountCache,
  { ids, workflow }: { readonly ids: readonly ContactId[]; readonly workflow: TargetId },
): Promise<readonly ListMember[]> {
  const list = cache.activeLists.get(workflow);
  if (list && membershipReads(cache, ids.length) < listPages(list.size)) {
    const members = await listMembersAmong(api, cache, { listId: list.listId, ids });
    if (members) return members;
  }
  return readActiveMembers(api, cache, workflow);
}

/** Reads the list of a workflow's active contacts; returns none if the files name no such list. */
export async function readActiveMembers(
  api: Api,
  cache: AccountCache,
  workflow: TargetId,
): Promise<readonly ListMember[]> {
  const list = cache.activeLists.get(workflow);
  if (!list) return [];
  const members = await listMembers(api, list.listId, () => undefined);
  cache.activeLists.set(workflow, { ...list, size: members.length });
  return members;
}
