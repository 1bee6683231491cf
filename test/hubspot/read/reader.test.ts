import { afterEach, describe, expect, test } from 'vitest';
import { addMilliseconds, instantOf } from '../../../src/model/time.ts';
import { idOf, objectOf, objectsOf } from '../../../src/hubspot/http/response.ts';
import { asking, member, onList, sequence, silent, workflow } from '../desired.ts';
import { flow } from '../fixtures.ts';
import { closeServers, openScripted } from '../open-scripted.ts';
import type { Script } from '../open-scripted.ts';
import type { Seen } from '../scripted-server.ts';
import { trustEmail } from '../../../src/model/email.ts';

afterEach(closeServers);

const account = { 'GET /account-info/2026-09/details': { body: { portalId: '90210' } } };
const none = { body: { status: 'COMPLETE', results: [] } };
const noResults = { 'POST /crm/objects/2026-09/contacts/search': { body: { total: 0, results: [] } } };
const quiet: Script = {
  ...account,
  ...noResults,
  'GET /crm/owners/2026-09': {
    body: { results: [{ id: 88101, userId: 7001, email: 'Maria@acme.example', firstName: 'Maria' }] },
  },
  'GET /automation/sequences/2026-09/5': { body: { id: '5', name: 'Q4', steps: [] } },
  'POST /automation/v4/flows/batch/read': none,
  'POST /automation/v4/workflow-id-mappings/batch/read': none,
};

interface Person {
  readonly id: number | string;
  readonly properties: Readonly<Record<string, string | null>>;
}

function inputsOf(body: unknown): readonly string[] {
  return objectsOf(objectOf(body)['inputs']).flatMap(({ id }) => idOf(id) ?? []);
}

/** Responds to batch reads like HubSpot: found contacts in reverse order, and a 207 for the others. */
function contactsKnown(people: readonly Person[]): Script {
  return {
    'POST /crm/objects/2026-09/contacts/batch/read': {
      by: ({ body }: Seen) => {
        const inputs = inputsOf(body);
        const { idProperty } = objectOf(body);
        const keysOf = ({ id, properties }: Person): readonly unknown[] =>
          idProperty === 'email'
            ? [properties['email'], ...(properties['hs_additional_emails'] ?? '').split(';')]
            : [String(id), ...(properties['hs_merged_object_ids'] ?? '').split(';')];
        const found = people.filter((one) => inputs.some((id) => keysOf(one).includes(id)));
        const errors =
          inputs.length > found.length ? [{ category: 'OBJECT_NOT_FOUND', context: {} }] : undefined;
        return {
          status: errors ? 207 : 200,
          body: { status: 'COMPLETE', results: found.toReversed(), errors },
        };
      },
    },
  };
}

const inFive = {
  hs_sequences_is_enrolled: 'true',
  hs_latest_sequence_enrolled: '5',
  hs_latest_sequence_enrolled_date: '2026-01-02T09:00:00Z',
};

describe('contacts', () => {
  const people = [
    {
      id: 1,
      properties: { email: 'Ana@x.example', hs_additional_emails: 'ana.old@x.example;ana2@x.example' },
    },
    { id: '2', properties: { email: null, hs_merged_object_ids: '12;13', hubspot_owner_id: '88101' } },
    {
      id: 3,
      properties: {
        email: 'bo@x.example',
        hs_email_optout: 'true',
        hs_email_hard_bounce_reason_enum: 'OTHER',
      },
    },
  ];

  test('are found by id, email, secondary email and merged id, never by order', async () => {
    const { reader, server } = await openScripted({
      ...quiet,
      ...contactsKnown(
        people.map((one) => ({
          ...one,
          properties: { ...one.properties, email: one.properties.email?.toLowerCase() ?? null },
        })),
      ),
    });
    const observed = await reader.observe(
      asking({
        people: [
          { email: trustEmail('ANA.old@x.example') },
          { email: trustEmail('bo@x.example') },
          { email: trustEmail('gone@x.example') },
          { id: '13' },
          { id: '3' },
          { id: '99' },
        ],
      }),
      silent,
    );
    expect([...observed.contacts.keys()].toSorted()).toEqual(['1', '2', '3']);
    expect(Object.fromEntries(observed.aliases)).toEqual({
      '1': '1',
      'ana@x.example': '1',
      'ana.old@x.example': '1',
      'ana2@x.example': '1',
      '2': '2',
      '12': '2',
      '13': '2',
      '3': '3',
      'bo@x.example': '3',
    });
    expect(observed.contacts.get('1')).toMatchObject({
      email: 'ana@x.example',
      emails: ['ana@x.example', 'ana.old@x.example', 'ana2@x.example'],
    });
    expect(observed.contacts.get('2')).toMatchObject({
      emails: [],
      mergedIds: ['12', '13'],
      ownerId: '88101',
    });
    expect(observed.contacts.get('3')).toMatchObject({ optedOut: true, bounced: true });
    const bodies = server.seen.filter(
      (seen) => seen.path.endsWith('/batch/read') && seen.path.includes('contacts'),
    );
    expect(bodies[0]?.body).toMatchObject({
      inputs: [{ id: 'ana.old@x.example' }, { id: 'bo@x.example' }, { id: 'gone@x.example' }],
      idProperty: 'email',
      properties: expect.arrayContaining(['hs_merged_object_ids', 'hs_additional_emails']),
    });
    expect(bodies[1]?.body).toMatchObject({ inputs: [{ id: '13' }, { id: '99' }] });
    expect(bodies[1]?.body).not.toHaveProperty('idProperty');
  });

  test('are read once, 100 a request, independent of the number of targets', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => String(index + 1));
    const { reader, lines } = await openScripted({
      ...quiet,
      ...contactsKnown(ids.map((id) => ({ id, properties: {} }))),
    });
    const members = ids.map((id) => member({ id }));
    const targets = [sequence('5', { members }), sequence('6', { members })];
    await reader.observe(
      asking({ people: [...ids, ...ids].map((id) => ({ id })), targets: targets.slice(0, 1) }),
      silent,
    );
    expect(lines().filter((line) => line === 'POST /crm/objects/2026-09/contacts/batch/read')).toHaveLength(
      3,
    );
  });

  test.each([
    [
      'part of the batch failed for another reason',
      {
        status: 207,
        body: { status: 'COMPLETE', results: [], errors: [{ category: 'INTERNAL_ERROR', message: 'oops' }] },
      },
    ],
    ['it is not complete', { body: { status: 'PENDING', results: [] } }],
    ['the response has no batch status', { body: { results: [] } }],
  ])('are not treated as absent from a batch if %s', async (_, scripted) => {
    const { reader } = await openScripted({
      ...quiet,
      'POST /crm/objects/2026-09/contacts/batch/read': scripted,
    });
    await expect(reader.contacts(['1'], [])).rejects.toMatchObject({ code: 'hubspot-unexpected' });
  });

  test('are shown with masked emails if part of a batch failed', async () => {
    const errors = [{ category: 'INTERNAL_ERROR', message: 'no ana.b@x.example' }];
    const { reader } = await openScripted({
      ...quiet,
      'POST /crm/objects/2026-09/contacts/batch/read': {
        status: 207,
        body: { status: 'COMPLETE', results: [], errors },
      },
    });
    await expect(reader.contacts(['1'], [])).rejects.toThrow(
      'part of the batch failed ("INTERNAL_ERROR: no a•••@x.example")',
    );
  });

  test('are read again by the requested ids, and are absent if deleted', async () => {
    const { reader } = await openScripted({ ...quiet, ...contactsKnown(people) });
    const found = await reader.contacts(['13', '1', '99'], [{ kind: 'sequence', id: '5' }]);
    expect([...found].map(([asked, { id }]) => [asked, id])).toEqual([
      ['13', '2'],
      ['1', '1'],
    ]);
  });
});

describe('the members of a sequence', () => {
  test('are searched, past 10,000, and read to verify them', async () => {
    const total = 10_450;
    const all = Array.from({ length: total }, (_, index) => ({
      id: String(index + 1),
      properties: index === 7 ? {} : inFive,
    }));
    const byId = new Map(all.map((one) => [one.id, one]));
    const { reader, server } = await openScripted({
      ...quiet,
      'POST /crm/objects/2026-09/contacts/batch/read': {
        by: ({ body }) => ({
          body: {
            status: 'COMPLETE',
            results: inputsOf(body).map((id) => byId.get(id)),
          },
        }),
      },
      'POST /crm/objects/2026-09/contacts/search': {
        by: ({ body }) => {
          const [group] = objectsOf(objectOf(body)['filterGroups']);
          const after = Number(objectsOf(group?.['filters'])[2]?.['value']);
          return {
            body: { total: total - after, results: all.slice(after, after + 200).map(({ id }) => ({ id })) },
          };
        },
      },
    });
    const { targets } = await reader.observe(asking({ targets: [sequence('5')] }), silent);
    expect(targets.get('sequence:5')?.active?.size).toBe(total - 1);
    const searches = server.seen.filter((seen) => seen.path.endsWith('/search'));
    expect(searches).toHaveLength(53);
    expect(searches[0]?.body).toMatchObject({
      limit: 200,
      sorts: ['hs_object_id'],
      filterGroups: [
        {
          filters: [
            { propertyName: 'hs_sequences_is_enrolled', operator: 'EQ', value: 'true' },
            { propertyName: 'hs_latest_sequence_enrolled', operator: 'EQ', value: '5' },
            { propertyName: 'hs_object_id', operator: 'GT', value: '0' },
          ],
        },
      ],
    });
    // Windows on the id, not the cursor, which ends at 10,000 results.
    expect(searches.every((seen) => objectOf(seen.body)['after'] === '0')).toBe(true);
  });

  test('are not searched further after a page that is not sorted by id', async () => {
    const { reader } = await openScripted({
      ...quiet,
      'POST /crm/objects/2026-09/contacts/search': {
        body: { total: 900, results: [{ id: '7' }, { id: '5' }] },
      },
    });
    await expect(reader.observe(asking({ targets: [sequence('5')] }), silent)).rejects.toThrow(
      'a search page that is not in ascending order of contact ids',
    );
  });

  test.each([
    ['are not searched further when all are known', 300, 0, 1],
    ['are searched further when one more is counted', 301, 0, 2],
    ['are searched further when some joined too lately for the index', 300, 5, 2],
  ])('%s', async (...[, total, fresh, searches]) => {
    const ids = Array.from({ length: total }, (_unused, index) => String(index + 1));
    const date = addMilliseconds(instantOf(Date.now()), -60_000);
    const known = ids.slice(0, 300).map((id, index) => ({
      id,
      properties: index < fresh ? { ...inFive, hs_latest_sequence_enrolled_date: date } : inFive,
    }));
    const { reader, lines } = await openScripted({
      ...quiet,
      ...contactsKnown(known),
      'POST /crm/objects/2026-09/contacts/search': {
        by: ({ body }) => {
          const first = JSON.stringify(body).includes('"value":"0"');
          return {
            body: {
              total: first ? total : total - 200,
              results: (first ? ids.slice(0, 200) : ids.slice(200)).map((id) => ({ id })),
            },
          };
        },
      },
    });
    await reader.observe(
      asking({ people: known.map(({ id }) => ({ id })), targets: [sequence('5')] }),
      silent,
    );
    expect(lines().filter((line) => line.endsWith('/search'))).toHaveLength(searches);
  });

  test('are searched in sequences that only the ledger has', async () => {
    const { reader } = await openScripted({
      ...quiet,
      'GET /automation/sequences/2026-09/5': { status: 404 },
    });
    const observed = await reader.observe(
      asking({ ledgerTargets: [{ kind: 'sequence', id: '5', key: 'old' }] }),
      silent,
    );
    expect(observed.targets.get('sequence:5')).toMatchObject({
      status: 'missing',
      active: new Set(),
      unenrollRoute: false,
    });
  });
});

describe('an enrollment whose date the properties lack', () => {
  const person = { id: '1', properties: { ...inFive, hs_latest_sequence_enrolled_date: null } };
  test.each([
    ['404', { status: 404 }, undefined],
    ['200 with nothing', { text: '' }, undefined],
    ['200 with an empty object', { body: {} }, undefined],
    [
      'an object',
      { body: { id: 7, sequenceId: 5, enrolledAt: '2026-11-02T09:00:00Z' } },
      '2026-11-02T09:00:00.000Z',
    ],
    [
      'an array',
      { body: [{ id: 7, sequenceId: '5', enrolledAt: '2026-11-02T09:00:00Z' }] },
      '2026-11-02T09:00:00.000Z',
    ],
    ['another sequence', { body: { id: 7, sequenceId: '6', enrolledAt: '2026-11-02T09:00:00Z' } }, undefined],
  ])('is read, and stays active for any response: %s', async (_, scripted, enrolledAt) => {
    const path = 'GET /automation/sequences/2026-09/enrollments/contact/1';
    const { reader, lines } = await openScripted({ ...quiet, ...contactsKnown([person]), [path]: scripted });
    const found = await reader.contacts(['1'], [{ kind: 'sequence', id: '5' }]);
    expect(lines()).toContain(path);
    expect(found.get('1')?.enrollments).toEqual([
      expect.objectContaining({ targetId: '5', state: 'active', ...(enrolledAt && { enrolledAt }) }),
    ]);
  });
});

describe('senders', () => {
  const owners = {
    'GET /crm/owners/2026-09': {
      by: ({ query }: Seen) =>
        query['after'] === undefined
          ? {
              body: {
                results: [
                  { id: '88101', userId: 7001, email: 'maria@acme.example' },
                  { id: '88109', userId: null, email: 'former@acme.example' },
                ],
                paging: { next: { after: 'p2' } },
              },
            }
          : {
              body: {
                results: [
                  {
                    id: 88102,
                    userId: '7002',
                    email: 'paul@acme.example',
                    firstName: 'Paul',
                    lastName: 'Lindqvist',
                  },
                ],
              },
            },
    },
  };

  test('are read by email, and have a user id that differs from the owner id', async () => {
    const { reader, lines } = await openScripted({ ...quiet, ...owners });
    const { senders } = await reader.observe(
      asking({ senders: [trustEmail('Maria@acme.example'), trustEmail('maria@acme.example')] }),
      silent,
    );
    expect(lines()).toContain('GET /crm/owners/2026-09?email=maria%40acme.example&limit=100');
    expect(senders.get('maria@acme.example')).toEqual({
      email: 'maria@acme.example',
      ownerId: '88101',
      userId: '7001',
    });
    expect(lines().filter((line) => line.includes('owners'))).toHaveLength(1);
  });

  test('are all read, page by page, if contact owners send', async () => {
    const { reader, lines } = await openScripted({ ...quiet, ...owners });
    const { senders } = await reader.observe(
      asking({ owners: true, senders: [trustEmail('maria@acme.example')] }),
      silent,
    );
    expect(senders.get('88102')).toMatchObject({ userId: '7002', name: 'Paul Lindqvist' });
    expect(senders.has('former@acme.example')).toBe(false);
    expect(lines().filter((line) => line.includes('owners'))).toEqual([
      'GET /crm/owners/2026-09?limit=100',
      'GET /crm/owners/2026-09?limit=100&after=p2',
    ]);
  });
});

describe('a sequence', () => {
  const day = 86_400_000;
  const steps = [
    { actionType: 'EMAIL', delayMillis: 5 * day, stepOrder: 3 },
    { actionType: 'EMAIL', delayMillis: 0, stepOrder: 0 },
    { actionType: 'ADAPTIVE_CONTAINER', delayMillis: day, stepOrder: 2 },
    { actionType: 'TASK', delayMillis: String(3 * day), stepOrder: 1 },
    { actionType: 'FINISH_ENROLLMENT', delayMillis: day, stepOrder: 4 },
  ];
  const read = async (body: object, target = sequence('5')) => {
    const account = await openScripted({
      ...quiet,
      'GET /automation/sequences/2026-09/5': {
        body: { id: 5, name: 'Q4', createdAt: '2026-02-03T10:00:00Z', ...body },
      },
    });
    const observed = await account.reader.observe(
      asking({ senders: [trustEmail('maria@acme.example')], targets: [target] }),
      silent,
    );
    return { ...account, target: observed.targets.get('sequence:5') };
  };

  test('has the days of its emails, read as its sender', async () => {
    const { target, lines } = await read({ steps });
    expect(target).toMatchObject({
      status: 'ready',
      name: 'Q4',
      emails: [0, 9],
      createdAt: '2026-02-03T10:00:00.000Z',
      unenrollRoute: false,
    });
    expect(lines()).toContain('GET /automation/sequences/2026-09/5?userId=7001');
  });

  test('with unknown steps has a warning that it may send more emails', async () => {
    expect((await read({ steps })).target?.hazards).toMatchObject([
      { code: 'sequence-steps-unknown', message: expect.stringContaining('ADAPTIVE_CONTAINER') },
    ]);
    const known = steps.filter(({ actionType }) => actionType !== 'ADAPTIVE_CONTAINER');
    expect((await read({ steps: known })).target?.hazards).toEqual([]);
  });

  test('has another revision only after an edit', async () => {
    const first = await read({ steps });
    expect((await read({ steps })).target?.revision).toBe(first.target?.revision);
    expect((await read({ steps: steps.slice(1) })).target?.revision).not.toBe(first.target?.revision);
  });

  const unenrollWorkflow = {
    id: '7781',
    isEnabled: true,
    type: 'CONTACT_FLOW',
    objectTypeId: '0-1',
    flowType: 'WORKFLOW',
    actions: [{ actionTypeId: '0-4702372' }],
  };
  test.each([
    ['an unenroll workflow', [unenrollWorkflow], { workflow: '7781' }, true],
    [
      'a disabled unenroll workflow',
      [{ ...unenrollWorkflow, isEnabled: false }],
      { workflow: '7781' },
      false,
    ],
    [
      'an unenroll workflow without the action',
      [{ ...unenrollWorkflow, actions: [] }],
      { workflow: '7781' },
      false,
    ],
    [
      'an unenroll workflow for deals',
      [{ ...unenrollWorkflow, objectTypeId: '0-3' }],
      { workflow: '7781' },
      false,
    ],
    ['a missing unenroll workflow', [], { workflow: '7781' }, false],
  ])('has an unenroll route or not: %s', async (...[, flows, unenroll, unenrollRoute]) => {
    const { reader } = await openScripted({
      ...quiet,
      'POST /automation/v4/flows/batch/read': { body: { status: 'COMPLETE', results: flows } },
      'POST /automation/v4/workflow-id-mappings/batch/read': {
        body: { status: 'COMPLETE', results: [{ flowId: 7781, workflowId: 46 }] },
      },
    });
    const { targets } = await reader.observe(asking({ targets: [sequence('5', { unenroll })] }), silent);
    expect(targets.get('sequence:5')).toMatchObject({ unenrollRoute });
  });
});

describe('lists', () => {
  const found = (listId: string, name: string, more: object = {}) => ({
    body: { list: { listId, name, objectTypeId: '0-1', processingType: 'MANUAL', ...more } },
  });

  test('are found by id or name and read 250 a page', async () => {
    const { reader, lines } = await openScripted({
      ...quiet,
      ...contactsKnown([
        { id: 1, properties: {} },
        { id: 2, properties: {} },
      ]),
      'GET /crm/lists/2026-09/482': found('482', 'Events'),
      'GET /crm/lists/2026-09/482/memberships': {
        by: ({ query }) =>
          query['after']
            ? { body: { results: [{ recordId: '2' }] } }
            : { body: { results: [{ recordId: 1 }], paging: { next: { after: 'p2' } } } },
      },
      'GET /crm/lists/2026-09/object-type-id/0-1/name/Q4%20%2F%20all': found('483', 'Q4 / all'),
      'GET /crm/lists/2026-09/483/memberships': { body: { results: [] } },
      'GET /crm/lists/2026-09/2026': { status: 404 },
      'GET /crm/lists/2026-09/object-type-id/0-1/name/2026': { status: 404 },
    });
    const { lists, contacts } = await reader.observe(asking({ lists: ['482', 'Q4 / all', '2026'] }), silent);
    expect([...lists]).toEqual([
      ['482', { id: '482', name: 'Events', members: ['1', '2'] }],
      ['Q4 / all', { id: '483', name: 'Q4 / all', members: [] }],
    ]);
    expect([...contacts.keys()].toSorted()).toEqual(['1', '2']);
    expect(lines()).toContain('GET /crm/lists/2026-09/482/memberships?limit=250&after=p2');
  });

  test('with names that a path cannot contain are not read, and are absent', async () => {
    const { reader, lines } = await openScripted(quiet);
    const { lists } = await reader.observe(asking({ lists: ['..', '.', '\uD800'] }), silent);
    expect([...lists]).toEqual([]);
    expect(lines().filter((line) => line.includes('/lists/'))).toEqual([]);
  });

  test('are not treated as absent after a web page with 404', async () => {
    const path = 'GET /crm/lists/2026-09/object-type-id/0-1/name/Q4';
    const { reader } = await openScripted({ ...quiet, [path]: { status: 404, text: '<html>gone</html>' } });
    await expect(reader.observe(asking({ lists: ['Q4'] }), silent)).rejects.toThrow(
      'name/Q4 returned 404 with a web page instead of JSON (17 characters)',
    );
  });

  test('with a cycle of pages fail', async () => {
    const next: Readonly<Record<string, string>> = { a: 'b', b: 'c', c: 'b' };
    const { reader, lines } = await openScripted({
      ...quiet,
      'GET /crm/lists/2026-09/482': found('482', 'Events'),
      'GET /crm/lists/2026-09/482/memberships': {
        by: ({ query }) => ({
          body: { results: [], paging: { next: { after: next[query['after'] ?? ''] ?? 'a' } } },
        }),
      },
    });
    await expect(reader.observe(asking({ lists: ['482'] }), silent)).rejects.toThrow(
      'undocumented response: a page with the cursor of an earlier page',
    );
    expect(lines().filter((line) => line.includes('/memberships'))).toHaveLength(4);
  });

  test('of companies are rejected', async () => {
    const { reader } = await openScripted({
      ...quiet,
      'GET /crm/lists/2026-09/482': found('482', 'Firms', { objectTypeId: '0-2' }),
    });
    await expect(reader.observe(asking({ lists: ['482'] }), silent)).rejects.toMatchObject({
      code: 'list-not-of-contacts',
      exitCode: 3,
    });
  });
});

describe('the members of a workflow', () => {
  const known: Script = {
    ...quiet,
    ...contactsKnown(['1', '2', '3'].map((id) => ({ id, properties: { email: `p${id}@x.example` } }))),
    'POST /automation/v4/flows/batch/read': { body: { status: 'COMPLETE', results: [flow] } },
    'POST /automation/v4/workflow-id-mappings/batch/read': {
      body: { status: 'COMPLETE', results: [{ flowId: 900, workflowId: 45 }] },
    },
  };
  const path = (id: string) => `GET /automation/v2/workflows/enrollments/contacts/${id}`;

  test('are read contact by contact, only for declared contacts', async () => {
    const { reader, lines } = await openScripted({
      ...known,
      // Guards against splitting the email: none of its letters is a contact id.
      ...contactsKnown([
        { id: '1', properties: { email: 'ana@x.example' } },
        { id: '2', properties: { email: 'p2@x.example' } },
        { id: '3', properties: { email: 'p3@x.example' } },
      ]),
      [path('1')]: { body: [{ id: 45 }, { id: 46 }] },
      [path('2')]: { body: { id: '45' } },
    });
    const target = workflow('900', {
      members: [member({ email: trustEmail('ana@x.example') }), member({ id: '2' })],
    });
    const { contacts, targets } = await reader.observe(
      asking({
        people: [{ email: trustEmail('ana@x.example') }, { id: '2' }, { id: '3' }],
        targets: [target],
      }),
      silent,
    );
    const active = { kind: 'workflow', targetId: '900', state: 'active' };
    expect(contacts.get('1')?.enrollments).toEqual([active]);
    expect(contacts.get('2')?.enrollments).toEqual([active]);
    expect(contacts.get('3')?.enrollments).toEqual([]);
    expect(lines()).not.toContain(path('3'));
    expect(targets.get('workflow:900')).toMatchObject({
      status: 'ready',
      name: 'Onboarding',
      revision: '3',
      unenrollRoute: true,
    });
    expect(targets.get('workflow:900')).not.toHaveProperty('active');
  });

  test.each([[{ status: 404 }], [{ text: '' }], [{ body: [] }], [{ body: {} }]])(
    'are empty if HubSpot returns %j',
    async (scripted) => {
      const { reader } = await openScripted({ ...known, [path('1')]: scripted });
      const found = await reader.contacts(['1'], [{ kind: 'workflow', id: '900' }]);
      expect(found.get('1')?.enrollments).toEqual([]);
    },
  );

  test('are read in bulk from the lists that the file names', async () => {
    const { reader, lines } = await openScripted({
      ...known,
      'GET /crm/lists/2026-09/553': { body: { list: { listId: '553' } } },
      'GET /crm/lists/2026-09/553/memberships': {
        body: { results: [{ recordId: '3', membershipTimestamp: '2026-10-25T07:30:00Z' }] },
      },
      'GET /crm/lists/2026-09/554': { body: { list: { listId: '554' } } },
      'GET /crm/lists/2026-09/554/memberships': {
        body: { results: [{ recordId: '3', membershipTimestamp: '2026-10-25T07:30:00Z' }, { recordId: 8 }] },
      },
    });
    const target = workflow('900', {
      activeList: '553',
      everList: '554',
      members: [member({ id: '1' }), onList('482')],
    });
    const { contacts, targets } = await reader.observe(
      asking({ people: [{ id: '1' }], targets: [target] }),
      silent,
    );
    expect(targets.get('workflow:900')).toMatchObject({
      active: new Set(['3']),
      everEnrolled: new Map([
        ['3', '2026-10-25T07:30:00.000Z'],
        ['8', undefined],
      ]),
    });
    expect(contacts.get('3')?.enrollments).toEqual([
      { kind: 'workflow', targetId: '900', state: 'active', enrolledAt: '2026-10-25T07:30:00.000Z' },
    ]);
    expect(lines().filter((line) => line.includes('/v2/'))).toEqual([]);
    await reader.contacts(['1', '2', '3'], [{ kind: 'workflow', id: '900' }]);
    expect(lines().filter((line) => line.includes('/v2/'))).toEqual([]);
  });

  test('are unknown if a list of the files is missing: an error of the target', async () => {
    const { reader } = await openScripted({
      ...known,
      'GET /crm/lists/2026-09/object-type-id/0-1/name/Active': { status: 404 },
    });
    const { targets } = await reader.observe(
      asking({ targets: [workflow('900', { activeList: 'Active' })] }),
      silent,
    );
    expect(targets.get('workflow:900')?.hazards).toMatchObject([
      { code: 'list-missing', severity: 'error', about: 'activeList' },
    ]);
  });
});

describe('the guide', () => {
  const link = (id: string, to: readonly (number | string)[], more: object = {}) => ({
    from: { id },
    to: to.map((toObjectId) => ({ toObjectId })),
    ...more,
  });
  const detail = (body: object) => ({ body: { sequenceId: 5, enrolledAt: '2026-11-02T09:00:00Z', ...body } });

  test('reads associations in bulk, and each enrollment', async () => {
    const script = {
      ...quiet,
      ...contactsKnown(
        ['1', '2', '3'].map((id) => ({ id, properties: { ...inFive, hs_latest_sequence_enrolled: '99' } })),
      ),
      'POST /crm/v4/associations/contacts/sequences/batch/read': {
        status: 207,
        body: {
          status: 'COMPLETE',
          results: [link('1', [71, '72']), link('2', [73], { paging: { next: { after: 'x' } } })],
          errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' }],
        },
      },
      'GET /crm/v3/objects/contacts/2/associations/sequences': {
        by: ({ query }: Seen) =>
          query['after']
            ? { body: { results: [{ id: 74 }] } }
            : { body: { results: [{ id: '73' }], paging: { next: { after: 'x' } } } },
      },
      'GET /crm/v3/objects/contacts/1/sequences/71': detail({
        status: 'FINISHED',
        endedAt: '2026-11-09T09:00:00Z',
      }),
      'GET /crm/v3/objects/contacts/1/sequences/72': detail({ status: 'active', sequenceId: '6' }),
      'GET /crm/v3/objects/contacts/2/sequences/73': detail({ status: 'UNENROLLED' }),
      'GET /crm/v3/objects/contacts/2/sequences/74': { status: 404 },
    };
    const { reader, server } = await openScripted(script, { dialect: 'guide' });
    const { contacts, targets } = await reader.observe(
      asking({ people: ['1', '2', '3'].map((id) => ({ id })), targets: [sequence('6', { id: '5' })] }),
      silent,
    );
    const base = { kind: 'sequence', enrolledAt: '2026-11-02T09:00:00.000Z' };
    expect(contacts.get('1')?.enrollments).toEqual([
      {
        ...base,
        targetId: '5',
        id: '71',
        state: 'ended',
        endedAt: '2026-11-09T09:00:00.000Z',
        how: 'finished',
      },
      { ...base, targetId: '6', id: '72', state: 'active' },
    ]);
    expect(contacts.get('2')?.enrollments).toEqual([
      { ...base, targetId: '5', id: '73', state: 'ended', how: 'unexplained' },
    ]);
    expect(contacts.get('3')?.enrollments).toEqual([]);
    expect(targets.get('sequence:5')).toMatchObject({ active: new Set(), unenrollRoute: true });
    const batch = server.seen.find((seen) => seen.path.includes('associations/contacts'));
    expect(batch?.body).toEqual({
      inputs: expect.arrayContaining(['1', '2', '3'].map((id) => ({ id }))),
    });
  });

  test.each([
    ['an unknown status', { status: 'PAUSED' }],
    ['no status', {}],
    ['no sequence', { status: 'ACTIVE', sequenceId: null }],
    ['active and over', { status: 'ACTIVE', endedAt: '2026-11-09T09:00:00Z' }],
  ])('treats a contact with %s as unreadable', async (_, body) => {
    const { reader } = await openScripted(
      {
        ...quiet,
        ...contactsKnown([{ id: '1', properties: {} }]),
        'GET /crm/v3/objects/contacts/1/associations/sequences': { body: { results: [{ id: '71' }] } },
        'GET /crm/v3/objects/contacts/1/sequences/71': detail(body),
      },
      { dialect: 'guide' },
    );
    const found = await reader.contacts(['1'], [{ kind: 'sequence', id: '5' }]);
    expect(found.get('1')).toHaveProperty('unreadable');
  });
});

test('a reader has no method that writes', async () => {
  const { reader } = await openScripted({});
  expect(Object.keys(reader).toSorted()).toEqual([
    'account',
    'contacts',
    'inWorkflow',
    'members',
    'namesakes',
    'now',
    'observe',
    'quota',
    'requests',
    'sequences',
  ]);
  expect(Object.isFrozen(reader)).toBe(true);
});
