import { describe, expect, it } from 'vitest';
import { call, propertiesOf, simulator } from '../simulator-client.ts';

const batch = 'POST /crm/v3/objects/contacts/batch/read';

describe('reading contacts in a batch', () => {
  it('answers 207 with the ids that are no contact', async () => {
    const { status, body } = await call(await simulator(), batch, { inputs: [{ id: '1041' }, { id: '7' }] });
    expect(status).toBe(207);
    expect(body.results.map(({ id }: { id: string }) => id)).toEqual(['1041']);
    expect(body).toMatchObject({ numErrors: 1, errors: [{ context: { ids: ['7'] } }] });
  });

  it('answers in another order than asked for', async () => {
    const inputs = Array.from({ length: 40 }, (_none, index) => ({ id: String(1001 + index) }));
    const { status, body } = await call(await simulator(), batch, { inputs, properties: ['email'] });
    const ids = body.results.map(({ id }: { id: string }) => id);
    expect(status).toBe(200);
    expect(ids).not.toEqual(inputs.map(({ id }) => id));
    expect(ids.toSorted()).toEqual(inputs.map(({ id }) => id));
  });

  it('finds contacts by any address, whatever its case, and shows the primary one', async () => {
    const { status, body } = await call(await simulator(), batch, {
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

  it('answers merged ids with the contact of today', async () => {
    const { body } = await call(await simulator(), batch, {
      inputs: [{ id: '1052' }, { id: '1053' }],
      properties: ['hs_merged_object_ids'],
    });
    expect(body.results).toMatchObject([{ id: '1090', properties: { hs_merged_object_ids: '1052;1053' } }]);
  });

  it('takes 100 inputs, each once', async () => {
    const account = await simulator();
    const inputs = Array.from({ length: 101 }, (_none, index) => ({ id: String(index + 1) }));
    expect((await call(account, batch, { inputs })).status).toBe(400);
    expect((await call(account, batch, { inputs: inputs.slice(1) })).status).toBe(207);
    expect((await call(account, batch, { inputs: [{ id: '1041' }, { id: '1041' }] })).status).toBe(400);
    expect((await call(account, batch, { inputs: [{ id: 'ana@northwind.example' }] })).status).toBe(400);
  });

  it('gives all properties as strings or null, and leaves out unknown ones', async () => {
    const { body } = await call(await simulator(), batch, {
      inputs: [{ id: '1046' }, { id: '1048' }],
      properties: ['hs_email_optout', 'email', 'no_such_property'],
    });
    const shown = Object.fromEntries(
      body.results.map(({ id, properties }: { id: string; properties: object }) => [id, properties]),
    );
    expect(shown['1046']).toMatchObject({ hs_email_optout: 'true', email: 'uma@contoso.example' });
    expect(shown['1048']).toMatchObject({ hs_email_optout: null, email: null });
    expect(shown['1046']).not.toHaveProperty('no_such_property');
  });
});

describe('one contact', () => {
  it('is read by id, merged id or address', async () => {
    const account = await simulator();
    const byEmail = await call(
      account,
      'GET /crm/v3/objects/contacts/sam%2Bevents%40adatum.example?idProperty=email&properties=email',
    );
    expect(byEmail.body).toMatchObject({ id: '1049', properties: { email: 'sam+events@adatum.example' } });
    expect((await call(account, 'GET /crm/v3/objects/contacts/1053')).body.id).toBe('1090');
    expect((await call(account, 'GET /crm/v3/objects/contacts/5')).status).toBe(404);
  });

  it('can be stamped with a property of its own, and with nothing that HubSpot works out', async () => {
    const account = await simulator();
    const path = 'PATCH /crm/v3/objects/contacts/1041';
    expect((await call(account, path, { properties: { firstname: 'Anna' } })).status).toBe(200);
    expect(await propertiesOf(account, '1041', ['firstname'])).toEqual({ firstname: 'Anna' });
    const readOnly = await call(account, path, { properties: { hs_sequences_is_enrolled: 'false' } });
    expect(readOnly).toMatchObject({ status: 400, body: { errors: [{ code: 'READ_ONLY_VALUE' }] } });
    const unknown = await call(account, path, { properties: { nothing: 'x' } });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ code: 'PROPERTY_DOESNT_EXIST' }] } });
  });

  it('leaves its sequence when the property of a bridge is stamped', async () => {
    const account = await simulator();
    await call(account, 'PATCH /crm/v3/objects/contacts/1045', { properties: { leave_sequence: 'no' } });
    expect(await propertiesOf(account, '1045', ['hs_sequences_is_enrolled'])).toEqual({
      hs_sequences_is_enrolled: 'true',
    });
    await call(account, 'PATCH /crm/v3/objects/contacts/1045', { properties: { leave_sequence: 'yes' } });
    expect(await propertiesOf(account, '1045', ['hs_sequences_is_enrolled'])).toEqual({
      hs_sequences_is_enrolled: 'false',
    });
  });
});
