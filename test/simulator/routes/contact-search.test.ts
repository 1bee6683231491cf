import { describe, expect, it } from 'vitest';
import { generateAccount } from '../../../src/simulator/seed/generate-account.ts';
import { takeViolations } from '../contract/watch-traffic.ts';
import { send, simulator } from '../simulator-client.ts';

const path = 'POST /crm/v3/objects/contacts/search';
const inSequence = [
  { propertyName: 'hs_latest_sequence_enrolled', operator: 'EQ', value: '5510021' },
  { propertyName: 'hs_sequences_is_enrolled', operator: 'EQ', value: 'true' },
];
const idsOf = (body: { results: { id: string }[] }): string[] => body.results.map(({ id }) => id);

describe('searching contacts', () => {
  it('finds the contacts that are in a sequence', async () => {
    const { body, headers } = await send(await simulator(), path, {
      filterGroups: [{ filters: inSequence }],
    });
    expect([body.total, idsOf(body)]).toEqual([1, ['1045']]);
    expect([...headers.keys()].filter((name) => name.startsWith('x-hubspot'))).toEqual([]);
  });

  it.each([
    ['EQ', { value: 'ana@northwind.example' }, ['1041']],
    ['IN', { values: ['bo@northwind.example', 'ana@northwind.example'] }, ['1041', '1042']],
    ['CONTAINS_TOKEN', { value: '*wingtip*' }, ['1055', '1056', '1057', '1058']],
    ['NOT_HAS_PROPERTY', {}, ['1048']],
  ])('evaluates %s %o', async (operator, rest, expected) => {
    const filters = [{ propertyName: 'email', operator, ...rest }];
    const { status, body } = await send(await simulator(), path, { filterGroups: [{ filters }], limit: 200 });
    expect(status).toBe(200);
    expect(idsOf(body)).toEqual(expected);
  });

  it('sorts by any property, ascending and descending', async () => {
    const account = await simulator();
    const search = (sorts: unknown[]) => send(account, path, { sorts, limit: 1 });
    expect(idsOf((await search(['-hs_object_id'])).body)).toEqual(['1090']);
    const ascending = [{ propertyName: 'firstname', direction: 'ASCENDING' }];
    expect(idsOf((await search(ascending)).body)).toEqual(['1001']);
    // HubSpot's documentation has this form of a sort, its specification only text.
    expect(takeViolations()).toEqual([expect.stringContaining('request/sorts/0 must be string')]);
  });

  it('returns pages of 200 up to 10,000 results, and the rest through a filter on the id', async () => {
    const account = await simulator({
      account: generateAccount({ contacts: 10_500, inSequence: 1, allReachable: true }),
    });
    const sorts = ['hs_object_id'];
    const query = { filterGroups: [{ filters: inSequence }], sorts, limit: 200, properties: ['email'] };
    const last = await send(account, path, { ...query, after: '9800' });
    expect([last.status, last.body.total, last.body.results.length]).toEqual([200, 10_500, 200]);
    expect((await send(account, path, { ...query, after: last.body.paging.next.after })).status).toBe(400);
    const idFilter = { propertyName: 'hs_object_id', operator: 'GT', value: idsOf(last.body).at(-1) };
    const rest = await send(account, path, {
      ...query,
      filterGroups: [{ filters: [...inSequence, idFilter] }],
    });
    expect(rest.body.total).toBe(500);
    expect(idsOf(rest.body)[0]).toBe(String(1_000_001 + 10_000));
  });

  it.each([
    ['a page that is too large', { limit: 201 }],
    ['an unknown operator', { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'LIKE' }] }] }],
    ['an unknown property', { filterGroups: [{ filters: [{ propertyName: 'nope', operator: 'EQ' }] }] }],
    ['too many groups', { filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) }],
  ])('refuses %s', async (_case, query) => {
    expect((await send(await simulator(), path, query)).status).toBe(400);
  });
});
