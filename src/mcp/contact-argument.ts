import { type Email, parseEmail } from '../model/email.ts';
import { Failure } from '../model/failure.ts';
import type { ContactId } from '../model/target.ts';

/** A contact as an agent named it. */
export type NamedPerson =
  | { readonly email: Email; readonly id?: never }
  | { readonly id: ContactId; readonly email?: never };

/** Returns the email or id that an argument is. Throws a `Failure` `bad-address` for any other text: it would find no contact. */
export function parsePerson(text: string): NamedPerson {
  const trimmed = text.trim();
  if (/^\d{1,20}$/u.test(trimmed)) return { id: trimmed };
  const email = parseEmail(trimmed);
  if (email !== undefined) return { email };
  throw new Failure({
    code: 'bad-address',
    message: trimmed.includes('•')
      ? `${JSON.stringify(trimmed)} is a masked address, and names no contact.`
      : `${JSON.stringify(trimmed)} is neither an email nor a contact id.`,
    help: 'Pass the id of the contact, as plan shows it after the slash of an address and HubSpot in the address bar; or ask the user for the whole email. rollcall does not search by name.',
  });
}

/** Checks the query of `explain`: a contact, or an address such as `sequences.q4-outbound/1042`. Throws as `parsePerson`. */
export function checkQuery(text: string): string {
  if (!/^(?:sequences|workflows)\.[^/]+\/[^•]+$/u.test(text.trim())) parsePerson(text);
  return text.trim();
}
