/**
 * Checks the simulator with the official HubSpot client, which parses every response, in both supported generations.
 * Version 14 asks for Node 22 or later: `npm run smoke` runs this file on Node 24, too.
 */
import { Client } from '@hubspot/api-client';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts/index.js';
import { Client as Client14 } from 'hubspot-api-client-14';
import { describe, expect, it, onTestFinished } from 'vitest';
import { simulator } from './simulator-client.ts';
import { typedCalls } from './typed-calls.ts';

const clients = [
  ['13.5', Client, '@hubspot/api-client'],
  ['14.0', Client14, 'hubspot-api-client-14'],
] as const;

describe.each(clients)('the official HubSpot client %s', (_version, Chosen, name) => {
  /** The typed calls that the simulator served. */
  const served = new Set<string>();
  const expected = typedCalls(name);

  async function makeClient(): Promise<Client | Client14> {
    const { url, token, requests } = await simulator();
    onTestFinished(() => {
      for (const { method, path } of requests()) {
        for (const call of expected) if (call.matches(method, path)) served.add(call.name);
      }
    });
    return new Chosen({ basePath: url, accessToken: token, numberOfApiCallRetries: 0 });
  }

  it('reads a contact and a batch, and searches contacts', async () => {
    const { contacts } = (await makeClient()).crm;
    const contact = await contacts.basicApi.getById(
      'ana@northwind.example',
      ['email'],
      undefined,
      undefined,
      false,
      'email',
    );
    expect([contact.id, contact.properties['email'], contact.createdAt]).toEqual([
      '1041',
      'ana@northwind.example',
      new Date('2026-03-16T09:00:00.000Z'),
    ]);
    const batch = await contacts.batchApi.read({
      inputs: [{ id: '1041' }, { id: '3' }],
      properties: ['hs_sequences_is_enrolled'],
      propertiesWithHistory: ['hs_latest_sequence_enrolled'],
    });
    expect([batch.status, batch.results[0]?.id]).toEqual(['COMPLETE', '1041']);
    expect(batch).toMatchObject({ numErrors: 1, errors: [{ context: { ids: ['3'] } }] });
    const search = await contacts.searchApi.doSearch({
      filterGroups: [
        {
          filters: [
            {
              propertyName: 'hs_latest_sequence_enrolled',
              operator: FilterOperatorEnum.Eq,
              value: '5510021',
            },
          ],
        },
      ],
      properties: ['email'],
      sorts: ['hs_object_id'],
      limit: 1,
      after: '0',
    });
    expect([search.total, search.results[0]?.id, search.paging?.next?.after]).toEqual([2, '1045', '1']);
  });

  it('lists contacts, and creates one', async () => {
    const { basicApi } = (await makeClient()).crm.contacts;
    const first = await basicApi.getPage(2, undefined, ['email'], ['email']);
    expect(first.results.map(({ id, properties }) => [id, properties['email']])).toEqual([
      ['1001', 'adam@northwind.example'],
      ['1002', 'bella@fabrikam.example'],
    ]);
    expect(first.results[0]?.propertiesWithHistory?.['email']?.[0]?.timestamp).toBeInstanceOf(Date);
    const second = await basicApi.getPage(2, first.paging?.next?.after);
    expect(second.results.map(({ id }) => id)).toEqual(['1003', '1004']);
    const draft = { properties: { email: 'new@adatum.example', firstname: 'New' }, associations: [] };
    const created = await basicApi.create(draft);
    expect([created.properties['email'], created.createdAt]).toEqual([
      'new@adatum.example',
      new Date('2026-11-02T09:00:01.000Z'),
    ]);
    expect((await basicApi.getById(created.id)).properties['firstname']).toBe('New');
    await expect(basicApi.create(draft)).rejects.toMatchObject({ code: 409, body: { category: 'CONFLICT' } });
  });

  it('changes a contact', async () => {
    const { contacts } = (await makeClient()).crm;
    const changed = await contacts.basicApi.update('1041', { properties: { firstname: 'Anna' } });
    expect(changed.properties['firstname']).toBe('Anna');
  });

  it('deletes a contact', async () => {
    const { basicApi } = (await makeClient()).crm.contacts;
    await basicApi.archive('1041');
    await expect(basicApi.getById('1041')).rejects.toMatchObject({ code: 404 });
  });

  it('reads, searches, creates, changes and deletes contacts as objects', async () => {
    const { basicApi, batchApi, searchApi } = (await makeClient()).crm.objects;
    expect((await basicApi.getPage('contacts', 1)).results.map(({ id }) => id)).toEqual(['1001']);
    expect((await basicApi.getById('contacts', '1041', ['email'])).properties['email']).toBe(
      'ana@northwind.example',
    );
    const draft = { properties: { email: 'new@adatum.example' }, associations: [] };
    const { id } = await basicApi.create('contacts', draft);
    const changed = await basicApi.update('contacts', id, { properties: { firstname: 'New' } });
    expect(changed.properties['firstname']).toBe('New');
    const inputs = { inputs: [{ id }], properties: ['email'], propertiesWithHistory: [] };
    expect((await batchApi.read('contacts', inputs)).results.map((one) => one.id)).toEqual([id]);
    const search = { filterGroups: [], properties: [], sorts: [], query: 'adatum', limit: 100, after: '0' };
    expect((await searchApi.doSearch('contacts', search)).results.map((one) => one.id)).toContain(id);
    await basicApi.archive('contacts', id);
    await expect(basicApi.getById('contacts', id)).rejects.toMatchObject({ code: 404 });
  });

  it('reads owners', async () => {
    const { owners } = (await makeClient()).crm;
    const page = await owners.ownersApi.getPage('maria@acme.example');
    expect(page.results[0]).toMatchObject({ id: '88101', userId: 7001, type: 'PERSON' });
    expect((await owners.ownersApi.getById(88_102)).email).toBe('paul@acme.example');
  });

  it('reads users', async () => {
    const { usersApi } = (await makeClient()).settings.users;
    const page = await usersApi.getPage(3);
    expect(page.results.map(({ id, email }) => [id, email])).toContainEqual(['7001', 'maria@acme.example']);
    expect((await usersApi.getPage(3, page.paging?.next?.after)).results.map(({ id }) => id)).toEqual([
      '7004',
    ]);
    expect((await usersApi.getById('paul@acme.example', 'EMAIL')).id).toBe('7002');
    await expect(usersApi.getById('1')).rejects.toMatchObject({ code: 404 });
  });

  it('reads lists by their ids, and the lists of a record', async () => {
    const { lists } = (await makeClient()).crm;
    const found = await lists.listsApi.getAll(['611', '553', '1'], true);
    expect(found.lists.map(({ listId }) => listId)).toEqual(['611', '553']);
    expect(found.lists[0]?.createdAt).toBeInstanceOf(Date);
    expect(found.lists[1]?.filterBranch).toMatchObject({ filterBranchType: 'OR' });
    const { results } = await lists.membershipsApi.getLists('0-1', '1031');
    expect(results.map(({ listId }) => listId)).toEqual(['611', '612', '613']);
    expect(results[0]?.firstAddedTimestamp).toEqual(new Date('2026-10-12T08:00:00.000Z'));
    await expect(lists.membershipsApi.getLists('0-1', '7')).rejects.toMatchObject({ code: 404 });
  });

  it('reads lists and their members, and changes them', async () => {
    const { lists } = (await makeClient()).crm;
    expect((await lists.listsApi.getById('482')).list.name).toBe('Q4 prospects from events');
    expect((await lists.listsApi.getByName('Newsletter readers', '0-1')).list.listId).toBe('611');
    const found = await lists.listsApi.doSearch({
      query: 'newsletter',
      offset: 0,
      count: 20,
      listIds: [],
      additionalProperties: [],
      processingTypes: [],
    });
    expect(found.lists.map(({ listId }) => listId)).toEqual(['611', '612', '613']);
    const page = await lists.membershipsApi.getPage('482', undefined, undefined, 2);
    expect(page.results.map(({ recordId }) => recordId)).toEqual(['1001', '1002']);
    const next = await lists.membershipsApi.getPage('482', page.paging?.next?.after, undefined, 2);
    expect(next.results.map(({ recordId }) => recordId)).toEqual(['1003', '1004']);
    const added = await lists.membershipsApi.add('482', ['1041', '1001']);
    expect(added.recordsIdsAdded).toEqual(['1041']);
    const removed = await lists.membershipsApi.remove('482', ['1041']);
    expect(removed.recordIdsRemoved).toEqual(['1041']);
    const both = await lists.membershipsApi.addAndRemove('482', {
      recordIdsToAdd: ['1041'],
      recordIdsToRemove: ['1001'],
    });
    expect([both.recordsIdsAdded, both.recordIdsRemoved]).toEqual([['1041'], ['1001']]);
  });

  it('reads associations', async () => {
    const { batchApi, basicApi } = (await makeClient()).crm.associations.v4;
    const batch = await batchApi.getPage('contacts', 'sequences', {
      inputs: [{ id: '1045' }, { id: '1041' }],
    });
    expect(batch.results).toMatchObject([{ _from: { id: '1045' }, to: [{ toObjectId: '30000005' }] }]);
    expect(batch).toMatchObject({ numErrors: 1 });
    const page = await basicApi.getPage('contacts', '1041', 'companies');
    expect(page.results).toMatchObject([{ associationTypes: [{ category: 'HUBSPOT_DEFINED' }] }]);
  });

  it('reads v3 associations', async () => {
    const { batchApi } = (await makeClient()).crm.associations;
    const batch = await batchApi.read('contacts', 'companies', { inputs: [{ id: '1041' }] });
    expect(batch.results).toMatchObject([{ _from: { id: '1041' }, to: [{ type: 'contact_to_company' }] }]);
  });

  it('reads all properties', async () => {
    const { results } = await (await makeClient()).crm.properties.coreApi.getAll('contacts');
    expect(results.map(({ name }) => name)).toContain('leave_sequence');
  });

  it('reads a property, and gets 404 for an unknown one', async () => {
    const { coreApi } = (await makeClient()).crm.properties;
    expect(await coreApi.getByName('contacts', 'leave_sequence')).toMatchObject({
      name: 'leave_sequence',
      options: [],
      modificationMetadata: { readOnlyValue: false },
    });
    expect(await coreApi.getByName('contacts', 'hs_sequences_is_enrolled')).toMatchObject({
      calculated: true,
      modificationMetadata: { readOnlyValue: true },
    });
    await expect(coreApi.getByName('contacts', 'nothing_of_that_name')).rejects.toMatchObject({ code: 404 });
  });

  it('sends requests to routes that it has no types for', async () => {
    const client = await makeClient();
    const response = await client.apiRequest({
      method: 'POST',
      path: '/automation/sequences/2026-03/enrollments',
      qs: { userId: '7001' },
      body: { contactId: '1041', sequenceId: '5510021', senderEmail: 'maria@acme.example' },
    });
    expect(response.status).toBe(200);
  });

  it('parses errors', async () => {
    const { contacts } = (await makeClient()).crm;
    await expect(contacts.basicApi.getById('5')).rejects.toMatchObject({
      code: 404,
      body: { status: 'error', category: 'OBJECT_NOT_FOUND' },
    });
  });

  it('makes every typed call that the simulator serves', () => {
    expect([...served].toSorted()).toEqual(expected.map((call) => call.name).toSorted());
  });
});
