import { defaultVersions } from '../../../src/model/desired-state.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { openInventory } from '../../../src/hubspot/import/inventory.ts';
import { matchRoute } from '../../../src/hubspot/routes.ts';
import type { Dialect } from '../../../src/model/desired-state.ts';
import type { Inventory } from '../../../src/model/account.ts';
import { startScriptedServer } from '../scripted-server.ts';
import type { Scripted, ScriptedServer, Seen } from '../scripted-server.ts';
import { silent } from '../desired.ts';

const running: ScriptedServer[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

type Script = Readonly<Record<string, (seen: Seen) => Scripted>>;

/** Reads the inventory of a scripted account. Unlisted requests return 418. */
async function take(
  script: Script,
  {
    dialect = 'documented',
    ...wanted
  }: { dialect?: Dialect; sequences?: string[]; workflows?: string[] } = {},
): Promise<{ readonly inventory: Inventory; readonly seen: readonly Seen[] }> {
  const all = { ...basics, ...script };
  const server = await startScriptedServer((seen) => {
    const answer = all[`${seen.method} ${seen.path}`];
    return answer ? answer(seen) : { status: 418, body: { message: `${seen.path} is not in the script` } };
  });
  running.push(server);
  const account = openInventory({
    baseUrl: server.url,
    token: 'secret-token-1',
    dialect,
    ...defaultVersions,
    ratePercent: 80,
    sleep: async () => undefined,
  });
  const inventory = await account.read({ sequences: [], workflows: [], ...wanted }, silent);
  return { inventory, seen: server.seen };
}

const noResults = (): Scripted => ({ body: { total: 0, results: [] } });
const flow = { isEnabled: true, type: 'CONTACT_FLOW', objectTypeId: '0-1', flowType: 'WORKFLOW' };
const complete = (results: readonly unknown[]): Scripted => ({ body: { status: 'COMPLETE', results } });

const basics: Script = {
  'GET /account-info/2026-09/details': () => ({ body: { portalId: 123, timeZone: 'UTC' } }),
  'GET /crm/owners/2026-09': () => ({
    body: { results: [{ id: '88', userId: 7001, email: 'maria@acme.example' }] },
  }),
  'POST /crm/objects/2026-09/contacts/search': noResults,
  'GET /automation/sequences/2026-09': noResults,
  'GET /automation/v4/flows': noResults,
  'POST /automation/v4/flows/batch/read': () => complete([]),
  'POST /automation/v4/workflow-id-mappings/batch/read': () => complete([]),
};

/** Returns which membership a search is for. */
function searched({ body }: Seen): string {
  return JSON.stringify(body).includes('currentlyinworkflow') ? 'workflow' : 'sequence';
}

/** One contact in sequence 5, as the search and the batch read show it. */
const inSequence: Script = {
  'POST /crm/objects/2026-09/contacts/search': (seen) =>
    searched(seen) === 'sequence' ? { body: { total: 1, results: [{ id: '42' }] } } : noResults(),
  'POST /crm/objects/2026-09/contacts/batch/read': () =>
    complete([
      {
        id: 42,
        properties: {
          email: 'Ana@Northwind.example',
          hs_sequences_is_enrolled: 'true',
          hs_latest_sequence_enrolled: '5',
          hs_latest_sequence_enrolled_date: '2026-10-30T09:12:00Z',
        },
      },
    ]),
};

describe('the listing of workflows', () => {
  test('is read page by page, with documented parameters only, and omits workflows of other objects', async () => {
    const pages: Readonly<Record<string, Scripted>> = {
      first: { body: { results: [{ id: 900100, name: 'A' }], paging: { next: { after: 'p2' } } } },
      p2: { body: { results: [{ id: '900700', name: 'Deals' }, { id: '900200' }] } },
    };
    const { inventory, seen } = await take({
      'GET /automation/v4/flows': ({ query }) => pages[query['after'] ?? 'first'] ?? { status: 400 },
      'POST /automation/v4/flows/batch/read': () =>
        complete([
          { ...flow, id: 900100 },
          { ...flow, id: '900200', isEnabled: false },
          { ...flow, id: 900700, objectTypeId: '0-3' },
        ]),
    });
    expect(inventory.idle).toEqual([
      { kind: 'workflow', id: '900100', name: 'A' },
      { kind: 'workflow', id: '900200', disabled: true },
    ]);
    const listing = seen.filter(({ path }) => path === '/automation/v4/flows');
    expect(listing.map(({ method, query, body }) => [method, query, body])).toEqual([
      ['GET', { limit: '100' }, undefined],
      ['GET', { limit: '100', after: 'p2' }, undefined],
    ]);
    expect(listing[0]?.headers).toMatchObject({ authorization: 'Bearer secret-token-1' });
    expect(matchRoute('GET', '/automation/v4/flows?limit=100&after=p2')?.name).toBe('flows');
  });

  test('maps v2 ids to flow ids, from an array or from one object', async () => {
    for (const answer of [[{ id: 45, name: 'A' }], { id: '45', name: 'A' }]) {
      const { inventory } = await take({
        'POST /crm/objects/2026-09/contacts/search': (seen) =>
          searched(seen) === 'workflow' ? { body: { total: 1, results: [{ id: 42 }] } } : noResults(),
        'POST /crm/objects/2026-09/contacts/batch/read': () =>
          complete([{ id: '42', properties: { email: 'a@b.example' } }]),
        'GET /automation/v4/flows': () => ({ body: { results: [{ id: 900100, name: 'A' }] } }),
        'POST /automation/v4/flows/batch/read': () => complete([{ ...flow, id: '900100' }]),
        'POST /automation/v4/workflow-id-mappings/batch/read': () =>
          complete([{ flowId: 900100, workflowId: 45 }]),
        'GET /automation/v2/workflows/enrollments/contacts/42': () => ({ body: answer }),
      });
      expect(inventory.targets).toEqual([
        { kind: 'workflow', id: '900100', name: 'A', members: [{ contactId: '42', email: 'a@b.example' }] },
      ]);
    }
  });
});

describe('the members of a sequence', () => {
  const enrollment = 'GET /automation/sequences/2026-09/enrollments/contact/42';
  const member = { contactId: '42', email: 'ana@northwind.example', enrolledAt: '2026-10-30T09:12:00.000Z' };

  test.each([
    [
      'by email',
      { id: 1, sequenceId: 5, enrolledByEmail: 'Paul@acme.example', enrolledBy: 7001 },
      'paul@acme.example',
    ],
    ['by user', [{ id: 1, sequenceId: '5', enrolledBy: '7001' }], 'maria@acme.example'],
    ['by a user who is gone', { id: 1, sequenceId: 5, enrolledBy: 9 }, undefined],
    ['of another sequence', { id: 1, sequenceId: 6, enrolledByEmail: 'paul@acme.example' }, undefined],
    ['not at all', {}, undefined],
  ])('have their sender if HubSpot names one: %s', async (_name, answer, sender) => {
    const { inventory } = await take({
      ...inSequence,
      [enrollment]: () => ({ body: answer }),
      'GET /automation/sequences/2026-09': () => ({ body: { results: [{ id: 5, name: 'Five' }] } }),
    });
    const [target] = inventory.targets;
    expect(target).toMatchObject({ kind: 'sequence', id: '5', name: 'Five' });
    expect(target?.members).toEqual([{ ...member, ...(sender === undefined ? {} : { sender }) }]);
  });

  test('are found in a sequence that the list hides, with its name if HubSpot shows it', async () => {
    for (const [answer, name] of [
      [{ body: { id: 5, name: 'Hidden' } }, 'Hidden'],
      [{ status: 404 }, undefined],
    ] as const) {
      const { inventory, seen } = await take({
        ...inSequence,
        [enrollment]: () => ({ status: 404 }),
        'GET /automation/sequences/2026-09/5': () => answer,
      });
      const named = name === undefined ? {} : { name };
      expect(inventory.targets).toEqual([{ kind: 'sequence', id: '5', ...named, members: [member] }]);
      expect(seen.find(({ path }) => path.endsWith('/2026-09/5'))?.query).toEqual({ userId: '7001' });
    }
  });

  test('are searched by sequence if only some sequences are wanted', async () => {
    const { seen } = await take(
      {
        ...inSequence,
        [enrollment]: () => ({ status: 404 }),
        'GET /automation/sequences/2026-09': () => ({ body: { results: [{ id: 5, name: 'Five' }] } }),
      },
      { sequences: ['5'] },
    );
    const searches = seen.filter(({ path }) => path.endsWith('/search'));
    expect(searches).toHaveLength(1);
    expect(JSON.stringify(searches[0]?.body)).toContain(
      '"hs_latest_sequence_enrolled","operator":"EQ","value":"5"',
    );
  });

  test('are read from the enrollment itself in the guide', async () => {
    const { inventory } = await take(
      {
        ...inSequence,
        'GET /crm/v3/objects/contacts/42/associations/sequences': () => ({
          body: { results: [{ id: '77' }] },
        }),
        'GET /crm/v3/objects/contacts/42/sequences/77': () => ({
          body: {
            id: 77,
            contactId: 42,
            sequenceId: 5,
            userId: 7001,
            status: 'ACTIVE',
            enrolledAt: '2026-10-30T09:12:00Z',
          },
        }),
        'GET /automation/sequences/2026-09': () => ({ body: { results: [{ id: 5, name: 'Five' }] } }),
      },
      { dialect: 'guide' },
    );
    expect(inventory.targets[0]?.members).toEqual([{ ...member, sender: 'maria@acme.example' }]);
  });
});
