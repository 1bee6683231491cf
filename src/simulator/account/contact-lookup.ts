/** Finding contacts as HubSpot does: merged ids and secondary addresses lead to the contact of today. */
import { normalEmail } from '../../model/email.ts';
import type { ContactId } from '../../model/target.ts';
import type { Account } from './account.ts';
import { worked } from './account.ts';
import type { SeedContact } from './account-seed.ts';

export function findContact(account: Account, id: ContactId): SeedContact | undefined {
  return account.contacts.get(id) ?? account.contacts.get(account.mergedInto.get(id) ?? '');
}

export function findByEmail(account: Account, email: string): SeedContact | undefined {
  return account.contacts.get(account.byEmail.get(normalEmail(email)) ?? '');
}

/** A contact by whichever a person would type: an id, or an address. */
export function findByEither(account: Account, text: string): SeedContact | undefined {
  return text.includes('@') ? findByEmail(account, text) : findContact(account, text);
}

/** Every contact's id in the order of the numbers. */
export function sortedContactIds(account: Account): readonly ContactId[] {
  return worked(account, 'contacts', () => sortIds(account.contacts.keys()));
}

export function sortIds(ids: Iterable<ContactId>): ContactId[] {
  return [...ids].toSorted((a, b) => Number(a) - Number(b));
}
