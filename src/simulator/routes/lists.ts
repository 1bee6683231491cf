import type { SeedList } from '../account/account-seed.ts';
import { advanceOneSecond } from '../account/clock.ts';
import {
  addMembers,
  listSize,
  type MembershipChange,
  membersOf,
  removeMembers,
} from '../account/list-rules.ts';
import { requireBody, requireId, type JsonObject, pathParam } from './input.ts';
import { paginate } from './page.ts';
import {
  type RouteResponse,
  type RouteRequest,
  invalidRequest,
  notFound,
  ok,
  type SimulatorRoute,
} from './route.ts';

const path = '/crm/v3/lists';
const readScopes = ['crm.lists.read'];
const writeRoute = { method: 'PUT', scopes: ['crm.lists.write'], writes: true } as const;
const maxRecords = 100_000;

export const listRoutes: readonly SimulatorRoute[] = [
  { method: 'POST', path: `${path}/search`, scopes: readScopes, handle: search },
  {
    method: 'GET',
    path: `${path}/object-type-id/:objectTypeId/name/:name`,
    scopes: readScopes,
    handle: (call) => ok({ list: listJson(call, requireListByName(call), includesFilters(call)) }),
  },
  {
    method: 'GET',
    path: `${path}/:listId`,
    scopes: readScopes,
    handle: (call) => ok({ list: listJson(call, requireList(call), includesFilters(call)) }),
  },
  { method: 'GET', path: `${path}/:listId/memberships`, scopes: readScopes, handle: memberships },
  {
    ...writeRoute,
    path: `${path}/:listId/memberships/add`,
    handle: (call) => changeMembers(call, { add: requireIds(call.body, 'record ids'), remove: [] }),
  },
  {
    ...writeRoute,
    path: `${path}/:listId/memberships/remove`,
    handle: (call) => changeMembers(call, { add: [], remove: requireIds(call.body, 'record ids') }),
  },
  {
    ...writeRoute,
    path: `${path}/:listId/memberships/add-and-remove`,
    handle: (call) => {
      const body = requireBody(call);
      const add = requireIds(body['recordIdsToAdd'] ?? [], 'recordIdsToAdd');
      return changeMembers(call, {
        add,
        remove: requireIds(body['recordIdsToRemove'] ?? [], 'recordIdsToRemove'),
      });
    },
  },
];

function memberships(call: RouteRequest): RouteResponse {
  const members = membersOf(call.account, requireList(call));
  const page = paginate(call, members.ids, { defaultSize: 100, maxSize: 250 });
  return ok({
    ...page,
    total: members.ids.length,
    results: page.results.map((id) => ({ recordId: id, membershipTimestamp: members.since(id) })),
  });
}

function changeMembers(
  call: RouteRequest,
  wanted: { readonly add: readonly string[]; readonly remove: readonly string[] },
): RouteResponse {
  const list = requireList(call);
  if (list.processingType === 'DYNAMIC') {
    throw invalidRequest(`List ${list.id} is DYNAMIC: its members cannot be changed`, { listId: [list.id] });
  }
  advanceOneSecond(call.account);
  const none: MembershipChange = { changed: [], missing: [] };
  const removed = wanted.remove.length > 0 ? removeMembers(call.account, list, wanted.remove) : none;
  const added = wanted.add.length > 0 ? addMembers(call.account, list, wanted.add) : none;
  return ok({
    recordsIdsAdded: added.changed,
    recordIdsRemoved: removed.changed,
    recordIdsMissing: [...added.missing, ...removed.missing],
  });
}

/** Pages by offset and count, unlike every other list. */
function search(call: RouteRequest): RouteResponse {
  const body = requireBody(call);
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
    lists: found.slice(offset, end).map((list) => searchResultJson(call, list)),
  });
}

function listJson(
  call: RouteRequest,
  list: SeedList,
  filters: boolean,
): JsonObject & { readonly size: number } {
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
function searchResultJson(call: RouteRequest, list: SeedList): unknown {
  const { size, ...rest } = listJson(call, list, false);
  return { ...rest, additionalProperties: { hs_list_size: String(size) } };
}

function filterBranch(
  { account, variants }: RouteRequest,
  { flowId, part }: NonNullable<SeedList['workflow']>,
): unknown {
  const id = variants.listFilterId === 'flow' ? flowId : String(account.flows.get(flowId)?.workflowId ?? 0);
  const filter = { filterType: 'IN_LIST', metadata: { id, inListType: part } };
  const and = { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters: [filter] };
  return { filterBranchType: 'OR', filterBranchOperator: 'OR', filterBranches: [and], filters: [] };
}

function includesFilters({ query }: RouteRequest): boolean {
  return query.get('includeFilters') === 'true';
}

function requireList(call: RouteRequest): SeedList {
  const id = pathParam(call, 'listId');
  const list = call.account.lists.get(id);
  if (!list) throw notFound('List', id);
  return list;
}

function requireListByName(call: RouteRequest): SeedList {
  const name = pathParam(call, 'name');
  const list = [...call.account.lists.values()].find((candidate) => candidate.name === name);
  if (!list || pathParam(call, 'objectTypeId') !== '0-1') throw notFound('List', name);
  return list;
}

function requireIds(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw invalidRequest(`A list of ${name} is expected`);
  if (value.length > maxRecords) throw invalidRequest(`At most ${maxRecords} ${name} are allowed`);
  return value.map((id) => requireId(id, name));
}
