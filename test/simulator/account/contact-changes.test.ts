import { describe, expect, it } from 'vitest';
import { send, enrollmentsOf, simulator } from '../simulator-client.ts';
import type { ReceivedResponse } from '../simulator-client.ts';

type Account = Awaited<ReturnType<typeof simulator>>;

async function read(account: Account, id: string): Promise<ReceivedResponse> {
  return send(
    account,
    `GET /crm/v3/objects/contacts/${id}?properties=email,hs_additional_emails,hs_merged_object_ids`,
  );
}

function findContact(account: Account, email: string) {
  return account
    .snapshot()
    .contacts.find((candidate) => candidate.email === email || candidate.otherEmails?.includes(email));
}

describe('changes to contacts', () => {
  it('deletes a contact, ends its enrollments and frees its address', async () => {
    const account = await simulator();
    await account.act({ what: 'enroll', who: '1041', target: '900100' });
    const email = account.snapshot().contacts.find(({ id }) => id === '1041')?.email ?? '';
    await account.act({ what: 'delete-contact', who: '1041' });
    expect((await read(account, '1041')).status).toBe(404);
    expect(enrollmentsOf(account, '1041')[0]?.endReason).toBe('unenrolled');
    await account.act({ what: 'create-contact', who: email });
    const created = findContact(account, email);
    expect(created?.id).not.toBe('1041');
    expect((await read(account, created?.id ?? '')).body.properties.email).toBe(email);
  });

  it('merges two contacts into a new one that both ids find', async () => {
    const account = await simulator();
    await account.act({ what: 'enroll', who: '1041', target: '900100' });
    await account.act({ what: 'enroll', who: '1042', target: '900100' });
    await account.act({ what: 'join-list', who: '1042', with: '482' });
    await account.act({ what: 'merge-contacts', who: '1041', with: '1042' });
    const first = await read(account, '1041');
    const second = await read(account, '1042');
    expect(first.body.id).toBe(second.body.id);
    expect(first.body.properties.hs_merged_object_ids).toBe('1041;1042');
    const { enrollments, lists } = account.snapshot();
    const merged = enrollments.filter(({ contactId }) => contactId === first.body.id);
    expect(merged.map(({ endReason }) => endReason)).toEqual([undefined, 'unenrolled']);
    expect(lists.find(({ id }) => id === '482')?.members).toContainEqual(
      expect.objectContaining({ id: first.body.id }),
    );
  });

  it('moves an address to another contact', async () => {
    const account = await simulator();
    const email = account.snapshot().contacts.find(({ id }) => id === '1041')?.email ?? '';
    await account.act({ what: 'change-email', who: '1042', with: email });
    expect((await read(account, '1042')).body.properties.email).toBe(email);
    expect((await read(account, '1041')).body.properties.email).toBe(null);
  });

  it('adds a contact to a list and removes it', async () => {
    const account = await simulator();
    const members = () => account.snapshot().lists.find(({ id }) => id === '482')?.members ?? [];
    await account.act({ what: 'join-list', who: '1042', with: '482' });
    expect(members().map(({ id }) => id)).toContain('1042');
    await account.act({ what: 'leave-list', who: '1042', with: '482' });
    expect(members().map(({ id }) => id)).not.toContain('1042');
  });

  it.each([
    [
      { what: 'create-contact', who: 'ana@northwind.example' },
      /A contact with that email address already exists/,
    ],
    [{ what: 'merge-contacts', who: '1041', with: '1041' }, /merged with itself/],
    [{ what: 'change-email', who: '1041' }, /email address is missing/],
    [{ what: 'join-list', who: '1041', with: '553' }, /no static list 553/],
  ] as const)('refuses %o', async (action, message) => {
    const account = await simulator();
    await expect(account.act(action)).rejects.toThrow(message);
  });
});
