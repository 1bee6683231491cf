/** Creating workflows, their revisions, and the traps of HubSpot's workflow routes. */
import { describe, expect, it } from 'vitest';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import {
  enrollmentsOf,
  propertiesOf,
  type ReceivedResponse,
  send,
  simulator,
  temporaryFolder,
} from '../simulator-client.ts';

const flows = '/automation/v4/flows';
const beta = '/automation/2026-09-beta/flows';

const smallest = {
  name: 'Drip',
  type: 'CONTACT_FLOW',
  flowType: 'WORKFLOW',
  isEnabled: false,
  objectTypeId: '0-1',
  actions: [] as object[],
};

const action = (actionId: number, actionTypeId: string, fields: object): object => ({
  type: 'SINGLE_CONNECTION',
  actionId: String(actionId),
  actionTypeId,
  actionTypeVersion: 0,
  fields,
});
const delay = (actionId: number, days: number, nextActionId?: string): object => ({
  ...action(actionId, '0-1', { delta: String(days * 1440), time_unit: 'MINUTES' }),
  ...(nextActionId !== undefined && { connection: { edgeType: 'STANDARD', nextActionId } }),
});
const setStage = (actionId: number): object =>
  action(actionId, '0-5', {
    property_name: 'lifecyclestage',
    value: { type: 'STATIC_VALUE', staticValue: 'customer' },
  });

const drip = { ...smallest, startActionId: '1', actions: [delay(1, 5, '2'), setStage(2)] };

function create(account: Simulator, body: object, path = flows): Promise<ReceivedResponse> {
  return send(account, `POST ${path}`, body);
}

function listBased(filters: readonly object[], settings: object = {}): object {
  const and = { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters };
  const or = { filterBranchType: 'OR', filterBranchOperator: 'OR', filterBranches: [and], filters: [] };
  return {
    enrollmentCriteria: { type: 'LIST_BASED', shouldReEnroll: false, listFilterBranch: or, ...settings },
  };
}

async function namesIn(account: Simulator): Promise<readonly string[]> {
  const { body } = await send(account, `GET ${flows}`);
  return body.results.map(({ name }: { name: string }) => name);
}

describe('creating a workflow', () => {
  it.each([flows, beta])(
    'through %s returns it with its id and first revision, then in every read',
    async (path) => {
      const account = await simulator();
      const { status, body } = await create(
        account,
        { ...drip, id: '1', revisionId: '9', createdAt: 'x' },
        path,
      );
      expect(status).toBe(201);
      expect(body).toMatchObject({
        ...drip,
        id: expect.stringMatching(/^\d{6,}$/u),
        revisionId: '1',
        createdAt: '2026-11-02T09:00:01.000Z',
        updatedAt: '2026-11-02T09:00:01.000Z',
        crmObjectCreationStatus: 'PENDING',
        enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: false },
        nextAvailableActionId: '3',
      });
      const complete = { ...body, crmObjectCreationStatus: 'COMPLETE' };
      expect((await send(account, `GET ${path}/${body.id}`)).body).toEqual(complete);
      const inputs = [{ type: 'FLOW_ID', flowId: body.id }];
      expect((await send(account, `POST ${path}/batch/read`, { inputs })).body.results).toEqual([complete]);
      const listed = (await send(account, `GET ${path}`)).body.results.at(-1);
      expect(listed).toMatchObject({ id: body.id, name: 'Drip', isEnabled: false, revisionId: '1' });
      expect(listed).not.toHaveProperty('actions');
    },
  );

  it('of another object, and twice with one name', async () => {
    const account = await simulator();
    const deals = { ...smallest, type: 'PLATFORM_FLOW', objectTypeId: '0-3' };
    const ids = [
      await create(account, smallest),
      await create(account, smallest),
      await create(account, deals),
    ];
    expect(new Set(ids.map(({ body }) => body.id)).size).toBe(3);
    expect((await namesIn(account)).filter((name) => name === 'Drip')).toHaveLength(3);
  });

  it('is visible in the list, and complete, after the lag of the account or when its clock is advanced', async () => {
    const account = await simulator({
      lagMilliseconds: 60_000,
      stateFile: `${temporaryFolder()}/state.json`,
    });
    const { body } = await create(account, smallest);
    const statusOf = async (): Promise<string> =>
      (await send(account, `GET ${flows}/${body.id}`)).body.crmObjectCreationStatus;
    expect(await statusOf()).toBe('PENDING');
    expect(await namesIn(account)).not.toContain('Drip');
    const put = { ...body, crmObjectCreationStatus: 'COMPLETE' };
    expect((await send(account, `PUT ${flows}/${body.id}`, put)).status).toBe(400);
    await account.advance('1s');
    expect(await statusOf()).toBe('COMPLETE');
    expect(await namesIn(account)).toContain('Drip');
    expect((await send(account, `PUT ${flows}/${body.id}`, put)).status).toBe(200);
  });

  it('needs the scope of workflows', async () => {
    const seed = defaultAccount();
    const account = await simulator({
      account: { ...seed, tokens: { other: { scopes: ['crm.lists.read'] } } },
    });
    const response = await send({ url: account.url, token: 'other' }, `POST ${flows}`, drip);
    expect(response).toMatchObject({ status: 403, body: { context: { missingScopes: ['automation'] } } });
  });

  it('takes effect once although its response is lost, and not at all before an error', async () => {
    const account = await simulator({
      faults: [{ kind: 'reset', route: `POST ${flows}`, nth: 1, handled: true }],
    });
    await expect(create(account, drip)).rejects.toThrow(/fetch failed/u);
    expect((await namesIn(account)).filter((name) => name === 'Drip')).toHaveLength(1);
    account.setFaults([{ kind: 'throttled', route: `POST ${flows}` }]);
    expect((await create(account, { ...drip, name: 'Second' })).status).toBe(429);
    expect(await namesIn(account)).not.toContain('Second');
  });

  const refused: readonly (readonly [object, RegExp])[] = [
    ...Object.keys(smallest).map(
      (name) => [{ [name]: undefined }, new RegExp(name, 'u')] as const satisfies readonly [object, RegExp],
    ),
    [{ type: 'DRIP_DELAY' }, /DRIP_DELAY is not supported/u],
    [{ objectTypeId: '0-2' }, /CONTACT_FLOW cannot have/u],
    [{ isEnabled: 'yes' }, /isEnabled/u],
    [{ actions: {} }, /actions/u],
    [{ actions: [{ actionId: '1', actionTypeId: '0-5', fields: {} }] }, /\[type\]/u],
    [
      { actions: [{ type: 'SINGLE_CONNECTION', actionId: '1', actionTypeId: '0-5', fields: {} }] },
      /actionTypeVersion/u,
    ],
    [{ actions: [setStage(1), delay(1, 2)] }, /one actionId/u],
    [{ actions: [delay(1, 2, '7')] }, /does not exist/u],
    [{ actions: [delay(1, 2)], startActionId: '2' }, /does not exist/u],
    [{ suppressionListIds: ['x'] }, /suppressionListIds/u],
    [{ enrollmentCriteria: { type: 'LIST_BASED' } }, /listFilterBranch/u],
    [{ enrollmentCriteria: { type: 'SOMETIMES' } }, /SOMETIMES/u],
  ];

  it.each(refused)('is refused: %j', async (part, problem) => {
    const account = await simulator();
    const { status, body } = await create(account, { ...smallest, ...part });
    expect(status).toBe(400);
    expect(body.message).toMatch(problem);
    expect(await namesIn(account)).not.toContain('Drip');
  });
});

describe('a created workflow', () => {
  it('sets the property five days after an enrollment, once it is turned on by hand', async () => {
    const account = await simulator();
    const { id } = (await create(account, drip)).body;
    const mapping = await send(account, 'POST /automation/v4/workflow-id-mappings/batch/read', {
      inputs: [{ type: 'FLOW_ID', flowId: id }],
    });
    const path = `/automation/v2/workflows/${mapping.body.results[0].workflowId}/enrollments/contacts`;
    const enroll = (email: string): Promise<ReceivedResponse> => send(account, `POST ${path}/${email}`);
    await enroll('ana@northwind.example');
    expect(enrollmentsOf(account, '1041')).toEqual([]);
    await account.act({ what: 'enable-target', who: id });
    await enroll('ana@northwind.example');
    const stage = async (): Promise<unknown> =>
      (await propertiesOf(account, '1041', ['lifecyclestage']))['lifecyclestage'];
    await account.advance('4d');
    expect(await stage()).not.toBe('customer');
    await account.advance('1d');
    expect(await stage()).toBe('customer');
    expect(enrollmentsOf(account, '1041')).toMatchObject([{ targetId: id, endReason: 'finished' }]);
  });

  it('enrolls the contacts that join its list after it is turned on', async () => {
    const account = await simulator();
    const inList = { filterType: 'IN_LIST', operator: 'IN_LIST', listId: '614' };
    const { id } = (await create(account, { ...drip, ...listBased([inList]) })).body;
    const change = (verb: string, who: string): Promise<ReceivedResponse> =>
      send(account, `PUT /crm/lists/2026-09/614/memberships/${verb}`, [who]);
    await change('add', '1041');
    await account.act({ what: 'enable-target', who: id });
    await change('add', '1042');
    expect(enrollmentsOf(account, '1041').filter(({ targetId }) => targetId === id)).toEqual([]);
    expect(enrollmentsOf(account, '1042').filter(({ targetId }) => targetId === id)).toHaveLength(1);
  });
});

describe('the revisions of a workflow', () => {
  it('can be read in 2026-09-beta, each with its own content', async () => {
    const account = await simulator();
    const { body: created } = await create(account, drip);
    await account.act({ what: 'edit-target', who: created.id, with: 'delay:1=7d' });
    await account.advance('1h');
    await account.act({ what: 'enable-target', who: created.id });
    const read = (revision: string, path = beta): Promise<ReceivedResponse> =>
      send(account, `GET ${path}/${created.id}/revisions/${revision}`);
    const revisions = await Promise.all(['1', '2', '3'].map(async (revision) => (await read(revision)).body));
    expect(revisions.map(({ actions }) => actions[0].fields.delta)).toEqual(['7200', '10080', '10080']);
    expect(revisions.map(({ isEnabled, revisionId }) => [isEnabled, revisionId])).toEqual([
      [false, '1'],
      [false, '2'],
      [true, '3'],
    ]);
    expect(revisions[0]).toEqual({ ...created, crmObjectCreationStatus: 'COMPLETE' });
    expect(revisions[2]).toEqual((await send(account, `GET ${beta}/${created.id}`)).body);
    expect((await read('4')).status).toBe(404);
    expect((await read('1', flows)).status).toBe(404);
    expect((await send(account, `GET ${beta}/900100/revisions/1`)).status).toBe(404);
  });
});

describe('the traps of workflows', () => {
  it('the list action 0-13 gets 500 and is not stored', async () => {
    const account = await simulator();
    const old = action(1, '0-13', { operation: 'ADD', list_id: '614' });
    expect((await create(account, { ...smallest, actions: [old] })).status).toBe(500);
    expect(await namesIn(account)).not.toContain('Drip');
    const { body } = await send(account, `GET ${flows}/900100`);
    expect((await send(account, `PUT ${flows}/900100`, { ...body, actions: [old] })).status).toBe(500);
    expect((await send(account, `GET ${flows}/900100`)).body).toEqual(body);
  });

  it('a delay with a time of day is stored as it was sent; only the app shows that changes are needed', async () => {
    const account = await simulator();
    const timed = action(1, '0-1', { delta: '1', time_unit: 'DAYS', time_of_day: { hour: 9, minute: 0 } });
    const { status, body } = await create(account, { ...smallest, actions: [timed] });
    expect(status).toBe(201);
    expect((await send(account, `GET ${flows}/${body.id}`)).body.actions).toEqual([timed]);
    await expect(account.act({ what: 'enable-target', who: body.id })).rejects.toThrow(/changes needed/u);
  });

  it.each(['enrollment', 'branch'])(
    'an enumeration is not compared with IS_NOT_EQUAL_TO: %s',
    async (place) => {
      const account = await simulator();
      const operation = { operationType: 'ENUMERATION', operator: 'IS_NOT_EQUAL_TO', values: ['lead'] };
      const filter = { filterType: 'PROPERTY', property: 'lifecyclestage', operation };
      const branch = {
        type: 'LIST_BRANCH',
        actionId: '1',
        listBranches: [{ filterBranch: { filters: [filter] } }],
      };
      const part = place === 'branch' ? { actions: [branch] } : listBased([filter]);
      expect(await create(account, { ...smallest, ...part })).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('IS_NOT_EQUAL_TO') },
      });
    },
  );

  it.each([
    { filterType: 'IN_LIST', listId: '614' },
    { filterType: 'IN_LIST', operator: 'IN_LIST' },
    { filterType: 'IN_LIST', operator: 'IN_LIST', listId: 'x' },
    { filterType: 'PROPERTY', property: 'lifecyclestage' },
    { filterType: 'PROPERTY', property: 'lifecyclestage', operation: { operator: 'IS_EQUAL_TO' } },
    { filterType: 'PROPERTY', operation: { operator: 'IS_KNOWN', operationType: 'ALL_PROPERTY' } },
    {},
  ])('a malformed filter is stored as one that no contact meets: %j', async (filter) => {
    const account = await simulator();
    const { status, body } = await create(account, { ...smallest, isEnabled: true, ...listBased([filter]) });
    expect(status).toBe(201);
    const [and] = body.enrollmentCriteria.listFilterBranch.filterBranches;
    expect(and.filters).toEqual([{ filterType: 'ALWAYS_FALSE' }]);
    await send(account, 'PUT /crm/lists/2026-09/614/memberships/add', ['1041']);
    await account.act({ what: 'set-property', who: '1041', with: 'lifecyclestage=customer' });
    expect(enrollmentsOf(account, '1041').filter(({ targetId }) => targetId === body.id)).toEqual([]);
  });

  it('a replacement clears what it leaves out, without a message, but not the object', async () => {
    const account = await simulator();
    const settings = { description: 'Mine', suppressionListIds: [620], ...listBased([]), isEnabled: true };
    const { body } = await create(account, { ...drip, ...settings });
    const put = { revisionId: body.revisionId, type: body.type, actions: body.actions };
    const { status, body: replaced } = await send(account, `PUT ${flows}/${body.id}`, put);
    expect(status).toBe(200);
    expect(replaced).toMatchObject({
      isEnabled: false,
      suppressionListIds: [],
      enrollmentCriteria: { type: 'MANUAL' },
      objectTypeId: '0-1',
      revisionId: '2',
    });
    expect(replaced).not.toHaveProperty('description');
    const deals = await send(account, `GET ${flows}/900700`);
    const kept = await send(account, `PUT ${flows}/900700`, {
      ...deals.body,
      objectTypeId: undefined,
      flowType: undefined,
    });
    expect(kept.body).toMatchObject({ objectTypeId: '0-3', flowType: 'WORKFLOW', type: 'PLATFORM_FLOW' });
  });
});
