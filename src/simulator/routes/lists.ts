import type { SeedList } from '../account/account-seed.ts';
import { advanceOneSecond } from '../account/clock.ts';
import { findContact } from '../account/find-contacts.ts';
import {
  addMembers,
  listSize,
  type MembershipChange,
  membersOf,
  removeMembers,
} from '../account/list-rules.ts';
import { batchInputs, requireBody, requireId, type JsonObject, pathParam } from './input.ts';
import { paginate } from './page.ts';
import { type RouteResponse, type RouteRequest, invalidRequest, notFound, ok } from './route.ts';
import { inVersions } from './versions.ts';

const bases = {
  '2026-09': '/crm/lists/2026-09',
  '2026-03': '/crm/lists/2026-03',
  legacy: '/crm/v3/lists',
};
const readScopes = ['crm.lists.read'];
const writeRoute = { method: 'PUT', scopes: ['crm.lists.read', 'crm.lists.write'], writes: true } as const;
const maxRecords = 100_000;
/** HubSpot publishes no maximum for this route. */
const maxInputs = 250;

export const listRoutes = inVersions(bases, (path) => [
  { method: 'GET', path, scopes: readScopes, handle: readByIds },
  { method: 'POST', path: `${path}/search`, scopes: readScopes, handle: search },
  {
    method: 'GET',
    path: `${path}/object-type-id/:objectTypeId/name/:name`,
    scopes: readScopes,
    handle: (request) =>
      ok({ list: listJson(request, requireListByName(request), includesFilters(request)) }),
  },
  {
    method: 'GET',
    path: `${path}/:listId`,
    scopes: readScopes,
    handle: (request) => ok({ list: listJson(request, requireList(request), includesFilters(request)) }),
  },
  {
    method: 'GET',
    path: `${path}/records/:objectTypeId/:recordId/memberships`,
    scopes: readScopes,
    handle: listsOfRecord,
  },
  {
    method: 'POST',
    path: `${path}/records/memberships/batch/read`,
    scopes: readScopes,
    handle: listsOfRecords,
  },
  { method: 'GET', path: `${path}/:listId/memberships`, scopes: readScopes, handle: memberships },
  {
    ...writeRoute,
    path: `${path}/:listId/memberships/add`,
    handle: (request) => changeMembers(request, { add: requireIds(request.body, 'record ids'), remove: [] }),
  },
  {
    ...writeRoute,
    path: `${path}/:listId/memberships/remove`,
    handle: (request) => changeMembers(request, { add: [], remove: requireIds(request.body, 'record ids') }),
  },
  {
    ...writeRoute,
    path: `${path}/:listId/memberships/add-and-remove`,
    handle: (request) => {
      const body = requireBody(request);
      const add = requireIds(body['recordIdsToAdd'] ?? [], 'recordIdsToAdd');
      return changeMembers(request, {
        add,
        remove: requireIds(body['recordIdsToRemove'] ?? [], 'recordIdsToRemove'),
      });
    },
  },
]);

/** Returns the lists of the query's `listIds`. Ids without a list are left out. */
function readByIds(request: RouteRequest): RouteResponse {
  const ids = request.query.getAll('listIds').flatMap((text) => text.split(','));
  const found = ids.flatMap((id) => request.account.lists.get(id) ?? []);
  return ok({ lists: found.map((one) => listJson(request, one, includesFilters(request))) });
}

function listsOfRecord(request: RouteRequest): RouteResponse {
  const id = requireId(pathParam(request, 'recordId'), 'recordId');
  const contact = findContact(request.account, id);
  if (!contact || pathParam(request, 'objectTypeId') !== '0-1') throw notFound('Record', id);
  const results = listMembership(request)(contact.id);
  return ok({ total: results.length, results });
}

/** Returns the lists of many records. Like other batch reads, it leaves out records that it does not find. */
function listsOfRecords(request: RouteRequest): RouteResponse {
  const records = batchInputs(request, maxInputs).map((input) => ({
    type: input['objectTypeId'],
    id: requireId(input['recordId'], 'recordId'),
  }));
  const listsOf = listMembership(request);
  const results = records.flatMap(({ type, id }) => {
    const contact = type === '0-1' ? findContact(request.account, id) : undefined;
    if (!contact) return [];
    return [{ objectTypeId: '0-1', recordId: contact.id, recordListMemberships: listsOf(contact.id) }];
  });
  const { now } = request.account.head;
  return ok({ status: 'COMPLETE', results, startedAt: now, completedAt: now });
}

/** Returns a function that finds the lists of a contact. */
function listMembership({ account }: RouteRequest): (id: string) => readonly JsonObject[] {
  const lists = [...account.lists.values()].map((list) => {
    const { ids, since } = membersOf(account, list);
    return { listId: list.id, ids: new Set(ids), since };
  });
  return (id) =>
    lists.flatMap(({ listId, ids, since }) => {
      const dates = { firstAddedTimestamp: since(id), lastAddedTimestamp: since(id) };
      return ids.has(id) ? [{ listId, listVersion: 1, ...dates }] : [];
    });
}

function memberships(request: RouteRequest): RouteResponse {
  const members = membersOf(request.account, requireList(request));
  const page = paginate(request, members.ids, { defaultSize: 100, maxSize: 250 });
  return ok({
    ...page,
    total: members.ids.length,
    results: page.results.map((id) => ({ recordId: id, membershipTimestamp: members.since(id) })),
  });
}

function changeMembers(
  request: RouteRequest,
  wanted: { readonly add: readonly string[]; readonly remove: readonly string[] },
): RouteResponse {
  const list = requireList(request);
  if (list.processingType === 'DYNAMIC') {
    throw invalidRequest(`List ${list.id} is DYNAMIC: its members cannot be changed`, { listId: [list.id] });
  }
  advanceOneSecond(request.account);
  const none: MembershipChange = { changed: [], missing: [] };
  const removed = wanted.remove.length > 0 ? removeMembers(request.account, list, wanted.remove) : none;
  const added = wanted.add.length > 0 ? addMembers(request.account, list, wanted.add) : none;
  return ok({
    recordsIdsAdded: added.changed,
    recordIdsRemoved: removed.changed,
    recordIdsMissing: [...added.missing, ...removed.missing],
  });
}

/** Searches lists. Unlike the other routes, it pages by offset and count. */
function search(request: RouteRequest): RouteResponse {
  const body = requireBody(request);
  const query = typeof body['query'] === 'string' ? body['query'].toLowerCase() : '';
  const offset = Number(body['offset'] ?? 0);
  const count = Math.min(Number(body['count'] ?? 20), 500);
  // The field is required; an empty list does not filter.
  const ids = Array.isArray(body['listIds']) ? body['listIds'].map(String) : [];
  const found = [...request.account.lists.values()].filter(
    (list) => list.name.toLowerCase().includes(query) && (ids.length === 0 || ids.includes(list.id)),
  );
  const end = offset + count;
  return ok({
    total: found.length,
    offset: end,
    hasMore: end < found.length,
    lists: found.slice(offset, end).map((list) => searchResultJson(request, list)),
  });
}

function listJson(
  request: RouteRequest,
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
    size: listSize(request.account, list),
    createdAt,
    updatedAt,
    filtersUpdatedAt: updatedAt,
    createdById: '7001',
    updatedById: '7001',
    ...(filters && list.workflow && { filterBranch: filterBranch(request, list.workflow) }),
  };
}

/** Returns a list as in search results, which contain the size as text in `additionalProperties`. */
function searchResultJson(request: RouteRequest, list: SeedList): unknown {
  const { size, ...rest } = listJson(request, list, false);
  return { ...rest, additionalProperties: { hs_list_size: String(size) } };
}

function filterBranch(
  { account, variants }: RouteRequest,
  { flowId, part }: NonNullable<SeedList['workflow']>,
): unknown {
  const id = variants.listFilterId === 'flow' ? flowId : String(account.flows.get(flowId)?.workflowId ?? 0);
  const metadata = { id, inListType: part };
  const filter = { filterType: 'IN_LIST', listId: id, operator: 'IN_LIST', metadata };
  const and = { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters: [filter] };
  return { filterBranchType: 'OR', filterBranchOperator: 'OR', filterBranches: [and], filters: [] };
}

function includesFilters({ query }: RouteRequest): boolean {
  return query.get('includeFilters') === 'true';
}

function requireList(request: RouteRequest): SeedList {
  const id = pathParam(request, 'listId');
  const list = request.account.lists.get(id);
  if (!list) throw notFound('List', id);
  return list;
}

function requireListByName(request: RouteRequest): SeedList {
  const name = pathParam(request, 'name');
  const list = [...request.account.lists.values()].find((candidate) => candidate.name === name);
  if (!list || pathParam(request, 'objectTypeId') !== '0-1') throw notFound('List', name);
  return list;
}

function requireIds(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value)) throw invalidRequest(`A list of ${name} is expected`);
  if (value.length > maxRecords) throw invalidRequest(`At most ${maxRecords} ${name} are allowed`);
  return value.map((id) => requireId(id, name));
}
