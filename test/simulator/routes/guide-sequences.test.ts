import { describe, expect, it } from 'vitest';
import { send, enroll, enrollmentsOf, simulator } from '../simulator-client.ts';

const contactPath = '/crm/v3/objects/contacts/1041';

describe('the guide dialect', () => {
  it('enrolls, finds the enrollment through the association, and unenrolls', async () => {
    const account = await simulator();
    const enrolled = await send(account, `POST ${contactPath}/sequences`, {
      sequenceId: '5510021',
      userId: 7001,
    });
    expect(enrolled).toMatchObject({
      status: 201,
      body: { contactId: '1041', sequenceId: '5510021', userId: '7001', status: 'ACTIVE' },
    });
    const associations = await send(account, `GET ${contactPath}/associations/sequences?limit=500`);
    expect(associations.body.results).toEqual([{ id: enrolled.body.id, type: 'contact_to_sequence' }]);
    const path = `${contactPath}/sequences/${associations.body.results[0].id}`;
    expect((await send(account, `GET ${path}`)).body.status).toBe('ACTIVE');
    expect((await send(account, `DELETE ${path}`)).status).toBe(204);
    expect((await send(account, `GET ${path}`)).body).toMatchObject({
      status: 'UNENROLLED',
      endedAt: '2026-11-02T09:00:02.000Z',
    });
    expect((await send(account, `DELETE ${path}`)).status).toBe(404);
  });

  it('shows the same state as the documented dialect', async () => {
    const account = await simulator();
    const enrolled = await enroll(account, '1041');
    const { body } = await send(account, `GET ${contactPath}/sequences/${enrolled.body.id}`);
    expect(body).toMatchObject({ status: 'ACTIVE', enrolledAt: enrolled.body.enrolledAt });
    await account.advance('60d');
    expect((await send(account, `GET ${contactPath}/sequences/${enrolled.body.id}`)).body.status).toBe(
      'FINISHED',
    );
  });

  it('refuses with the same errors as the documented dialect', async () => {
    const account = await simulator();
    const refused = await send(account, 'POST /crm/v3/objects/contacts/1046/sequences', {
      sequenceId: '5510021',
      userId: '7001',
    });
    expect(refused).toMatchObject({ status: 400, body: { subCategory: 'SequenceError.UNSUBSCRIBED' } });
  });

  it("does not show one contact's enrollment under another", async () => {
    const account = await simulator();
    expect((await send(account, `GET ${contactPath}/sequences/30000005`)).status).toBe(404);
    expect((await send(account, 'GET /crm/v3/objects/contacts/1045/sequences/30000005')).status).toBe(200);
  });

  it('reads associations in bulk, and lists the contacts without any', async () => {
    const account = await simulator();
    const { status, body } = await send(account, 'POST /crm/v4/associations/contacts/sequences/batch/read', {
      inputs: [{ id: '1045' }, { id: '1041' }, { id: '1055' }],
    });
    expect(status).toBe(207);
    expect(body.results).toMatchObject([
      { from: { id: '1045' }, to: [{ toObjectId: '30000005' }] },
      { from: { id: '1055' }, to: [{ toObjectId: '30000001' }] },
    ]);
    expect(body).toMatchObject({ numErrors: 1, errors: [{ context: { fromObjectId: ['1041'] } }] });
    const v3 = await send(account, 'POST /crm/v3/associations/contacts/companies/batch/read', {
      inputs: [{ id: '1041' }],
    });
    expect(v3).toMatchObject({ status: 200, body: { results: [{ to: [{ id: '5001' }] }] } });
  });

  it.each([{ contactId: '1041' }, { email: 'Ana@Northwind.example' }])(
    'enrolls in a workflow by %o',
    async (contact) => {
      const account = await simulator();
      const response = await send(account, 'POST /automation/v4/flows/900100/enrollments/contacts', contact);
      expect(response.status).toBe(200);
      expect(enrollmentsOf(account, '1041')).toMatchObject([
        { kind: 'workflow', targetId: '900100', endedAt: null },
      ]);
    },
  );

  it('unenrolls a contact from a workflow through the exit workflow', async () => {
    const account = await simulator();
    await send(account, 'POST /automation/v4/flows/900500/enrollments/contacts', { contactId: '1062' });
    expect(enrollmentsOf(account, '1062')[0]).toMatchObject({ targetId: '900100', endReason: 'unenrolled' });
  });
});
