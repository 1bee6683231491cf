import { describe, expect, it } from 'vitest';
import { send, propertiesOf, simulator } from '../simulator-client.ts';

const batch = 'POST /crm/v3/objects/contacts/batch/read';

describe('reading contacts in a batch', () => {
  it('returns 207 with the ids that have no contact', async () => {
    const { status, body } = await send(await simulator(), batch, { inputs: [{ id: '1041' }, { id: '7' }] });
    expect(status).toBe(207);
    expect(body.results.map(({ id }: { id: string }) => id)).toEqual(['1041']);
    expect(body).toMatchObject({ numErrors: 1, errors: [{ context: { ids: ['7'] } }] });
  });

  it('returns the contacts in another order than the inputs', async () => {
    const inputs = Array.from({ length: 40 }, (_none, index) => ({ id: String(1001 + index) }));
    const { status, body } = await send(await simulator(), batch, { inputs, properties: ['email'] });
    const ids = body.results.map(({ id }: { id: string }) => id);
    expect(status).toBe(200);
    expect(ids).not.toEqual(inputs.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(inputs.map(({ id }) => id));
  });

  it('finds contacts by any of their addresses, in any case, and returns the primary one', async () => {
    const { status, body } = await send(await simulator(), batch, {
      idProperty: 'email',
      inputs: [
        { id: 'JW@oldfirm.example' },
        { id: 'grace.kim@litware.example' },
        { id: 'sam@adatum.example' },
      ],
      properties: ['email', 'hs_additional_emails'],
    });
    expect(status).toBe(207);
    const emails = body.results.map((contact: { properties: { email: string } }) => contact.properties.email);
    expect(emails.toSorted()).toEqual(['grace.kim@litware.example', 'jo@adatum.example']);
    expect(body.errors[0].context.ids).toEqual(['sam@adatum.example']);
  });

  it('returns the surviving contact for merged ids', async () => {
    const { body } = await send(await simulator(), batch, {
      inputs: [{ id: '1052' }, { id: '1053' }],
      properties: ['hs_merged_object_ids'],
    });
    expect(body.results).toMatchObject([{ id: '1090', properties: { hs_merged_object_ids: '1052;1053' } }]);
  });

  it('accepts at most 100 inputs, without duplicates', async () => {
    const account = await simulator();
    const inputs = Array.from({ length: 101 }, (_none, index) => ({ id: String(index + 1) }));
    expect((await send(account, batch, { inputs })).status).toBe(400);
    expect((await send(account, batch, { inputs: inputs.slice(1) })).status).toBe(207);
    expect((await send(account, batch, { inputs: [{ id: '1041' }, { id: '1041' }] })).status).toBe(400);
    expect((await send(account, batch, { inputs: [{ id: 'ana@northwind.example' }] })).status).toBe(400);
  });

  it('returns all properties as strings or null, and leaves out unknown ones', async () => {
    const { body } = await send(await simulator(), batch, {
      inputs: [{ id: '1046' }, { id: '1048' }],
      properties: ['hs_email_optout', 'email', 'no_such_property'],
    });
    const byId = Object.fromEntries(
      body.results.map(({ id, properties }: { id: string; properties: object }) => [id, properties]),
    );
    expect(byId['1046']).toMatchObject({ hs_email_optout: 'true', email: 'uma@contoso.example' });
    expect(byId['1048']).toMatchObject({ hs_email_optout: null, email: null });
    expect(byId['1046']).not.toHaveProperty('no_such_property');
  });
});

describe('one contact', () => {
  it('is read by id, merged id or email address', async () => {
    const account = await simulator();
    const byEmail = await send(
      account,
      'GET /crm/v3/objects/contacts/sam%2Bevents%40adatum.example?idProperty=email&properties=email',
    );
    expect(byEmail.body).toMatchObject({ id: '1049', properties: { email: 'sam+events@adatum.example' } });
    expect((await send(account, 'GET /crm/v3/objects/contacts/1053')).body.id).toBe('1090');
    expect((await send(account, 'GET /crm/v3/objects/contacts/5')).status).toBe(404);
  });

  it('accepts writes to its properties, except to calculated ones', async () => {
    const account = await simulator();
    const path = 'PATCH /crm/v3/objects/contacts/1041';
    expect((await send(account, path, { properties: { firstname: 'Anna' } })).status).toBe(200);
    expect(await propertiesOf(account, '1041', ['firstname'])).toEqual({ firstname: 'Anna' });
    const readOnly = await send(account, path, { properties: { hs_sequences_is_enrolled: 'false' } });
    expect(readOnly).toMatchObject({ status: 400, body: { errors: [{ code: 'READ_ONLY_VALUE' }] } });
    const unknown = await send(account, path, { properties: { nothing: 'x' } });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ code: 'PROPERTY_DOESNT_EXIST' }] } });
  });

  it('leaves its sequence when a write sets the property of an unenroll workflow', async () => {
    const account = await simulator();
    await send(account, 'PATCH /crm/v3/objects/contacts/1045', { properties: { leave_sequence: 'no' } });
    expect(await propertiesOf(account, '1045', ['hs_sequences_is_enrolled'])).toEqual({
      hs_sequences_is_enrolled: 'true',
    });
    await send(account, 'PATCH /crm/v3/objects/contacts/1045', { properties: { leave_sequence: 'yes' } });
    expect(await propertiesOf(account, '1045', ['hs_sequences_is_enrolled'])).toEqual({
      hs_sequences_is_enrolled: 'false',
    });
  });
});
