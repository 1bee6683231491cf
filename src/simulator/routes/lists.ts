import type { SeedList } from '../account/account-seed.ts';
import { tick } from '../account/clock.ts';
import {
  addMembers,
  listSize,
  type MembershipChange,
  membersOf,
  removeMembers,
} from '../account/list-rules.ts';
import { bodyOf, idOf, type Json, paramOf } from './input.ts';
import { pageOf } from './page.ts';
import { type Answer, type Call, invalid, notFound, ok, type Route } from './route.ts';

const path = '/crm/v3/lists';
const reading = ['crm.lists.read'];
const writing = { method: 'PUT', scopes: ['crm.lists.write'], writes: true } as const;
const recordsMost = 100_000;

export const listRoutes: readonly Route[] = [
  { method: 'POST', path: `${path}/search`, scopes: reading, answer: search },
  {
    method: 'GET',
    path: `${path}/object-type-id/:objectTypeId/name/:name`,
    scopes: reading,
    answer: (call) => ok({ list: listJson(call, listByName(call), wantsFilters(call)) }),
  },
  {
    method: 'GET',
    path: `${path}/:listId`,
    scopes: reading,
    answer: (call) => ok({ list: listJson(call, listOf(call), wantsFilters(call)) }),
  },
  { method: 'GET', path: `${path}/:listId/memberships`, scopes: reading, answer: memberships },
  {
    ...writing,
    path: `${path}/:listId/memberships/add`,
    answer: (call) => change(call, { add: idsOf(call.body, 'record ids'), remove: [] }),
  },
  {
    ...writing,
    path: `${path}/:listId/memberships/remove`,
    answer: (call) => change(call, { add: [], remove: idsOf(call.body, 'record ids') }),
  },
  {
    ...writing,
    path: `${path}/:listId/memberships/add-and-remove`,
    answer: (call) => {
      const body = bodyOf(call);
      const add = idsOf(body['recordIdsToAdd'] ?? [], 'recordIdsToAdd');
      return change(call, { add, remove: idsOf(body['recordIdsToRemove'] ?? [], 'recordIdsToRemove') });
    },
  },
];

function memberships(call: Call): Answer {
  const members = membersOf(call.account, listOf(call));
  const page = pageOf(call, members.ids, { usual: 100, most: 250 });
  return ok({
    ...page,
    total: members.ids.length,
    results: page.results.map((id) => ({ recordId: id, membershipTimestamp: members.since(id) })),
  });
}

function change(
  call: Call,
  wanted: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Answer {
  const list = listOf(call);
  if (list.processingType === 'DYNAMIC') {
    throw invalid(`List ${list.id} is DYNAMIC: its members cannot be changed`, { listId: [list.id] });
  }
  tick(call.account);
  const none: MembershipChange = { done: [], missing: [] };
  const removed = wanted.remove.length > 0 ? removeMembers(call.account, list, wanted.remove) : none;
  const added = wanted.add.length > 0 ? addMembers(call.account, list, wanted.add) : none;
  return ok({
    recordsIdsAdded: added.done,
    recordIdsRemoved: removed.done,
    recordIdsMissing: [...added.missing, ...removed.missing],
  });
}

/** Pages by offset and count, unlike every other list. */
function search(call: Call): Answer {
  const body = bodyOf(call);
  const query = typeof body['query'] === 'string' ? body['query'].toLowerCase() : '';
  const offset = Number(body['offset'] ?? 0);
  const count = Math.min(Number(body['count'] ?? 20), 500);
  const ids = Array.isArray(body['listIds']) ? body['listIds'].map(String) : undefined;
  const found = [...call.account.lists.values()].filter(
    (list) => list.name.toLowerCase().includes(query) && (ids === undefined || ids.includes(list.id)),
  );
  const end = offset + count;
  return ok({
    total: found.length,
    offset: end,
    hasMore: end < found.length,
    lists: found.slice(offset, end).map((list) => foundJson(call, list)),
  });
}

function listJson(call: Call, list: SeedList, filters: boolean): Json & { readonly size: number } {
  const { id, name, processingType, createdAt, updatedAt } = list;
  return {
    listId: id,
    listVersion: 1,
    name,
    processingType,
    processingStatus: 'COMPLETE',
    objectTypeId: '0-1',
    size: listSize(call.account, list),
    createdAt,
    updatedAt,
    filtersUpdatedAt: updatedAt,
    createdById: '7001',
    updatedById: '7001',
    ...(filters && list.workflow && { filterBranch: filterBranch(call, list.workflow) }),
  };
}

/** A search says all but the size of a list as text, in a bag of its own. */
function foundJson(call: Call, list: SeedList): unknown {
  const { size, ...rest } = listJson(call, list, false);
  return { ...rest, additionalProperties: { hs_list_size: String(size) } };
}

function filterBranch(
  { account, variants }: Call,
  { flowId, part }: NonNullable<SeedList['workflow']>,
): unknown {
  const id = variants.listFilterId === 'flow' ? flowId : String(account.flows.get(flowId)?.workflowId ?? 0);
  const filter = { filterType: 'IN_LIST', metadata: { id, inListType: part } };
  const and = { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters: [filter] };
  return { filterBranchType: 'OR', filterBranchOperator: 'OR', filterBranches: [and], filters: [] };
}

function wantsFilters({ query }: Call): boolean {
  return query.get('includeFilters') === 'true';
}

function listOf(call: Call): SeedList {
  const id = paramOf(call, 'listId');
  const list = call.account.lists.get(id);
  if (!list) throw notFound('List', id);
  return list;
}

function listByName(call: Call): SeedList {
  const name = paramOf(call, 'name');
  const list = [...call.account.lists.values()].find((candidate) => candidate.name === name);
  if (!list || paramOf(call, 'objectTypeId') !== '0-1') throw notFound('List', name);
  return list;
}

function idsOf(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw invalid(`A list of ${name} is expected`);
  if (value.length > recordsMost) throw invalid(`At most ${recordsMost} ${name} are allowed`);
  return value.map((id) => idOf(id, name));
}
