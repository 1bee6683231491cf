import { isProperty } from '../account/contact-properties.ts';
import {
  type SearchFilter,
  filterOperators,
  searchContacts,
  type ContactQuery,
} from '../account/find-contacts.ts';
import { contactJson } from './contacts.ts';
import { requireBody, isJsonObject, type JsonObject, scalarText, optionalTexts } from './input.ts';
import { type RouteResponse, type RouteRequest, invalidRequest, ok, type SimulatorRoute } from './route.ts';

const maxPageSize = 200;
const maxResults = 10_000;

export const contactSearchRoutes: readonly SimulatorRoute[] = [
  {
    method: 'POST',
    path: '/crm/v3/objects/contacts/search',
    scopes: ['crm.objects.contacts.read'],
    search: true,
    handle: search,
  },
];

function search(call: RouteRequest): RouteResponse {
  const { account } = call;
  const body = requireBody(call);
  const limit = optionalInteger(body['limit'], 'limit') ?? 10;
  if (limit < 1 || limit > maxPageSize) throw invalidRequest(`limit must be between 1 and ${maxPageSize}`);
  const offset = optionalInteger(body['after'], 'after') ?? 0;
  if (offset + limit > maxResults) {
    throw invalidRequest(`The maximum number of results of one query is ${maxResults}`, {
      after: [String(offset)],
    });
  }
  const found = searchContacts(account, parseQuery(call, body));
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

function parseQuery(call: RouteRequest, body: JsonObject): ContactQuery {
  const groups = requireObjects(body['filterGroups'], 'filterGroups');
  if (groups.length > 5) throw invalidRequest('At most 5 filterGroups are allowed');
  const question = {
    groups: groups.map((group) =>
      requireObjects(group['filters'], 'filters').map((filter) => parseFilter(call, filter)),
    ),
  };
  if (question.groups.some((filters) => filters.length > 6)) {
    throw invalidRequest('At most 6 filters are allowed in a group');
  }
  const sort = Array.isArray(body['sorts']) ? parseSort(call, body['sorts']) : undefined;
  return sort ? { ...question, sort } : question;
}

function parseSort(call: RouteRequest, sorts: readonly unknown[]): ContactQuery['sort'] {
  if (sorts.length > 1) throw invalidRequest('At most one sort is allowed');
  const [first] = sorts;
  if (first === undefined) return undefined;
  if (typeof first === 'string') {
    const descending = first.startsWith('-');
    return { propertyName: requireProperty(call, descending ? first.slice(1) : first), descending };
  }
  if (!isJsonObject(first)) throw invalidRequest('a sort is a text or an object');
  const propertyName = requireProperty(call, String(first['propertyName']));
  return { propertyName, descending: first['direction'] === 'DESCENDING' };
}

function parseFilter(call: RouteRequest, filter: JsonObject): SearchFilter {
  const operator = String(filter['operator']);
  if (!filterOperators.has(operator)) throw invalidRequest(`operator ${operator} is not supported`);
  const text = (name: string): JsonObject => {
    const value = filter[name] ?? undefined;
    return value === undefined ? {} : { [name]: scalarText(value, name) };
  };
  return {
    propertyName: requireProperty(call, String(filter['propertyName'])),
    operator,
    ...text('value'),
    ...text('highValue'),
    ...(Array.isArray(filter['values']) && { values: filter['values'].map(String) }),
  };
}

function requireProperty({ account }: RouteRequest, name: string): string {
  if (!isProperty(account, name))
    throw invalidRequest(`There is no property ${name}`, { propertyName: [name] });
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
