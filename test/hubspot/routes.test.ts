import { describe, expect, test } from 'vitest';
import { matchRoute, routeNamed, routes } from '../../src/hubspot/routes.ts';

describe('the route table', () => {
  test('names every operation once in each version', () => {
    const names = routes.map((route) => `${route.name} ${route.version ?? ''}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('marks only GET, batch reads and the search as reads', () => {
    const reading = routes.filter((route) => !route.write && route.method !== 'GET');
    expect(reading.map((route) => route.name)).toEqual([
      'contacts-batch-read',
      'contacts-search',
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
    ['2026-03', '/automation/sequences/2026-03/enrollments'],
    ['2026-09', '/automation/sequences/2026-09/enrollments'],
    ['v4', '/automation/v4/sequences/enrollments'],
  ] as const)('has the sequence routes of %s', (version, path) => {
    expect(routeNamed('sequence-enroll', version).path).toBe(path);
    expect(matchRoute('POST', `${path}?userId=7001`)?.version).toBe(version);
  });

  test.each([
    ['GET', '/automation/sequences/2026-03/5510021?userId=7001', 'sequence'],
    ['GET', '/automation/sequences/2026-03/enrollments/contact/1042', 'contact-enrollment'],
    ['GET', '/crm/v3/lists/482', 'list'],
    ['GET', '/crm/v3/lists/object-type-id/0-1/name/Q4%20prospects', 'list-by-name'],
    ['PUT', '/crm/v3/lists/482/memberships/add', 'list-add'],
    ['DELETE', '/automation/v4/flows/900100', 'flow-delete'],
    ['POST', '/automation/v2/workflows/45/enrollments/contacts/a%2Bb%40x.example', 'workflow-enroll'],
    ['GET', '/automation/v2/workflows/enrollments/contacts/1042', 'contact-workflows'],
    ['DELETE', '/crm/v3/objects/contacts/1042/sequences/77', 'guide-sequence-unenroll'],
  ])('finds %s %s', (method, path, name) => {
    expect(matchRoute(method, path)?.name).toBe(name);
  });

  test.each([
    ['POST', '/automation/v4/flows'],
    ['PUT', '/automation/v4/flows/900100'],
    ['DELETE', '/crm/v3/objects/contacts/1042'],
    ['GET', '/crm/v3/owners?archived=true'],
    ['GET', '/crm/v3/objects/contacts/1042/sequences/77/more'],
    ['POST', '/CRM/v3/objects/contacts/batch/read'],
  ])('does not match %s %s', (method, path) => {
    expect(matchRoute(method, path)).toBeUndefined();
  });
});
