/** Fields of responses that HubSpot's reference requires, forbids, or gives another type than one would guess. */
import { expect, it } from 'vitest';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';
import { enrollmentsOf, propertiesOf, send, simulator } from '../simulator-client.ts';

const sequences = '/automation/sequences/2026-09';
const flows = '/automation/v4/flows';

it('leaves out the folder of a sequence without one, and has all of its settings', async () => {
  const account = await simulator();
  const { body: list } = await send(account, `GET ${sequences}?userId=7001`);
  const { body: single } = await send(account, `GET ${sequences}/5510021?userId=7001`);
  for (const sequence of [...list.results, single]) expect(sequence).not.toHaveProperty('folderId');
  expect(single.settings).toMatchObject({
    sendWindowStartMinute: 0,
    sendWindowEndMinute: 1440,
    taskReminderMinute: 480,
  });
});

it('returns an enrollment with an email, even if the account does not have that of its beginning', async () => {
  const seed = defaultAccount();
  for (const enrollment of seed.enrollments) delete enrollment.toEmail;
  const account = await simulator({ account: seed });
  const { body } = await send(account, `GET ${sequences}/enrollments/contact/1045`);
  expect(body.toEmail).toBe(seed.contacts.find(({ id }) => id === '1045')?.email);
});

it('returns a contact workflow with the integer ids of its suppression lists, and the fields of a workflow', async () => {
  const { body } = await send(await simulator(), `GET ${flows}/900100`);
  expect(body).toMatchObject({
    suppressionListIds: [620],
    canEnrollFromSalesforce: false,
    crmObjectCreationStatus: 'COMPLETE',
    dataSources: [],
    nextAvailableActionId: '6',
  });
  expect(body.actions.map(({ type }: { type: string }) => type)).toEqual(
    Array.from({ length: 5 }, () => 'SINGLE_CONNECTION'),
  );
});

it('returns a workflow of another object without the fields of contact workflows', async () => {
  const { body } = await send(await simulator(), `GET ${flows}/900700`);
  expect(body).toMatchObject({ type: 'PLATFORM_FLOW', nextAvailableActionId: '1', actions: [] });
  expect(Object.keys(body)).not.toContain('suppressionListIds');
  expect(Object.keys(body)).not.toContain('canEnrollFromSalesforce');
});

it('suppresses the lists that a replaced workflow names by integer ids', async () => {
  const account = await simulator();
  const { body } = await send(account, `GET ${flows}/900100`);
  const changed = await send(account, `PUT ${flows}/900100`, { ...body, suppressionListIds: [611] });
  expect(changed.body.suppressionListIds).toEqual([611]);
  const enroll = async (id: string): Promise<number> => {
    const { email } = await propertiesOf(account, id, ['email']);
    await send(account, `POST /automation/v2/workflows/45001/enrollments/contacts/${email}`);
    return enrollmentsOf(account, id).filter(({ targetId }) => targetId === '900100').length;
  };
  expect([await enroll('1031'), await enroll('1030')]).toEqual([0, 1]);
});

it('returns the criteria of a workflow with the treatment of contacts without a value', async () => {
  const { body } = await send(await simulator(), `GET ${flows}/900600`);
  const [branch] = body.enrollmentCriteria.listFilterBranch.filterBranches;
  expect(branch.filters[0].operation).toMatchObject({
    operationType: 'MULTISTRING',
    includeObjectsWithNoValueSet: false,
  });
});

it('returns associations with a text id and without an empty label', async () => {
  const { body } = await send(await simulator(), 'GET /crm/v4/objects/contacts/1041/associations/companies');
  expect(body.results).toEqual([
    { toObjectId: '5001', associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 279 }] },
  ]);
});

it('requires both scopes of lists for every change of members', async () => {
  const seed = defaultAccount();
  const account = await simulator({
    account: {
      ...seed,
      tokens: { reads: { scopes: ['crm.lists.read'] }, writes: { scopes: ['crm.lists.write'] } },
    },
  });
  for (const token of ['reads', 'writes'])
    for (const verb of ['add', 'remove', 'add-and-remove']) {
      const path = `PUT /crm/lists/2026-09/611/memberships/${verb}`;
      expect((await send({ ...account, url: account.url, token }, path, [])).status).toBe(403);
    }
});

it('filters a contact search by the words of its query', async () => {
  const account = await simulator();
  const search = async (query: string): Promise<readonly string[]> => {
    const { body } = await send(account, 'POST /crm/objects/2026-09/contacts/search', { query, limit: 200 });
    return body.results.map(({ id }: { id: string }) => id);
  };
  expect(await search('ana@NORTHWIND')).toEqual(['1041']);
  expect(await search('wingtip eve')).toEqual(['1055']);
  expect(await search('no-such-word')).toEqual([]);
});

it('has no archived owners', async () => {
  const account = await simulator();
  expect((await send(account, 'GET /crm/owners/2026-09?archived=true')).body.results).toEqual([]);
  expect((await send(account, 'GET /crm/owners/2026-09?archived=false')).body.results).toHaveLength(4);
});
