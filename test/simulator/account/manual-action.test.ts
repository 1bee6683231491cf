import { describe, expect, it } from 'vitest';
import { send, enrollmentsOf, simulator } from '../simulator-client.ts';

describe('a manual action', () => {
  it('enrolls and unenrolls a contact, by id or email address', async () => {
    const account = await simulator();
    await account.act({ what: 'enroll', who: 'Ana@northwind.example', target: '5510021' });
    await account.act({ what: 'enroll', who: '1041', target: '900100' });
    await account.act({ what: 'unenroll', who: '1041', target: '900100' });
    expect(enrollmentsOf(account, '1041')).toMatchObject([
      { endedAt: null },
      { targetId: '900100', endReason: 'unenrolled' },
    ]);
    await account.act({ what: 'unenroll', who: '1041' });
    expect(enrollmentsOf(account, '1041').filter(({ endedAt }) => endedAt === null)).toEqual([]);
  });

  it('edits, turns off and deletes targets, as the read routes show', async () => {
    const account = await simulator();
    const read = async (path: string) => (await send(account, `GET ${path}`)).body;
    await account.advance('1d');
    const before = await read('/automation/sequences/2026-03/5510021?userId=7001');
    await account.act({ what: 'edit-target', who: '5510021' });
    const after = await read('/automation/sequences/2026-03/5510021?userId=7001');
    expect(after.updatedAt).not.toBe(before.updatedAt);
    await account.act({ what: 'edit-target', who: '900100' });
    expect((await read('/automation/v4/flows/900100')).revisionId).toBe('4');
    await account.act({ what: 'disable-target', who: '900100' });
    expect(await read('/automation/v4/flows/900100')).toMatchObject({ isEnabled: false, revisionId: '5' });
    await account.act({ what: 'delete-target', who: '5510021' });
    const list = await read('/automation/sequences/2026-03?userId=7001');
    expect(list.results.map(({ id }: { id: string }) => id)).toEqual(['5510022']);
    expect(enrollmentsOf(account, '1045')[0]?.endReason).toBe('target-deleted');
  });

  it.each([
    [{ what: 'reply', who: '7' }, /no contact with id 7/],
    [{ what: 'reply', who: 'secret@nowhere.example' }, /no contact with that email address/],
    [{ what: 'enroll', who: '1041' }, /none given/],
    [{ what: 'enroll', who: '1046', target: '5510021' }, /UNSUBSCRIBED/],
    [{ what: 'enroll', who: '1041', target: '900300' }, /disabled/],
    [{ what: 'unenroll', who: '1041' }, /not active in any/],
    [{ what: 'disable-target', who: '5510021' }, /only workflows/],
    [{ what: 'delete-target', who: '5' }, /no sequence or workflow 5/],
  ] as const)('is refused, with the reason: %o', async (action, message) => {
    const account = await simulator();
    await expect(account.act(action)).rejects.toThrow(message);
  });
});
