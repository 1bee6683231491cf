import type { Address } from '../../model/target.ts';
import { maskEmail } from '../../model/email.ts';
import type { ChangeContact } from '../../model/results/plan.ts';

/**
 * Returns the real email of a contact if the reader passed `--show-emails` and the email is known. Takes the
 * contact id, or the address of a plan entry whose person is not a contact in HubSpot.
 */
export type EmailLookup = (contactIdOrAddress: string) => string | undefined;

/**
 * Returns the label of a contact: `a•••@northwind.example (1042)`. Masks the email again, in case a caller passes
 * a plan with real emails.
 */
export function contactLabel(
  item: { readonly address: Address; readonly contact?: ChangeContact },
  reveal?: EmailLookup,
): string {
  const { contact } = item;
  const email = displayEmail(item, reveal);
  if (contact === undefined) return email ?? '';
  return email === undefined ? `contact ${contact.id}` : `${email} (${contact.id})`;
}

/** Returns the email to print: the real one if revealed, otherwise the masked one; undefined if unknown. */
export function displayEmail(
  item: { readonly address: Address; readonly contact?: ChangeContact },
  reveal?: EmailLookup,
): string | undefined {
  const revealed = reveal?.(item.contact?.id ?? item.address);
  if (revealed !== undefined) return revealed;
  if (item.contact) return item.contact.email === undefined ? undefined : maskEmail(item.contact.email);
  const contactName = contactPart(item.address);
  return contactName?.includes('@') ? maskEmail(contactName) : contactName;
}

function contactPart(address: Address): string | undefined {
  const slash = address.indexOf('/');
  return slash < 0 ? undefined : address.slice(slash + 1);
}
