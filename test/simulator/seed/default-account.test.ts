import { describe, expect, it } from 'vitest';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';

describe('the default account', () => {
  const { contacts, owners, sequences, flows, lists, enrollments } = defaultAccount();
  const contactIds = new Set(contacts.map(({ id }) => id));
  const targetIds = new Set([...sequences, ...flows].map(({ id }) => id));

  it('is consistent: every reference exists, and every id and address is unique', () => {
    expect(contactIds.size).toBe(contacts.length);
    expect(targetIds.size).toBe(sequences.length + flows.length);
    const emails = contacts.flatMap(({ email, otherEmails }) => [email ?? [], otherEmails ?? []].flat());
    expect(new Set(emails.map((email) => email.toLowerCase())).size).toBe(emails.length);
    const userIds = new Set(owners.map(({ userId }) => userId));
    const listed = lists.flatMap(({ members }) => members ?? []);
    const dangling = [
      ...enrollments.filter(
        ({ contactId, targetId }) => !contactIds.has(contactId) || !targetIds.has(targetId),
      ),
      ...enrollments.filter(({ kind, userId }) => (kind === 'sequence') !== userIds.has(userId ?? '')),
      ...listed.filter(({ id }) => !contactIds.has(id)),
      ...lists.filter(({ workflow }) => workflow && !targetIds.has(workflow.flowId)),
    ];
    expect(dangling).toEqual([]);
  });

  it('has only addresses in the domain example', () => {
    const domains = contacts.flatMap(({ email }) => email?.toLowerCase().split('@')[1] ?? []);
    expect(domains.filter((domain) => !domain.endsWith('.example'))).toEqual([]);
  });

  it('has owners whose id is never their user id', () => {
    const ids = owners.flatMap(({ id, userId }) => [id, userId]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
