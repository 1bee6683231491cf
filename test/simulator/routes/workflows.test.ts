import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import type { Reply } from '../simulator-client.ts';
import { call, propertiesOf, simulator } from '../simulator-client.ts';

const v2 = (account: Simulator, method: string, [workflowId, email]: [number, string]): Promise<Reply> =>
  call(
    account,
    `${method} /automation/v2/workflows/${workflowId}/enrollments/contacts/${encodeURIComponent(email)}`,
  );

const activeIn = (account: Simulator, flowId: string): readonly string[] =>
  account
    .inspect()
    .enrollments.filter(({ targetId, endedAt }) => targetId === flowId && endedAt === null)
    .map(({ contactId }) => contactId);

describe('enrolling in a workflow by v2', () => {
  it.each([
    ['ana@northwind.example', '1041'],
    ['sam+events@adatum.example', '1049'],
    ['GRACE.KIM@litware.example', '1050'],
    ['jw@oldfirm.example', '1051'],
  ])('finds %s', async (email, contactId) => {
    const account = await simulator();
    const reply = await v2(account, 'POST', [45_001, email]);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(activeIn(account, '900100')).toContain(contactId);
    expect((await v2(account, 'DELETE', [45_001, email])).status).toBe(204);
    expect(activeIn(account, '900100')).not.toContain(contactId);
  });

  it('answers errors in the older shape', async () => {
    const account = await simulator();
    for (const target of [
      [45_001, 'nobody@nowhere.example'],
      [900_100, 'ana@northwind.example'],
    ] as [number, string][]) {
      const { status, body } = await v2(account, 'POST', target);
      expect(status).toBe(404);
      expect(Object.keys(body).toSorted()).toEqual(['correlationId', 'message', 'status']);
    }
  });

  it.each([
    ['disabledWorkflow', [45_003, 'ana@northwind.example'], '900300'],
    ['suppressedContact', [45_001, 'vera@tailspin.example'], '900100'],
    ['alreadyInWorkflow', [45_001, 'lars@tailspin.example'], '900100'],
  ] as const)('has no effect for %s, said or unsaid', async (variant, [workflowId, email], flowId) => {
    for (const [answer, status] of [
      ['accepted', 204],
      ['refused', 400],
    ] as const) {
      const account = await simulator({ variants: { [variant]: answer } });
      const before = account.inspect().enrollments;
      expect((await v2(account, 'POST', [workflowId, email])).status).toBe(status);
      expect(account.inspect().enrollments).toEqual(before);
      expect(activeIn(account, flowId)).toEqual(flowId === '900100' ? ['1062'] : []);
    }
  });

  it('enrolls again where the workflow allows it, and only there', async () => {
    const account = await simulator();
    await v2(account, 'POST', [45_001, 'kira@tailspin.example']);
    expect(activeIn(account, '900100')).toContain('1061');
    await account.advance('60d');
    await v2(account, 'POST', [45_002, 'elsa@contoso.example']);
    expect(activeIn(account, '900200')).toEqual([]);
  });

  it('refuses a workflow that is not about contacts', async () => {
    expect((await v2(await simulator(), 'POST', [45_007, 'ana@northwind.example'])).status).toBe(400);
  });

  it.each([
    ['accepted', 204],
    ['not-found', 404],
  ] as const)('answers leaving a workflow that one is not in as %s', async (answer, status) => {
    const account = await simulator({ variants: { notInWorkflow: answer } });
    expect((await v2(account, 'DELETE', [45_001, 'ana@northwind.example'])).status).toBe(status);
  });

  it('may be closed to service keys', async () => {
    const { defaultAccount } = await import('../../../src/simulator/seed/default-account.ts');
    const seed = defaultAccount();
    const tokens = { key: { scopes: ['automation'], serviceKey: true } };
    const target: [number, string] = [45_001, 'ana@northwind.example'];
    for (const [answer, status] of [
      ['allowed', 204],
      ['forbidden', 403],
    ] as const) {
      const account = await simulator({
        account: { ...seed, tokens },
        variants: { serviceKeyWorkflows: answer },
      });
      expect((await v2({ ...account, url: account.url, token: 'key' }, 'POST', target)).status).toBe(status);
    }
  });
});

describe("a contact's workflows", () => {
  const path = 'GET /automation/v2/workflows/enrollments/contacts';

  it('are those that it is in now, by number', async () => {
    const { body } = await call(await simulator(), `${path}/1062`);
    expect(body).toMatchObject([{ id: 45_001, name: 'Onboarding', enabled: true }]);
    expect((await call(await simulator(), `${path}/1061`)).body).toEqual([]);
    expect((await call(await simulator(), `${path}/77`)).status).toBe(404);
  });

  it('come as one object, or not at all, in other variants', async () => {
    const account = await simulator({ variants: { oneWorkflow: 'object', noWorkflows: 'not-found' } });
    expect((await call(account, `${path}/1062`)).body.id).toBe(45_001);
    expect((await call(account, `${path}/1061`)).status).toBe(404);
  });
});

describe('a bridge workflow', () => {
  it('takes a contact out of whatever sequence it is in', async () => {
    const account = await simulator();
    expect((await v2(account, 'POST', [45_077, 'old@contoso.example'])).status).toBe(204);
    await v2(account, 'POST', [45_077, 'hugo@wingtip.example']);
    const over = account.inspect().enrollments.filter(({ endReason }) => endReason === 'unenrolled');
    expect(over.map(({ contactId, targetId }) => [contactId, targetId])).toEqual([
      ['1056', '5510022'],
      ['1045', '5510021'],
    ]);
  });

  it('may take its time', async () => {
    const account = await simulator({ unenrollDelayMilliseconds: 3_600_000 });
    await v2(account, 'POST', [45_077, 'old@contoso.example']);
    const names = ['hs_sequences_is_enrolled'];
    expect(await propertiesOf(account, '1045', names)).toEqual({ hs_sequences_is_enrolled: 'true' });
    const soon = await simulator({ unenrollDelayMilliseconds: 1 });
    await v2(soon, 'POST', [45_077, 'old@contoso.example']);
    await expect.poll(() => propertiesOf(soon, '1045', names)).toEqual({ hs_sequences_is_enrolled: 'false' });
  });
});

describe('workflows by v4', () => {
  const path = '/automation/v4/flows';

  it('are listed, read, and read in a batch', async () => {
    const account = await simulator();
    const list = await call(account, `GET ${path}?limit=3`);
    expect(list.body.results.map(({ id }: { id: string }) => id)).toEqual(['900100', '900200', '900300']);
    expect(list.body.paging.next.after).toBeTypeOf('string');
    const one = await call(account, `GET ${path}/900500`);
    expect(one.body).toMatchObject({
      id: '900500',
      type: 'CONTACT_FLOW',
      unEnrollmentSetting: { type: 'SELECTIVE', flowIds: ['900100'] },
    });
    const batch = await call(account, `POST ${path}/batch/read`, {
      inputs: [
        { flowId: '900100', type: 'FLOW_ID' },
        { flowId: '1', type: 'FLOW_ID' },
      ],
    });
    expect(batch.status).toBe(207);
    expect(batch.body.results).toHaveLength(1);
  });

  it('have another id in v2, which comes out as a number', async () => {
    const { status, body } = await call(
      await simulator(),
      'POST /automation/v4/workflow-id-mappings/batch/read',
      {
        inputs: [
          { type: 'FLOW_ID', flowId: '900100' },
          { type: 'WORKFLOW_ID', workflowId: '45077' },
          { type: 'FLOW_ID', flowId: '5' },
        ],
      },
    );
    expect(status).toBe(207);
    expect(body.results).toEqual([
      { flowId: 900_100, workflowId: 45_001 },
      { flowId: 7781, workflowId: 45_077 },
    ]);
    expect(body.errors).toMatchObject([{ context: { ids: ['5'] } }]);
  });

  it('are made, changed at the revision that was read, and deleted with everybody in them', async () => {
    const account = await simulator();
    const draft = { name: 'New', type: 'CONTACT_FLOW', objectTypeId: '0-1', isEnabled: true, actions: [] };
    const made = await call(account, `POST ${path}`, draft);
    expect(made.status).toBe(201);
    const { id } = made.body;
    const changed = await call(account, `PUT ${path}/${id}`, { ...made.body, name: 'Newer' });
    expect(changed.body).toMatchObject({ id, name: 'Newer', revisionId: '2' });
    expect((await call(account, `PUT ${path}/${id}`, made.body)).status).toBe(409);
    expect((await call(account, `DELETE ${path}/900100`)).status).toBe(204);
    expect((await call(account, `GET ${path}/900100`)).status).toBe(404);
    const ended = account.inspect().enrollments.find(({ contactId }) => contactId === '1062');
    expect(ended?.endReason).toBe('target-deleted');
  });
});
