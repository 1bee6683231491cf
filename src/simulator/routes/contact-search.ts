import { isProperty } from '../account/contact-properties.ts';
import {
  type SearchFilter,
  filterOperators,
  searchContacts,
  type ContactQuery,
} from '../account/find-contacts.ts';
import { contactBases, contactJson } from './contacts.ts';
import { requireBody, isJsonObject, type JsonObject, scalarText, optionalTexts } from './input.ts';
import { type RouteResponse, type RouteRequest, invalidRequest, ok } from './route.ts';
import { inVersions } from './versions.ts';

const maxPageSize = 200;
const maxResults = 10_000;

export const contactSearchRoutes = inVersions(contactBases, (base) => [
  {
    method: 'POST',
    path: `${base}/search`,
    scopes: ['crm.objects.contacts.read'],
    search: true,
    handle: search,
  },
]);

function search(request: RouteRequest): RouteResponse {
  const { account } = request;
  const body = requireBody(request);
  const limit = optionalInteger(body['limit'], 'limit') ?? 10;
  if (limit < 1 || limit > maxPageSize) throw invalidRequest(`limit must be between 1 and ${maxPageSize}`);
  const offset = optionalInteger(body['after'], 'after') ?? 0;
  if (offset + limit > maxResults) {
    throw invalidRequest(`The maximum number of results of one query is ${maxResults}`, {
      after: [String(offset)],
    });
  }
  const found = searchContacts(account, parseQuery(request, body));
  const properties = optionalTexts(body['properties'], 'properties');
  const results = found.slice(offset, offset + limit).flatMap((id) => {
    const contact = account.contacts.get(id);
    return contact ? [contactJson(account, contact, { properties })] : [];
  });
  const end = offset + limit;
  return ok({
    total: found.length,
    results,
    ...(end < found.length && { paging: { next: { after: String(end) } } }),
  });
}

function parseQuery(request: RouteRequest, body: JsonObject): ContactQuery {
  const groups = requireObjects(body['filterGroups'], 'filterGroups');
  if (groups.length > 5) throw invalidRequest('At most 5 filterGroups are allowed');
  const query = {
    groups: groups.map((group) =>
      requireObjects(group['filters'], 'filters').map((filter) => parseFilter(request, filter)),
    ),
  };
  if (query.groups.some((filters) => filters.length > 6)) {
    throw invalidRequest('At most 6 filters are allowed in a group');
  }
  const sort = Array.isArray(body['sorts']) ? parseSort(request, body['sorts']) : undefined;
  const text = scalarText(body['query'], 'query');
  return { ...query, ...(sort && { sort }), ...(text !== '' && { text }) };
}

function parseSort(request: RouteRequest, sorts: readonly unknown[]): ContactQuery['sort'] {
  if (sorts.length > 1) throw invalidRequest('At most one sort is allowed');
  const [first] = sorts;
  if (first === undefined) return undefined;
  if (typeof first === 'string') {
    const descending = first.startsWith('-');
    return { propertyName: requireProperty(request, descending ? first.slice(1) : first), descending };
  }
  if (!isJsonObject(first)) throw invalidRequest('a sort must be a string or an object');
  const propertyName = requireProperty(request, String(first['propertyName']));
  return { propertyName, descending: first['direction'] === 'DESCENDING' };
}

function parseFilter(request: RouteRequest, filter: JsonObject): SearchFilter {
  const operator = String(filter['operator']);
  if (!filterOperators.has(operator)) throw invalidRequest(`operator ${operator} is not supported`);
  const text = (name: string): JsonObject => {
    const value = filter[name] ?? undefined;
    return value === undefined ? {} : { [name]: scalarText(value, name) };
  };
  return {
    propertyName: requireProperty(request, String(filter['propertyName'])),
    operator,
    ...text('value'),
    ...text('highValue'),
    ...(Array.isArray(filter['values']) && { values: filter['values'].map(String) }),
  };
}

function requireProperty({ account }: RouteRequest, name: string): string {
  if (!isProperty(account, name))
    throw invalidRequest(`Property ${name} does not exist`, { propertyName: [name] });
  return name;
}

function requireObjects(value: unknown, name: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isJsonObject))
    throw invalidRequest(`${name} must be a list of objects`);
  return value;
}

function optionalInteger(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (!Number.isInteger(number))
    throw invalidRequest(`${name} must be an integer`, { [name]: [scalarText(value, name)] });
  return number;
}
