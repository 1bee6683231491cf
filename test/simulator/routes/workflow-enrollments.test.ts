import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import type { ReceivedResponse } from '../simulator-client.ts';
import { send, propertiesOf, simulator } from '../simulator-client.ts';

const v2 = (
  account: Simulator,
  method: string,
  [workflowId, email]: [number, string],
): Promise<ReceivedResponse> =>
  send(
    account,
    `${method} /automation/v2/workflows/${workflowId}/enrollments/contacts/${encodeURIComponent(email)}`,
  );

const activeIn = (account: Simulator, flowId: string): readonly string[] =>
  account
    .inspect()
    .enrollments.filter(({ targetId, endedAt }) => targetId === flowId && endedAt === null)
    .map(({ contactId }) => contactId);

describe('enrolling in a workflow through v2', () => {
  it.each([
    ['ana@northwind.example', '1041'],
    ['sam+events@adatum.example', '1049'],
    ['GRACE.KIM@litware.example', '1050'],
    ['jw@oldfirm.example', '1051'],
  ])('finds the contact %s', async (email, contactId) => {
    const account = await simulator();
    const response = await v2(account, 'POST', [45_001, email]);
    expect([response.status, response.text]).toEqual([204, '']);
    expect(activeIn(account, '900100')).toContain(contactId);
    expect((await v2(account, 'DELETE', [45_001, email])).status).toBe(204);
    expect(activeIn(account, '900100')).not.toContain(contactId);
  });

  it('returns errors in the v2 shape', async () => {
    const account = await simulator();
    for (const target of [
      [45_001, 'unknown@nowhere.example'],
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
  ] as const)(
    'has no effect for %s, with and without an error',
    async (variant, [workflowId, email], flowId) => {
      for (const [value, status] of [
        ['accepted', 204],
        ['refused', 400],
      ] as const) {
        const account = await simulator({ variants: { [variant]: value } });
        const before = account.inspect().enrollments;
        expect((await v2(account, 'POST', [workflowId, email])).status).toBe(status);
        expect(account.inspect().enrollments).toEqual(before);
        expect(activeIn(account, flowId)).toEqual(flowId === '900100' ? ['1062'] : []);
      }
    },
  );

  it('enrolls a contact again only if the workflow allows it', async () => {
    const account = await simulator();
    await v2(account, 'POST', [45_001, 'kira@tailspin.example']);
    expect(activeIn(account, '900100')).toContain('1061');
    await account.advance('60d');
    await v2(account, 'POST', [45_002, 'elsa@contoso.example']);
    expect(activeIn(account, '900200')).toEqual([]);
  });

  it('refuses a workflow that is not contact-based', async () => {
    expect((await v2(await simulator(), 'POST', [45_007, 'ana@northwind.example'])).status).toBe(400);
  });

  it.each([
    ['accepted', 204],
    ['not-found', 404],
  ] as const)('unenrolling a contact that is not in the workflow is %s', async (value, status) => {
    const account = await simulator({ variants: { notInWorkflow: value } });
    expect((await v2(account, 'DELETE', [45_001, 'ana@northwind.example'])).status).toBe(status);
  });
});

describe('the workflows of a contact', () => {
  const path = 'GET /automation/v2/workflows/enrollments/contacts';

  it('are those that it is in, with numeric ids', async () => {
    const { body } = await send(await simulator(), `${path}/1062`);
    expect(body).toMatchObject([{ id: 45_001, name: 'Onboarding', enabled: true }]);
    expect((await send(await simulator(), `${path}/1061`)).body).toEqual([]);
    expect((await send(await simulator(), `${path}/77`)).status).toBe(404);
  });

  it('are one object, or not found, in other variants', async () => {
    const account = await simulator({ variants: { oneWorkflow: 'object', noWorkflows: 'not-found' } });
    expect((await send(account, `${path}/1062`)).body.id).toBe(45_001);
    expect((await send(account, `${path}/1061`)).status).toBe(404);
  });
});

describe('an unenroll workflow', () => {
  it('unenrolls a contact from any sequence', async () => {
    const account = await simulator();
    expect((await v2(account, 'POST', [45_077, 'old@contoso.example'])).status).toBe(204);
    await v2(account, 'POST', [45_077, 'hugo@wingtip.example']);
    const ended = account.inspect().enrollments.filter(({ endReason }) => endReason === 'unenrolled');
    expect(ended.map(({ contactId, targetId }) => [contactId, targetId])).toEqual([
      ['1056', '5510022'],
      ['1045', '5510021'],
    ]);
  });

  it('can take effect with a delay', async () => {
    const account = await simulator({ unenrollDelayMilliseconds: 3_600_000 });
    await v2(account, 'POST', [45_077, 'old@contoso.example']);
    const names = ['hs_sequences_is_enrolled'];
    expect(await propertiesOf(account, '1045', names)).toEqual({ hs_sequences_is_enrolled: 'true' });
    const shortDelay = await simulator({ unenrollDelayMilliseconds: 1 });
    await v2(shortDelay, 'POST', [45_077, 'old@contoso.example']);
    await expect
      .poll(() => propertiesOf(shortDelay, '1045', names))
      .toEqual({ hs_sequences_is_enrolled: 'false' });
  });
});
