/** The contract of every route: the request that is sent, and the result of every documented shape of its response. */
import { contactProperties } from '../../src/hubspot/read/contacts.ts';
import { openInventory } from '../../src/hubspot/import/inventory.ts';
import type { RouteName } from '../../src/hubspot/routes.ts';
import { writeFlow } from '../../src/definitions/write-flow.ts';
import { newWorkflow } from '../executor/new-workflow.ts';
import type { Dialect } from '../../src/model/desired-state.ts';
import { asking, sequence, silent, workflow } from './desired.ts';
import { contact, flow, sender } from './fixtures.ts';
import type { ScriptedAccount } from './open-scripted.ts';
import { token } from './open-scripted.ts';
import type { Scripted } from './scripted-server.ts';
import { trustEmail } from '../../src/model/email.ts';

/** The beginnings of the paths of each API in HubSpot's specification, by the version that the files choose. */
export const bases = {
  account: {
    '2026-09': '/account-info/2026-09',
    '2026-03': '/account-info/2026-03',
    legacy: '/account-info/v3',
  },
  owners: { '2026-09': '/crm/owners/2026-09', '2026-03': '/crm/owners/2026-03', legacy: '/crm/v3/owners' },
  contacts: {
    '2026-09': '/crm/objects/2026-09/contacts',
    '2026-03': '/crm/objects/2026-03/contacts',
    legacy: '/crm/v3/objects/contacts',
  },
  properties: {
    '2026-09': '/crm/properties/2026-09/contacts',
    '2026-03': '/crm/properties/2026-03/contacts',
    legacy: '/crm/v3/properties/contacts',
  },
  lists: { '2026-09': '/crm/lists/2026-09', '2026-03': '/crm/lists/2026-03', legacy: '/crm/v3/lists' },
  sequences: {
    '2026-09': '/automation/sequences/2026-09',
    '2026-03': '/automation/sequences/2026-03',
    legacy: '/automation/v4/sequences',
  },
  workflows: { v4: '/automation/v4', '2026-09-beta': '/automation/2026-09-beta' },
} as const;

export interface Contract {
  /** Default: `documented`. */
  readonly dialect?: Dialect;
  /** Sends the request, with any others that it needs, and returns the result. */
  readonly make: (account: ScriptedAccount) => Promise<unknown>;
  /** The request that is sent. The path of an API with versions follows one of its `bases`. */
  readonly sends: {
    readonly api?: keyof typeof bases;
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  /** Documented responses, with the result of each. */
  readonly answers: readonly (readonly [shape: string, answer: Scripted, comesTo: unknown])[];
}

const odd = 'ana%2Bq4%40northwind.example';
const complete = (results: readonly unknown[]): Scripted => ({ body: { status: 'COMPLETE', results } });
const partly = (message: string, status = 207): Scripted => ({
  status,
  body: {
    status: 'COMPLETE',
    results: [],
    numErrors: 1,
    errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: {}, errors: [], links: {} }],
  },
});
/** As `partly`, but with the status that HubSpot's specification has since 2026-09. */
const folded = (message: string): Scripted => partly(message, 200);
const noContent: Scripted = { status: 204 };

const observe = (account: ScriptedAccount, request: Parameters<typeof asking>[0]) =>
  account.reader.observe(asking(request), silent);

const person = { id: '1042', properties: { email: 'ana@northwind.example' } };
const seen = { '1042': { email: 'ana@northwind.example', enrollments: [] } };
const readOne = async ({ reader }: ScriptedAccount): Promise<unknown> =>
  Object.fromEntries(await reader.contacts(['1042'], []));
const targetOf = async (account: ScriptedAccount, target: Parameters<typeof sequence>[1]) =>
  (await observe(account, { targets: [sequence('5', target)] })).targets.get('sequence:5');
const flowTarget = async (account: ScriptedAccount) =>
  (await observe(account, { targets: [workflow('900')] })).targets.get('workflow:900');
const listFound = (name: string) => async (account: ScriptedAccount) =>
  (await observe(account, { lists: [name] })).lists.get(name);
const inWorkflows = async ({ reader }: ScriptedAccount) =>
  (await reader.contacts(['1042'], [{ kind: 'workflow', id: '900' }])).get('1042')?.enrollments;
const inSequences = async ({ reader }: ScriptedAccount) =>
  (await reader.contacts(['1042'], [{ kind: 'sequence', id: '5' }])).get('1042')?.enrollments;
const user = (seatNames?: readonly string[]) => ({
  id: '7001',
  email: 'maria@acme.example',
  roleIds: [],
  superAdmin: false,
  ...(seatNames && { seatNames }),
});
const maria = { id: '88101', userId: 7001, email: 'maria@acme.example' };
/** Maria and 20 others: more than are read one by one. */
export const manyOwners = [
  maria,
  ...Array.from({ length: 20 }, (_, index) => ({
    id: String(88_200 + index),
    userId: 7100 + index,
    email: `rep${index}@acme.example`,
  })),
];
/** Reads the seats of Maria and of the first `others`. */
const seatsOfMaria = (others: number) => async (account: ScriptedAccount) => {
  const senders = manyOwners.slice(0, others + 1).map(({ email }) => trustEmail(email));
  return (await observe(account, { senders })).senders.get('maria@acme.example')?.seats;
};
const stamp = { property: 'leave_sequence', value: 'yes' };
const leave = { kind: 'sequence', targetId: '5', contact } as const;
const enroll = { kind: 'sequence', targetId: '5', contact, sender } as const;
const inWorkflow = { kind: 'workflow', targetId: '900', contact } as const;
const active = [{ kind: 'workflow', targetId: '900', state: 'active' }];
const listsOf = (recordId: string | number, recordListMemberships: readonly object[]) => ({
  objectTypeId: '0-1',
  recordId,
  recordListMemberships,
});
const listJson = { listId: '482', name: 'Prospects', processingType: 'MANUAL', objectTypeId: '0-1' };
const property = { name: 'leave_sequence', label: '', type: 'string', fieldType: 'text', options: [] };

export const contracts: Readonly<Record<RouteName, readonly Contract[]>> = {
  'account-details': [
    {
      make: ({ reader }) => reader.account(),
      sends: { api: 'account', path: '/details' },
      answers: [
        [
          'whole',
          { body: { portalId: 90210, timeZone: 'Europe/Berlin', uiDomain: 'app-eu1.hubspot.com' } },
          { portalId: 90210, timeZone: 'Europe/Berlin', uiDomain: 'app-eu1.hubspot.com' },
        ],
        ['an id as text', { body: { portalId: '90210' } }, { portalId: 90210, timeZone: 'UTC' }],
        [
          'with the rate of the day',
          { body: { portalId: 90210 }, headers: { 'X-HubSpot-RateLimit-Daily': '650000' } },
          { requestsPerDay: 650_000 },
        ],
      ],
    },
  ],
  owners: [
    {
      make: async (account) =>
        Object.fromEntries((await observe(account, { senders: [trustEmail('Maria@acme.example')] })).senders),
      sends: { api: 'owners', path: '', query: { email: 'maria@acme.example', limit: '100' } },
      answers: [
        [
          'ids as text and number',
          { body: { results: [{ id: '88101', userId: 7001, email: 'Maria@Acme.example' }] } },
          { 'maria@acme.example': { userId: '7001', ownerId: '88101' } },
        ],
        [
          'an owner without a user',
          {
            body: { results: [{ id: '88101', email: 'maria@acme.example', userIdIncludingInactive: 7001 }] },
          },
          {},
        ],
        ['none', { body: { results: [] } }, {}],
      ],
    },
  ],
  user: [
    {
      make: seatsOfMaria(0),
      sends: { path: '/settings/users/2026-09-beta/7001' },
      answers: [
        [
          'with seats',
          { body: user(['Sales Hub Professional']) },
          { names: ['Sales Hub Professional'], sends: true },
        ],
        ['with a core seat', { body: user(['Core']) }, { names: ['Core'], sends: false }],
        ['with an unknown seat', { body: user(['Partner']) }, { names: ['Partner'] }],
        ['without a seat', { body: user([]) }, { names: [], sends: false }],
        ['without its seats', { body: user() }, undefined],
        ['404 for an account without the route', { status: 404, body: {} }, undefined],
        ['403 without the scope', { status: 403, body: {} }, undefined],
      ],
    },
  ],
  users: [
    {
      make: seatsOfMaria(20),
      sends: { path: '/settings/users/2026-09-beta', query: { limit: '100' } },
      answers: [
        [
          'with seats',
          { body: { results: [user(['Service Hub'])] } },
          { names: ['Service Hub'], sends: true },
        ],
        ['without the user', { body: { results: [] } }, undefined],
        ['403 without the scope', { status: 403, body: {} }, undefined],
      ],
    },
  ],
  'contacts-batch-read': [
    {
      make: readOne,
      sends: {
        api: 'contacts',
        path: '/batch/read',
        body: { inputs: [{ id: '1042' }], properties: contactProperties, propertiesWithHistory: [] },
      },
      answers: [
        ['an id as text', complete([person]), seen],
        ['an id as number', complete([{ ...person, id: 1042 }]), seen],
        [
          'merged ids and secondary emails',
          complete([
            {
              id: '2000',
              properties: {
                email: 'b@x.example',
                hs_merged_object_ids: '1042;7',
                hs_additional_emails: 'c@x.example',
              },
            },
          ]),
          { '1042': { id: '2000', emails: ['b@x.example', 'c@x.example'], mergedIds: ['1042', '7'] } },
        ],
        ['207 for an unknown id', partly('Could not get some CONTACT objects'), {}],
        ['200 with errors for an unknown id', folded('Could not get some CONTACT objects'), {}],
      ],
    },
    {
      make: async (account) =>
        Object.fromEntries(
          (await observe(account, { people: [{ email: trustEmail('Ana@northwind.example') }] })).aliases,
        ),
      sends: {
        api: 'contacts',
        path: '/batch/read',
        body: {
          inputs: [{ id: 'ana@northwind.example' }],
          properties: contactProperties,
          propertiesWithHistory: [],
          idProperty: 'email',
        },
      },
      answers: [['by address', complete([person]), { 'ana@northwind.example': '1042' }]],
    },
  ],
  'contacts-search': [
    {
      make: async (account) => [...((await targetOf(account, {}))?.active ?? [])],
      sends: {
        api: 'contacts',
        path: '/search',
        body: {
          filterGroups: [
            {
              filters: [
                { propertyName: 'hs_sequences_is_enrolled', operator: 'EQ', value: 'true' },
                { propertyName: 'hs_latest_sequence_enrolled', operator: 'EQ', value: '5' },
                { propertyName: 'hs_object_id', operator: 'GT', value: '0' },
              ],
            },
          ],
          sorts: ['hs_object_id'],
          properties: ['hs_object_id'],
          limit: 200,
          after: '0',
        },
      },
      answers: [
        ['none', { body: { total: 0, results: [] } }, []],
        // Contacts in search results are read to verify them.
        ['a former member', { body: { total: 1, results: [{ id: '1042', properties: {} }] } }, []],
      ],
    },
  ],
  'contact-stamp': [
    {
      make: ({ writer }) => writer.unenroll({ ...leave, route: stamp }),
      sends: {
        api: 'contacts',
        path: '/1042',
        body: { properties: { leave_sequence: 'yes' } },
      },
      answers: [['the contact', { body: { id: '1042', properties: { leave_sequence: 'yes' } } }, accepted()]],
    },
  ],
  'contact-properties': [
    {
      make: async (account) =>
        Object.fromEntries(
          (await observe(account, { requiredProperties: ['firstname'] })).contactProperties ?? [],
        ),
      sends: { api: 'properties', path: '' },
      answers: [
        [
          'texts and choices',
          {
            body: {
              results: [
                { name: 'firstname', options: [] },
                { name: 'lifecyclestage', options: [{ value: 'lead' }, { label: 'no value' }] },
                { label: 'no name' },
              ],
            },
          },
          { firstname: [], lifecyclestage: ['lead'] },
        ],
        ['none', { body: { results: [] } }, {}],
      ],
    },
  ],
  'contact-property': [
    {
      make: async (account) => (await targetOf(account, { unenroll: stamp }))?.unenrollRoute,
      sends: { api: 'properties', path: '/leave_sequence' },
      answers: [
        ['a text', { body: property }, true],
        ['a choice with the value', { body: { ...property, options: [{ value: 'yes' }] } }, true],
        ['a choice without the value', { body: { ...property, options: [{ value: 'no' }] } }, false],
        ['read only', { body: { ...property, modificationMetadata: { readOnlyValue: true } } }, false],
        ['404', { status: 404, body: { status: 'error', message: 'no' } }, false],
      ],
    },
  ],
  list: [
    {
      make: listFound('482'),
      sends: { api: 'lists', path: '/482', query: { includeFilters: 'true' } },
      answers: [
        ['in a `list`', { body: { list: listJson } }, { id: '482', name: 'Prospects', members: [] }],
        ['bare, the id as number', { body: { ...listJson, listId: 482 } }, { id: '482' }],
      ],
    },
  ],
  'list-by-name': [
    {
      make: listFound('Q4 prospects/events'),
      sends: {
        api: 'lists',
        path: '/object-type-id/0-1/name/Q4%20prospects%2Fevents',
        query: { includeFilters: 'true' },
      },
      answers: [
        ['in a `list`', { body: { list: listJson } }, { id: '482', name: 'Prospects' }],
        ['404', { status: 404, body: { status: 'error', message: 'no' } }, undefined],
      ],
    },
  ],
  'list-members': [
    {
      make: async (account) => (await listFound('482')(account))?.members,
      sends: { api: 'lists', path: '/482/memberships', query: { limit: '250' } },
      answers: [
        [
          'ids as text and number',
          {
            body: {
              results: [{ recordId: '1', membershipTimestamp: '2026-11-02T09:00:00Z' }, { recordId: 2 }],
            },
          },
          ['1', '2'],
        ],
        ['none', { body: { results: [], total: 0 } }, []],
      ],
    },
  ],
  'list-memberships-batch-read': [
    {
      make: async (account) => {
        await observe(account, { targets: [workflow('900', { activeList: '482' })] });
        const found = await account.reader.contacts(['1042', '1043'], [{ kind: 'workflow', id: '900' }]);
        return found.get('1042')?.enrollments;
      },
      sends: {
        api: 'lists',
        path: '/records/memberships/batch/read',
        body: {
          inputs: [
            { objectTypeId: '0-1', recordId: '1042' },
            { objectTypeId: '0-1', recordId: '1043' },
          ],
        },
      },
      answers: [
        [
          'ids as text, with a date',
          complete([
            listsOf('1042', [
              { listId: '481', lastAddedTimestamp: '2026-01-01T00:00:00Z' },
              { listId: '482', lastAddedTimestamp: '2026-11-02T09:00:00Z' },
            ]),
            listsOf('1043', []),
          ]),
          [{ ...active[0], enrolledAt: '2026-11-02T09:00:00.000Z' }],
        ],
        ['ids as number', complete([listsOf(1042, [{ listId: 482 }]), listsOf(1043, [])]), active],
        ['other lists only', complete([listsOf('1042', [{ listId: '481' }]), listsOf('1043', [])]), []],
        // The list itself then shows that the contact is not on it.
        ['a contact without its lists', complete([listsOf('1043', [])]), []],
        ['400', { status: 400, body: { status: 'error', message: 'too many inputs' } }, []],
        ['404', { status: 404, body: { status: 'error', message: 'no route' } }, []],
      ],
    },
  ],
  'list-add': [
    {
      make: ({ writer }) => writer.enrollThroughList({ list: '482', contacts: ['1', '2', '3'] }),
      sends: { api: 'lists', path: '/482/memberships/add', body: ['1', '2', '3'] },
      answers: [
        [
          'as HubSpot spells it',
          { body: { recordsIdsAdded: ['1', 2], recordIdsRemoved: [], recordIdsMissing: ['3'] } },
          { outcome: 'answered', added: ['1', '2'], missing: ['3'] },
        ],
        [
          'in the expected spelling',
          { body: { recordIdsAdded: ['1'], recordIdsRemoved: [], recordIdsMissing: [] } },
          { outcome: 'answered', added: ['1'], missing: [] },
        ],
      ],
    },
  ],
  'list-remove': [
    {
      make: ({ writer }) => writer.unenroll({ ...inWorkflow, targetId: '901', viaList: '482' }),
      sends: { api: 'lists', path: '/482/memberships/remove', body: ['1042'] },
      answers: [
        [
          'removed',
          { body: { recordIdsRemoved: ['1042'], recordsIdsAdded: [], recordIdsMissing: [] } },
          accepted(),
        ],
        ['was not on it', { body: { recordIdsRemoved: [], recordIdsMissing: [] } }, { outcome: 'ambiguous' }],
      ],
    },
  ],
  flows: [
    {
      make: async ({ server, versions }) => {
        const inventory = openInventory({
          baseUrl: server.url,
          token,
          dialect: 'documented',
          ...versions,
          ratePercent: 80,
        });
        const taken = await inventory.read({ sequences: [], workflows: ['900'] }, silent);
        return taken.idle.map(({ id, name }) => ({ id, name }));
      },
      sends: { api: 'workflows', path: '/flows', query: { limit: '100' } },
      answers: [
        [
          'a page',
          { body: { results: [{ id: 900, name: 'Onboarding', isEnabled: true, flowType: 'WORKFLOW' }] } },
          [{ id: '900', name: 'Onboarding' }],
        ],
      ],
    },
  ],
  'flows-batch-read': [
    {
      make: flowTarget,
      sends: {
        api: 'workflows',
        path: '/flows/batch/read',
        body: { inputs: [{ type: 'FLOW_ID', flowId: '900' }] },
      },
      answers: [
        ['an id as text', complete([flow]), { status: 'ready', name: 'Onboarding', revision: '3' }],
        ['an id as number', complete([{ ...flow, id: 900, isEnabled: false }]), { status: 'disabled' }],
        ['207 for one that is gone', partly('There is no workflow'), { status: 'missing' }],
        ['200 with errors for one that is gone', folded('There is no workflow'), { status: 'missing' }],
      ],
    },
  ],
  'workflow-id-mappings': [
    {
      make: flowTarget,
      sends: {
        api: 'workflows',
        path: '/workflow-id-mappings/batch/read',
        body: { inputs: [{ type: 'FLOW_ID', flowId: '900' }] },
      },
      answers: [
        ['numbers', complete([{ flowId: 900, workflowId: 45 }]), { status: 'ready', unenrollRoute: true }],
        ['texts', complete([{ flowId: '900', workflowId: '45' }]), { status: 'ready', unenrollRoute: true }],
        ['207 for one without', partly('does not exist'), { status: 'unsuitable', unenrollRoute: false }],
      ],
    },
  ],
  'flow-create': [
    {
      make: ({ writer }) => writer.createWorkflow({ definition: newWorkflow }),
      sends: { api: 'workflows', path: '/flows', body: writeFlow(newWorkflow) },
      answers: [
        [
          'the workflow',
          { body: { id: 900123, isEnabled: false } },
          { outcome: 'proved', createdId: '900123' },
        ],
        ['201', { status: 201, body: { id: '900123' } }, { outcome: 'proved', createdId: '900123' }],
        ['a body without an id', { body: { name: 'Welcome' } }, { outcome: 'ambiguous' }],
      ],
    },
  ],
  'flow-delete': [
    {
      make: ({ writer }) => writer.archive({ targetId: '900' }),
      sends: { api: 'workflows', path: '/flows/900' },
      answers: [['204', noContent, { outcome: 'proved' }]],
    },
  ],
  'contact-workflows': [
    {
      make: inWorkflows,
      sends: { path: '/automation/v2/workflows/enrollments/contacts/1042' },
      answers: [
        ['an array', { body: [{ id: 45, name: 'x' }, { id: 99 }] }, active],
        ['one object', { body: { id: 45, name: 'x' } }, active],
        ['ids as text', { body: [{ id: '45' }] }, active],
        ['an empty array', { body: [] }, []],
        ['204', noContent, []],
        ['404', { status: 404, body: { status: 'error', message: 'none' } }, []],
      ],
    },
  ],
  'workflow-enroll': [
    {
      make: ({ writer }) => writer.enroll(inWorkflow),
      sends: { path: `/automation/v2/workflows/45/enrollments/contacts/${odd}` },
      answers: [['204', noContent, accepted()]],
    },
  ],
  'workflow-unenroll': [
    {
      make: ({ writer }) => writer.unenroll(inWorkflow),
      sends: { path: `/automation/v2/workflows/45/enrollments/contacts/${odd}` },
      answers: [['204', noContent, accepted()]],
    },
  ],
  'guide-sequence-enroll': [
    {
      dialect: 'guide',
      make: ({ writer }) => writer.enroll(enroll),
      sends: {
        path: '/crm/v3/objects/contacts/1042/sequences',
        body: { sequenceId: '5', userId: '7001' },
      },
      answers: [
        [
          '201',
          { status: 201, body: { id: '88', status: 'ACTIVE' } },
          { outcome: 'proved', enrollmentId: '88' },
        ],
        [
          '200, the id as number',
          { body: { id: 88, sequenceId: 5, enrolledAt: '2026-11-02T09:00:00Z' } },
          { outcome: 'proved', enrollmentId: '88', effectAt: '2026-11-02T09:00:00.000Z' },
        ],
      ],
    },
  ],
  'guide-contact-sequences': [
    {
      dialect: 'guide',
      make: inSequences,
      sends: {
        path: '/crm/v3/objects/contacts/1042/associations/sequences',
        query: { limit: '500' },
      },
      answers: [
        [
          'ids as text',
          { body: { results: [{ id: '77', type: 'contact_to_sequence' }] } },
          [{ id: '77', state: 'active' }],
        ],
        ['ids as number', { body: { results: [{ id: 77 }] } }, [{ id: '77', state: 'active' }]],
        ['none', { body: { results: [] } }, []],
        ['404', { status: 404, body: { message: 'none' } }, []],
      ],
    },
  ],
  'guide-sequences-batch-read': [
    {
      dialect: 'guide',
      make: async ({ reader }) => {
        const found = await reader.contacts(['1042', '1043'], [{ kind: 'sequence', id: '5' }]);
        return found.get('1042')?.enrollments.map(({ id }) => id);
      },
      sends: {
        path: '/crm/v4/associations/contacts/sequences/batch/read',
        body: { inputs: [{ id: '1042' }, { id: '1043' }] },
      },
      answers: [
        ['ids as number', complete([{ from: { id: '1042' }, to: [{ toObjectId: 77 }] }]), ['77']],
        ['ids as text', complete([{ from: { id: 1042 }, to: [{ toObjectId: '77' }] }]), ['77']],
        ['207 for those without', partly('No sequence is associated'), []],
      ],
    },
  ],
  'guide-enrollment': [
    {
      dialect: 'guide',
      make: inSequences,
      sends: { path: '/crm/v3/objects/contacts/1042/sequences/77' },
      answers: [
        [
          'active',
          { body: { id: 77, sequenceId: 5, status: 'ACTIVE' } },
          [{ targetId: '5', state: 'active' }],
        ],
        [
          'finished',
          { body: { id: '77', sequenceId: '5', status: 'FINISHED', endedAt: '2026-11-02T09:00:00Z' } },
          [{ state: 'ended', how: 'finished', endedAt: '2026-11-02T09:00:00.000Z' }],
        ],
        [
          'unenrolled',
          { body: { id: '77', sequenceId: '5', status: 'UNENROLLED' } },
          [{ state: 'ended', how: 'unexplained' }],
        ],
        ['404', { status: 404, body: { message: 'gone' } }, []],
      ],
    },
  ],
  'guide-sequence-unenroll': [
    {
      dialect: 'guide',
      make: ({ writer }) => writer.unenroll(leave),
      sends: { path: '/crm/v3/objects/contacts/1042/sequences/77' },
      answers: [
        ['204', noContent, { outcome: 'proved' }],
        [
          '404: the enrollment had ended',
          { status: 404, body: { message: 'gone' } },
          { outcome: 'refused', cause: 'unclear' },
        ],
      ],
    },
  ],
  'guide-workflow-enroll': [
    {
      dialect: 'guide',
      make: ({ writer }) => writer.enroll(inWorkflow),
      sends: { path: '/automation/v4/flows/900/enrollments/contacts', body: { contactId: '1042' } },
      answers: [
        ['204', noContent, accepted()],
        ['200 with a body', { body: { status: 'ACCEPTED' } }, accepted()],
        ['201 without', { status: 201 }, accepted()],
      ],
    },
  ],
  sequences: [
    {
      make: ({ reader }) => reader.sequences(),
      sends: { api: 'sequences', path: '', query: { userId: '7001', limit: '100' } },
      answers: [
        [
          'ids as text and number',
          {
            body: {
              total: 2,
              results: [
                { id: '5', name: 'Q4' },
                { id: 6, name: 'Q1', folderId: null },
              ],
            },
          },
          [
            { id: '5', name: 'Q4' },
            { id: '6', name: 'Q1' },
          ],
        ],
        ['none', { body: { total: 0, results: [] } }, []],
      ],
    },
  ],
  sequence: [
    {
      make: (account) => targetOf(account, {}),
      sends: { api: 'sequences', path: '/5', query: { userId: '7001' } },
      answers: [
        [
          'with its steps',
          {
            body: {
              id: '5',
              name: 'Q4',
              userId: '7001',
              steps: [
                { id: '1', actionType: 'EMAIL', delayMillis: 0, stepOrder: 0 },
                { id: '2', actionType: 'EMAIL', delayMillis: 172_800_000, stepOrder: 1 },
                { id: '3', actionType: 'FINISH_ENROLLMENT', delayMillis: 86_400_000, stepOrder: 2 },
              ],
            },
          },
          { status: 'ready', name: 'Q4', emails: [0, 2] },
        ],
        ['the id as number', { body: { id: 5, steps: [] } }, { status: 'ready', emails: [] }],
        ['404', { status: 404, body: { status: 'error', message: 'no' } }, { status: 'missing' }],
      ],
    },
  ],
  'contact-enrollment': [
    {
      make: inSequences,
      sends: { api: 'sequences', path: '/enrollments/contact/1042' },
      answers: [
        ['one object', { body: { id: '77', sequenceId: '5', enrolledAt: '2026-11-02T09:00:00Z' } }, inFive()],
        ['an array', { body: [{ id: 77, sequenceId: 5, enrolledAt: '2026-11-02T09:00:00Z' }] }, inFive()],
        [
          'with the user that enrolled the contact, the id as number and the email in another case',
          { body: { id: 77, sequenceId: 5, enrolledBy: 7001, enrolledByEmail: 'Maria@Acme.example' } },
          [{ enrolledBy: { userId: '7001', email: 'maria@acme.example' } }],
        ],
        ['404', { status: 404, body: { status: 'error', message: 'none' } }, []],
        ['an empty object', { body: {} }, []],
        ['an empty array', { body: [] }, []],
        ['nothing', { status: 200, text: '' }, []],
      ],
    },
  ],
  'sequence-enroll': [
    {
      make: ({ writer }) => writer.enroll({ ...enroll, sender: { ...sender, alias: 'sales@acme.example' } }),
      sends: {
        api: 'sequences',
        path: '/enrollments',
        query: { userId: '7001' },
        body: {
          contactId: '1042',
          sequenceId: '5',
          senderEmail: 'maria@acme.example',
          senderAliasAddress: 'sales@acme.example',
        },
      },
      answers: [
        [
          'whole',
          {
            body: {
              id: '88',
              toEmail: 'ana@northwind.example',
              enrolledAt: '2026-11-02T09:00:00Z',
              updatedAt: '2026-11-02T09:00:00Z',
            },
          },
          { outcome: 'proved', enrollmentId: '88', effectAt: '2026-11-02T09:00:00.000Z' },
        ],
        ['the id as number', { body: { id: 88 } }, { outcome: 'proved', enrollmentId: '88' }],
        ['200 with an error', { body: { status: 'error', message: 'no' } }, { outcome: 'ambiguous' }],
      ],
    },
    {
      make: ({ writer }) => writer.enroll(enroll),
      sends: {
        api: 'sequences',
        path: '/enrollments',
        query: { userId: '7001' },
        body: { contactId: '1042', sequenceId: '5', senderEmail: 'maria@acme.example' },
      },
      answers: [
        [
          'refused',
          { status: 400, body: { status: 'error', message: 'SequenceError.UNSUBSCRIBED' } },
          { outcome: 'refused', cause: 'contact', code: 'UNSUBSCRIBED' },
        ],
      ],
    },
  ],
};

function accepted(): { readonly outcome: 'accepted' } {
  return { outcome: 'accepted' };
}

function inFive(): readonly unknown[] {
  return [{ targetId: '5', id: '77', state: 'active', enrolledAt: '2026-11-02T09:00:00.000Z' }];
}
