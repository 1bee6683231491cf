import { describe, expect, test } from 'vitest';
import { defaultVersions } from '../../src/model/desired-state.ts';
import { matchRoute, routeNamed, routes } from '../../src/hubspot/routes.ts';

describe('the route table', () => {
  test('names every operation once in each version', () => {
    const names = routes.map((route) => `${route.name} ${route.version ?? ''}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('marks only GET, batch reads and the search as reads', () => {
    const reading = routes.filter((route) => !route.write && route.method !== 'GET');
    expect([...new Set(reading.map((route) => route.name))]).toEqual([
      'contacts-batch-read',
      'contacts-search',
      'list-memberships-batch-read',
      'flows-batch-read',
      'workflow-id-mappings',
      'guide-sequences-batch-read',
    ]);
    expect(routes.filter((route) => route.write && route.method === 'GET')).toEqual([]);
  });

  test('has an end date for every route except those with a date in the path', () => {
    for (const route of routes) {
      const generation = /\/(v\d|\d{4}-\d{2})\//.exec(`${route.path}/`)?.[1] ?? '';
      const expected = { v1: '2027-09-01', v2: '2027-09-01', v3: '2027-09-01', v4: '2027-03-30' }[generation];
      expect([route.path, route.sunset]).toEqual([route.path, expected]);
    }
  });

  test.each([
    ['2026-09', 'sequence-enroll', '/automation/sequences/2026-09/enrollments'],
    ['2026-03', 'sequence-enroll', '/automation/sequences/2026-03/enrollments'],
    ['legacy', 'sequence-enroll', '/automation/v4/sequences/enrollments'],
    ['2026-09', 'account-details', '/account-info/2026-09/details'],
    ['2026-09', 'owners', '/crm/owners/2026-09'],
    ['2026-03', 'contacts-search', '/crm/objects/2026-03/contacts/search'],
    ['legacy', 'contacts-search', '/crm/v3/objects/contacts/search'],
    ['2026-09', 'list-add', '/crm/lists/2026-09/{listId}/memberships/add'],
    ['2026-09', 'contact-properties', '/crm/properties/2026-09/contacts'],
  ] as const)('has in %s the route %s', (apiVersion, name, path) => {
    const route = routeNamed(name, { ...defaultVersions, apiVersion });
    expect(route.path).toBe(path);
    expect(matchRoute(route.method, path.replaceAll(/\{\w+\}/gu, '1'))).toBe(route);
  });

  test.each([
    ['v4', '/automation/v4/flows/batch/read'],
    ['2026-09-beta', '/automation/2026-09-beta/flows/batch/read'],
  ] as const)('has the workflow routes of %s', (workflowApiVersion, path) => {
    expect(routeNamed('flows-batch-read', { ...defaultVersions, workflowApiVersion }).path).toBe(path);
  });

  test('has each account, owner, contact, property, list and sequence route in every version', () => {
    const versionsOf = new Map<string, unknown[]>();
    for (const { name, version } of routes) versionsOf.set(name, [...(versionsOf.get(name) ?? []), version]);
    const kinds = new Set([...versionsOf.values()].map((versions) => versions.join(' ')));
    expect([...kinds].toSorted()).toEqual(['', '2026-09 2026-03 legacy', 'v4 2026-09-beta']);
    const single = [...versionsOf].flatMap(([name, versions]) => (versions.length === 1 ? [name] : []));
    const other = single.filter((name) => !name.startsWith('guide-'));
    expect(other).toEqual(['users', 'user', 'contact-workflows', 'workflow-enroll', 'workflow-unenroll']);
  });

  test.each([
    ['GET', '/automation/sequences/2026-09/5510021?userId=7001', 'sequence'],
    ['GET', '/automation/sequences/2026-03/enrollments/contact/1042', 'contact-enrollment'],
    ['GET', '/crm/v3/lists/482', 'list'],
    ['GET', '/crm/lists/2026-09/object-type-id/0-1/name/Q4%20prospects', 'list-by-name'],
    ['PUT', '/crm/lists/2026-09/482/memberships/add', 'list-add'],
    ['POST', '/automation/v4/flows', 'flow-create'],
    ['DELETE', '/automation/v4/flows/900100', 'flow-delete'],
    ['POST', '/automation/v2/workflows/45/enrollments/contacts/a%2Bb%40x.example', 'workflow-enroll'],
    ['GET', '/automation/v2/workflows/enrollments/contacts/1042', 'contact-workflows'],
    ['DELETE', '/crm/v3/objects/contacts/1042/sequences/77', 'guide-sequence-unenroll'],
  ])('finds %s %s', (method, path, name) => {
    expect(matchRoute(method, path)?.name).toBe(name);
  });

  test.each([
    ['PUT', '/automation/v4/flows/900100'],
    ['DELETE', '/crm/objects/2026-09/contacts/1042'],
    ['GET', '/crm/owners/2026-09?archived=true'],
    ['GET', '/crm/v3/objects/contacts/1042/sequences/77/more'],
    ['POST', '/CRM/objects/2026-09/contacts/batch/read'],
  ])('does not match %s %s', (method, path) => {
    expect(matchRoute(method, path)).toBeUndefined();
  });
});
