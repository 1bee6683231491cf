import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import { generateAccount } from '../../../src/simulator/seed/generate-account.ts';
import type { ReceivedResponse } from '../simulator-client.ts';
import { send, simulator } from '../simulator-client.ts';

const memberIds = async (account: Simulator, listId: string): Promise<readonly string[]> => {
  const { body } = await send(account, `GET /crm/v3/lists/${listId}/memberships?limit=250`);
  return body.results.map(({ recordId }: { recordId: string }) => recordId);
};
const changeMembers = (
  account: Simulator,
  [listId, verb]: [string, string],
  body: unknown,
): Promise<ReceivedResponse> => send(account, `PUT /crm/v3/lists/${listId}/memberships/${verb}`, body);
const enrollmentsIn = (account: Simulator, flowId: string): readonly unknown[] =>
  account
    .inspect()
    .enrollments.filter(({ targetId }) => targetId === flowId)
    .map(({ contactId, endReason }) => [contactId, endReason]);

describe('lists', () => {
  it('are found by id, by name and by search', async () => {
    const account = await simulator();
    const byId = await send(account, 'GET /crm/v3/lists/482');
    expect(byId.body.list).toMatchObject({ listId: '482', processingType: 'MANUAL', size: 6 });
    const name = encodeURIComponent('Q4 prospects from events');
    const byName = await send(account, `GET /crm/v3/lists/object-type-id/0-1/name/${name}`);
    expect(byName.body).toEqual(byId.body);
    const found = await send(account, 'POST /crm/v3/lists/search', { query: 'onboarding', count: 1 });
    expect(found.body).toMatchObject({ total: 2, hasMore: true, offset: 1, lists: [{ listId: '553' }] });
    expect((await send(account, 'GET /crm/v3/lists/1')).status).toBe(404);
    expect((await send(account, 'GET /crm/v3/lists/object-type-id/0-1/name/None')).status).toBe(404);
  });

  it('return pages of at most 250 members', async () => {
    const account = await simulator({ account: generateAccount({ contacts: 600, listed: 600 }) });
    const ids: string[] = [];
    let after = '';
    const sizes: number[] = [];
    do {
      const { body } = await send(account, `GET /crm/v3/lists/482/memberships?limit=250&after=${after}`);
      sizes.push(body.results.length);
      ids.push(...body.results.map(({ recordId }: { recordId: string }) => recordId));
      after = body.paging?.next.after ?? '';
    } while (after !== '');
    expect(sizes).toEqual([250, 250, 100]);
    expect(new Set(ids).size).toBe(600);
    expect((await send(account, 'GET /crm/v3/lists/482/memberships?limit=251')).status).toBe(400);
    expect((await send(account, 'GET /crm/v3/lists/482/memberships?after=250')).status).toBe(400);
  });

  it('ignore current members, and return the ids that have no contact', async () => {
    const account = await simulator();
    const added = await changeMembers(account, ['482', 'add'], ['1001', '1041', '7']);
    expect(added.body).toEqual({ recordsIdsAdded: ['1041'], recordIdsRemoved: [], recordIdsMissing: ['7'] });
    const removed = await changeMembers(account, ['482', 'remove'], ['1001', '1030']);
    expect(removed.body.recordIdsRemoved).toEqual(['1001']);
    const both = await changeMembers(account, ['482', 'add-and-remove'], {
      recordIdsToAdd: ['1001'],
      recordIdsToRemove: ['1041'],
    });
    expect(both.body).toMatchObject({ recordsIdsAdded: ['1001'], recordIdsRemoved: ['1041'] });
    expect(await memberIds(account, '482')).toEqual(['1001', '1002', '1003', '1004', '1005', '1006']);
  });

  it('of a workflow show its contacts and cannot be changed', async () => {
    const account = await simulator();
    expect(await memberIds(account, '553')).toEqual(['1062']);
    expect(await memberIds(account, '554')).toEqual(['1061', '1062']);
    await account.advance('60d');
    expect(await memberIds(account, '553')).toEqual([]);
    expect(await memberIds(account, '554')).toEqual(['1061', '1062']);
    expect((await changeMembers(account, ['553', 'add'], ['1041'])).status).toBe(400);
    const { body } = await send(account, 'GET /crm/v3/lists/553?includeFilters=true');
    expect(body.list.filterBranch.filterBranches[0].filters).toEqual([
      {
        filterType: 'IN_LIST',
        listId: '45001',
        operator: 'IN_LIST',
        metadata: { id: '45001', inListType: 'WORKFLOWS_ACTIVE' },
      },
    ]);
  });
});

describe('a workflow that a list feeds', () => {
  it('enrolls each contact that is added, only once', async () => {
    const account = await simulator();
    await changeMembers(account, ['611', 'add'], ['1041', '1041', '1031']);
    await changeMembers(account, ['611', 'remove'], ['1041']);
    await changeMembers(account, ['611', 'add'], ['1041']);
    expect(enrollmentsIn(account, '900200')).toEqual([
      ['1031', null],
      ['1032', null],
      ['1033', null],
      ['1041', null],
    ]);
    await account.advance('40d');
    await changeMembers(account, ['611', 'remove'], ['1041']);
    await changeMembers(account, ['611', 'add'], ['1041']);
    expect(
      enrollmentsIn(account, '900200').filter((enrollment) => String(enrollment).startsWith('1041')),
    ).toHaveLength(1);
  });

  it('unenrolls contacts that are not on the list, if its criteria require it', async () => {
    const account = await simulator();
    await changeMembers(account, ['614', 'add'], ['1041']);
    await changeMembers(account, ['614', 'remove'], ['1041']);
    const path = 'POST /automation/v2/workflows/45004/enrollments/contacts/bo%40northwind.example';
    expect((await send(account, path)).status).toBe(204);
    expect(enrollmentsIn(account, '900400')).toEqual([
      ['1041', 'criteria-not-met'],
      ['1042', null],
    ]);
    await account.advance('1h');
    expect(enrollmentsIn(account, '900400')).toContainEqual(['1042', 'criteria-not-met']);
  });

  it('unenrolls contacts that join its suppression list', async () => {
    const account = await simulator();
    await changeMembers(account, ['620', 'add'], ['1062']);
    expect(enrollmentsIn(account, '900100')).toContainEqual(['1062', 'suppressed']);
  });
});
