import { describe, expect, it } from 'vitest';
import { contactCodes, senderCodes } from '../../../src/simulator/account/refusal-codes.ts';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import { enroll, send, enrollmentsOf, simulator } from '../simulator-client.ts';

describe('a refusal by hand', () => {
  const enrollIn = async (account: Simulator, contactId = '1041') => {
    const { status, body } = await enroll(account, contactId);
    return status === 200 ? 'enrolled' : `${status} ${body.subCategory}`;
  };

  it.each(contactCodes)('of a contact has the code %s until it is allowed', async (code) => {
    const account = await simulator({ variants: { alreadyEnrolled: 500, otherRefusals: 500 } });
    await account.act({ what: 'refuse', who: '1041', with: code });
    expect(await enrollIn(account)).toBe(`500 SequenceError.${code}`);
    expect(await enrollIn(account, '1042')).toBe('enrolled');
    await account.act({ what: 'allow', who: '1041' });
    expect(await enrollIn(account)).toBe('enrolled');
  });

  it.each(senderCodes)('of a sender has the code %s until it is allowed', async (code) => {
    const account = await simulator({
      variants: { noInbox: 500, noSeat: 500, foreignSender: 500, otherRefusals: 500 },
    });
    await account.act({ what: 'refuse', who: 'maria@acme.example', with: code });
    expect(await enrollIn(account)).toMatch(new RegExp(`^500 \\w+\\.${code}$`, 'u'));
    await account.act({ what: 'allow', who: 'Maria@acme.example' });
    expect(await enrollIn(account)).toBe('enrolled');
  });

  it('of an inbox lasts until it is connected again', async () => {
    const account = await simulator();
    await account.act({ what: 'disconnect-inbox', who: 'maria@acme.example' });
    expect(await enrollIn(account)).toBe('400 SequenceError.NO_INBOX');
    await account.act({ what: 'reconnect-inbox', who: 'maria@acme.example' });
    expect(await enrollIn(account)).toBe('enrolled');
  });

  it('of an address ends with a new email', async () => {
    const account = await simulator();
    await account.act({ what: 'refuse', who: '1041', with: 'BLOCKED_ADDRESS' });
    await account.act({ what: 'change-email', who: '1041', with: 'new@northwind.example' });
    expect(await enrollIn(account)).toBe('enrolled');
  });

  it.each([
    [{ what: 'refuse', who: '1041', with: 'NOT_NOW' }, /no refusal NOT_NOW/],
    [{ what: 'refuse', who: '1041' }, /none given/],
    [{ what: 'refuse', who: '1041', with: 'NO_INBOX' }, /no user with that email/],
    [{ what: 'refuse', who: '7', with: 'GDPR' }, /no contact with id 7/],
    [{ what: 'disconnect-inbox', who: 'ana@northwind.example' }, /no user with that email/],
  ] as const)('%j is rejected', async (action, problem) => {
    await expect((await simulator()).act(action)).rejects.toThrow(problem);
  });
});

describe('a property set by hand', () => {
  const stageOf = (account: Simulator): string | undefined =>
    account.snapshot().contacts.find(({ id }) => id === '1041')?.properties['lifecyclestage'];

  it('has the new value, and none after an empty one', async () => {
    const account = await simulator();
    await account.act({ what: 'set-property', who: '1041', with: 'lifecyclestage=customer' });
    expect(stageOf(account)).toBe('customer');
    await account.act({ what: 'set-property', who: 'ana@northwind.example', with: 'lifecyclestage=' });
    expect(stageOf(account)).toBe('');
  });

  it('starts the unenroll workflow that reacts to it', async () => {
    const account = await simulator();
    await account.act({ what: 'enroll', who: '1041', target: '5510021' });
    await account.act({ what: 'set-property', who: '1041', with: 'leave_sequence=yes' });
    await account.advance('1m');
    expect(enrollmentsOf(account, '1041')).toMatchObject([{ endReason: 'unenrolled' }, {}]);
  });

  it.each([
    ['lifecyclestage', /as NAME=VALUE/],
    ['lifecyclestag=lead', /no property lifecyclestag/],
    ['hs_email_optout=true', /HubSpot sets the property hs_email_optout itself/],
    ['email=new@northwind.example', /change-email/],
  ])('%s is rejected', async (text, problem) => {
    const account = await simulator();
    await expect(account.act({ what: 'set-property', who: '1041', with: text })).rejects.toThrow(problem);
  });
});

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
