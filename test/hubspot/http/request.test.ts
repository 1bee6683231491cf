import { defaultVersions } from '../../../src/model/desired-state.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import { matchRoute } from '../../../src/hubspot/routes.ts';

const call = requestFactory(defaultVersions);

describe('a request', () => {
  test.each([
    ['ana+q4@x.example', 'ana%2Bq4%40x.example'],
    ['a/b@x.example', 'a%2Fb%40x.example'],
    ['50%@x.example', '50%25%40x.example'],
    ['jürgen@müller.example', 'j%C3%BCrgen%40m%C3%BCller.example'],
    ["o'neil?#@x.example", "o'neil%3F%23%40x.example"],
    ['a;b=c&d@x.example', 'a%3Bb%3Dc%26d%40x.example'],
  ])('encodes the email %s in a path', (email, encoded) => {
    const made = call('workflow-enroll', { params: { workflowId: '45', email } });
    expect(made.path).toBe(`/automation/v2/workflows/45/enrollments/contacts/${encoded}`);
  });

  test('masks emails in its label', () => {
    const params = { workflowId: '45', email: 'ana.long@northwind.example' };
    expect(call('workflow-enroll', { params }).label).toBe(
      'POST /automation/v2/workflows/45/enrollments/contacts/a•••@northwind.example',
    );
    expect(call('owners', { query: { email: 'maria@acme.example' } }).label).toBe('GET /crm/owners/2026-09');
  });

  test('omits undefined query values', () => {
    expect(call('owners', { query: { limit: 100, after: undefined } }).path).toBe(
      '/crm/owners/2026-09?limit=100',
    );
  });

  test.each(['', '.', '..'])('rejects %j as a path value', (contactId) => {
    expect(() => call('contact-workflows', { params: { contactId } })).toThrow('needs a value');
  });

  test('rejects a query parameter that the route does not have', () => {
    expect(() => call('owners', { query: { archived: 'true' } })).toThrow('has no query parameter archived');
  });

  test('stays on its route for any list name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (listName) => {
        fc.pre(listName !== '.' && listName !== '..');
        const { path } = call('list-by-name', { params: { listName } });
        const resolved = new URL(`http://127.0.0.1${path}`).pathname;
        expect(matchRoute('GET', resolved)?.name).toBe('list-by-name');
      }),
    );
  });
});
