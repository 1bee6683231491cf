import { describe, expect, it } from 'vitest';
import { call, enroll, simulator } from '../simulator-client.ts';

const contact = '/crm/v3/objects/contacts/1041';

describe('the guide dialect', () => {
  it('enrolls, follows the association, and unenrolls', async () => {
    const account = await simulator();
    const made = await call(account, `POST ${contact}/sequences`, { sequenceId: '5510021', userId: 7001 });
    expect(made).toMatchObject({
      status: 201,
      body: { contactId: '1041', sequenceId: '5510021', userId: '7001', status: 'ACTIVE' },
    });
    const associations = await call(account, `GET ${contact}/associations/sequences?limit=500`);
    expect(associations.body.results).toEqual([{ id: made.body.id, type: 'contact_to_sequence' }]);
    const path = `${contact}/sequences/${associations.body.results[0].id}`;
    expect((await call(account, `GET ${path}`)).body.status).toBe('ACTIVE');
    expect((await call(account, `DELETE ${path}`)).status).toBe(204);
    expect((await call(account, `GET ${path}`)).body).toMatchObject({
      status: 'UNENROLLED',
      endedAt: '2026-11-02T09:00:02.000Z',
    });
    expect((await call(account, `DELETE ${path}`)).status).toBe(404);
  });

  it('shows the same state as the documented dialect', async () => {
    const account = await simulator();
    const made = await enroll(account, '1041');
    const { body } = await call(account, `GET ${contact}/sequences/${made.body.id}`);
    expect(body).toMatchObject({ status: 'ACTIVE', enrolledAt: made.body.enrolledAt });
    await account.advance('60d');
    expect((await call(account, `GET ${contact}/sequences/${made.body.id}`)).body.status).toBe('FINISHED');
  });

  it('refuses as the documented dialect does', async () => {
    const account = await simulator();
    const refused = await call(account, 'POST /crm/v3/objects/contacts/1046/sequences', {
      sequenceId: '5510021',
      userId: '7001',
    });
    expect(refused).toMatchObject({ status: 400, body: { subCategory: 'SequenceError.UNSUBSCRIBED' } });
  });

  it("does not show one contact's enrollment under another", async () => {
    const account = await simulator();
    expect((await call(account, `GET ${contact}/sequences/30000005`)).status).toBe(404);
    expect((await call(account, 'GET /crm/v3/objects/contacts/1045/sequences/30000005')).status).toBe(200);
  });

  it('reads associations in bulk, naming contacts that have none', async () => {
    const account = await simulator();
    const { status, body } = await call(account, 'POST /crm/v4/associations/contacts/sequences/batch/read', {
      inputs: [{ id: '1045' }, { id: '1041' }, { id: '1055' }],
    });
    expect(status).toBe(207);
    expect(body.results).toMatchObject([
      { from: { id: '1045' }, to: [{ toObjectId: 30_000_005 }] },
      { from: { id: '1055' }, to: [{ toObjectId: 30_000_001 }] },
    ]);
    expect(body).toMatchObject({ numErrors: 1, errors: [{ context: { fromObjectId: ['1041'] } }] });
    const v3 = await call(account, 'POST /crm/v3/associations/contacts/companies/batch/read', {
      inputs: [{ id: '1041' }],
    });
    expect(v3).toMatchObject({ status: 200, body: { results: [{ to: [{ id: '5001' }] }] } });
  });

  it.each([{ contactId: '1041' }, { email: 'Ana@Northwind.example' }])(
    'enrolls in a workflow by %o',
    async (who) => {
      const account = await simulator();
      const reply = await call(account, 'POST /automation/v4/flows/900100/enrollments/contacts', who);
      expect(reply.status).toBe(200);
      const active = account.inspect().enrollments.filter(({ contactId }) => contactId === '1041');
      expect(active).toMatchObject([{ kind: 'workflow', targetId: '900100', endedAt: null }]);
    },
  );

  it('takes a contact out of a workflow through the exit workflow', async () => {
    const account = await simulator();
    await call(account, 'POST /automation/v4/flows/900500/enrollments/contacts', { contactId: '1062' });
    const onboarding = account.inspect().enrollments.find(({ contactId }) => contactId === '1062');
    expect(onboarding).toMatchObject({ targetId: '900100', endReason: 'unenrolled' });
  });
});
