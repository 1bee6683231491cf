import { isProperty } from '../account/contact-properties.ts';
import { type Filter, operators, searchContacts, type SearchQuestion } from '../account/find-contacts.ts';
import { contactJson } from './contacts.ts';
import { bodyOf, isJson, type Json, looseText, textsOf } from './input.ts';
import { type Answer, type Call, invalid, ok, type Route } from './route.ts';

const pageMost = 200;
const resultsMost = 10_000;

export const contactSearchRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/crm/v3/objects/contacts/search',
    scopes: ['crm.objects.contacts.read'],
    search: true,
    answer: search,
  },
];

function search(call: Call): Answer {
  const { account } = call;
  const body = bodyOf(call);
  const limit = numberOf(body['limit'], 'limit') ?? 10;
  if (limit < 1 || limit > pageMost) throw invalid(`limit must be between 1 and ${pageMost}`);
  const offset = numberOf(body['after'], 'after') ?? 0;
  if (offset + limit > resultsMost) {
    throw invalid(`The maximum number of results of one query is ${resultsMost}`, {
      after: [String(offset)],
    });
  }
  const found = searchContacts(account, questionOf(call, body));
  const properties = textsOf(body['properties'], 'properties');
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

function questionOf(call: Call, body: Json): SearchQuestion {
  const groups = listOf(body['filterGroups'], 'filterGroups');
  if (groups.length > 5) throw invalid('At most 5 filterGroups are allowed');
  const question = {
    groups: groups.map((group) =>
      listOf(group['filters'], 'filters').map((filter) => filterOf(call, filter)),
    ),
  };
  if (question.groups.some((filters) => filters.length > 6)) {
    throw invalid('At most 6 filters are allowed in a group');
  }
  const sort = Array.isArray(body['sorts']) ? sortOf(call, body['sorts']) : undefined;
  return sort ? { ...question, sort } : question;
}

function sortOf(call: Call, sorts: readonly unknown[]): SearchQuestion['sort'] {
  if (sorts.length > 1) throw invalid('At most one sort is allowed');
  const [first] = sorts;
  if (first === undefined) return undefined;
  if (typeof first === 'string') {
    const descending = first.startsWith('-');
    return { propertyName: knownProperty(call, descending ? first.slice(1) : first), descending };
  }
  if (!isJson(first)) throw invalid('a sort is a text or an object');
  const propertyName = knownProperty(call, String(first['propertyName']));
  return { propertyName, descending: first['direction'] === 'DESCENDING' };
}

function filterOf(call: Call, filter: Json): Filter {
  const operator = String(filter['operator']);
  if (!operators.has(operator)) throw invalid(`operator ${operator} is not supported`);
  const text = (name: string): Json => {
    const value = filter[name] ?? undefined;
    return value === undefined ? {} : { [name]: looseText(value, name) };
  };
  return {
    propertyName: knownProperty(call, String(filter['propertyName'])),
    operator,
    ...text('value'),
    ...text('highValue'),
    ...(Array.isArray(filter['values']) && { values: filter['values'].map(String) }),
  };
}

function knownProperty({ account }: Call, name: string): string {
  if (!isProperty(account, name)) throw invalid(`There is no property ${name}`, { propertyName: [name] });
  return name;
}

function listOf(value: unknown, name: string): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isJson)) throw invalid(`${name} must be a list of objects`);
  return value;
}

function numberOf(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (!Number.isInteger(number))
    throw invalid(`${name} must be an integer`, { [name]: [looseText(value, name)] });
  return number;
}
