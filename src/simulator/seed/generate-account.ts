import { addMilliseconds } from '../../model/time.ts';
import type { AccountSeed, SeedContact, SeedEnrollment } from '../account/account-seed.ts';
import { defaultAccount } from './default-account.ts';

export interface GenerateOptions {
  readonly contacts: number;
  /** The seed of the random numbers: equal seeds give equal accounts; 1 if left out. */
  readonly seed?: number;
  /** The share of the contacts that are in sequence 5510021, from 0 to 1; 0 if left out. */
  readonly inSequence?: number;
  /** How many contacts, starting with the first, are on list 482; 0 if left out. */
  readonly listed?: number;
  /** How many contacts, counted from the last, are active in workflow 900100 (read in bulk through list 553). */
  readonly inWorkflow?: number;
  /** All contacts can get email: none has opted out, bounced, or has no address. */
  readonly allReachable?: boolean;
}

const firstContactId = 1_000_001;

/**
 * Generates a large account with the reps, sequences, workflows and lists of the default account. Contact n, counted
 * from 0, has the id 1000001 + n and the address `person-n@company-k.example`, where k is n modulo 997. Of 100
 * contacts, about 2 have opted out, 1 has bounced and 1 has no address. Inboxes have practically no daily limit.
 */
export function generateAccount(options: GenerateOptions): AccountSeed {
  const base = defaultAccount();
  const contacts = Array.from({ length: options.contacts }, (_none, index) =>
    generateContact(index, options),
  );
  const inSequence = contacts.filter(
    (contact) => hashToUnit(contact, 'sequence', options) < (options.inSequence ?? 0),
  );
  const listed = contacts.slice(0, options.listed ?? 0);
  const inWorkflow = contacts.slice(contacts.length - (options.inWorkflow ?? 0));
  return {
    ...base,
    lastId: 60_000_000,
    owners: base.owners.map((owner) => ({ ...owner, dailyLimit: 100_000_000 })),
    contacts,
    lists: base.lists.map((list) => ({
      ...list,
      ...(list.members && {
        members: list.id === '482' ? listed.map(({ id }) => ({ id, at: base.now })) : [],
      }),
    })),
    enrollments: [
      ...inSequence.map((contact, index) => sequenceEnrollment(contact, index, base.now)),
      ...inWorkflow.map((contact, index) => workflowEnrollment(contact, index, base.now)),
    ],
  };
}

/** Returns the address of the contact with this index, counted from 0. */
export function generatedEmail(index: number): string {
  return `person-${index}@company-${index % 997}.example`;
}

function generateContact(index: number, options: GenerateOptions): SeedContact {
  const id = String(firstContactId + index);
  const createdAt = '2026-03-16T09:00:00.000Z';
  const properties = { firstname: 'Person', lastname: String(index), hubspot_owner_id: '88101' };
  const withoutEmail = { id, createdAt, updatedAt: createdAt, properties };
  const contact = { ...withoutEmail, email: generatedEmail(index) };
  if (options.allReachable) return contact;
  const position = hashToUnit(withoutEmail, 'kind', options);
  if (position < 0.02) return { ...contact, optedOut: true };
  if (position < 0.03) return { ...contact, bounced: true };
  return position < 0.04 ? withoutEmail : contact;
}

function workflowEnrollment({ id: contactId }: SeedContact, index: number, now: string): SeedEnrollment {
  const at = addMilliseconds(now, -1000 * (1 + (index % 86_400)));
  const id = String(50_000_000 + index);
  return { id, kind: 'workflow', targetId: '900100', contactId, enrolledAt: at, updatedAt: at };
}

function sequenceEnrollment(contact: SeedContact, index: number, now: string): SeedEnrollment {
  const enrolledAt = addMilliseconds(now, -1000 * (1 + (index % 86_400)));
  return {
    id: String(40_000_000 + index),
    kind: 'sequence',
    targetId: '5510021',
    contactId: contact.id,
    enrolledAt,
    updatedAt: enrolledAt,
    userId: '7001',
    senderEmail: 'maria@acme.example',
    ...(contact.email === undefined ? {} : { toEmail: contact.email }),
    stepsDone: 1,
  };
}

/** Returns a number in [0, 1) that depends only on the contact, the purpose and the seed (FNV-1a hash). */
function hashToUnit({ id }: Pick<SeedContact, 'id'>, purpose: string, { seed = 1 }: GenerateOptions): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed} ${purpose} ${id}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  // Consecutive ids differ in their last characters, which FNV mixes least.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
}
