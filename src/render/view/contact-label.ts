import type { Address } from '../../model/target.ts';
import { maskEmail } from '../../model/email.ts';
import type { ChangeContact } from '../../model/plan.ts';

/**
 * The real email of a contact, where the reader asked for it (`--show-emails`) and it is known. Asked
 * with the contact id, or with the address of a person who is no contact.
 */
export type EmailLookup = (contactIdOrAddress: string) => string | undefined;

/** Who is meant: `a•••@northwind.example (1042)`. Masks again, so a plan that was not masked is. */
export function contactLabel(
  item: { readonly address: Address; readonly contact?: ChangeContact },
  reveal?: EmailLookup,
): string {
  const { contact } = item;
  const email = displayEmail(item, reveal);
  if (contact === undefined) return email ?? '';
  return email === undefined ? `contact ${contact.id}` : `${email} (${contact.id})`;
}

/** The email to print for a person: real where revealed, masked else, nothing where unknown. */
export function displayEmail(
  item: { readonly address: Address; readonly contact?: ChangeContact },
  reveal?: EmailLookup,
): string | undefined {
  const revealed = reveal?.(item.contact?.id ?? item.address);
  if (revealed !== undefined) return revealed;
  if (item.contact) return item.contact.email === undefined ? undefined : maskEmail(item.contact.email);
  const tail = addressTail(item.address);
  return tail?.includes('@') ? maskEmail(tail) : tail;
}

function addressTail(address: Address): string | undefined {
  const slash = address.indexOf('/');
  return slash < 0 ? undefined : address.slice(slash + 1);
}
