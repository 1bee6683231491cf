import type { ContactRef } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import type { LedgerView } from '../../model/ledger/ledger-view.ts';
import type { ObservedContact, ObservedState, SimilarContact } from '../../model/observed-state.ts';
import type { ContactId } from '../../model/target.ts';

export interface ContactSources {
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
}

/** The contacts that the two names of a row lead to: two different ones, or one and none. */
export interface Contradiction {
  readonly byId?: { readonly id: ContactId; readonly email?: string };
  readonly byEmail?: ContactId;
}

export interface ResolvedContact {
  /** Absent when neither the account nor the ledger knows the email. */
  readonly contactId?: ContactId;
  /** The account no longer knows the declared email; only the ledger led to the contact. */
  readonly throughLedger: boolean;
  readonly contradiction?: Contradiction;
}

/**
 * Returns the contact that a reference leads to: by the account first, then by what the ledger
 * remembers. A row whose id and email lead to two contacts returns both, so that no rule takes either
 * for a contact that the files do not declare.
 */
export function resolveContact(person: ContactRef, known: ContactSources): readonly ResolvedContact[] {
  const { id, email } = person;
  if (id === undefined) return [resolveByEmail(email, known)];
  if (email === undefined) return [resolveById(id, known)];
  return resolveByBoth({ id, email }, known);
}

/** Returns whether a reference leads to a contact that the account has. */
export function isInAccount({ contactId }: ResolvedContact, { observed }: ContactSources): boolean {
  return contactId !== undefined && observed.contacts.has(contactId);
}

function resolveByBoth(
  row: { readonly id: ContactId; readonly email: string },
  known: ContactSources,
): readonly ResolvedContact[] {
  const [one, other] = [resolveById(row.id, known), resolveByEmail(row.email, known)];
  const present = [one, other].filter((found) => isInAccount(found, known));
  if (present.length === 0) return [one];
  if (present.length === 2 && one.contactId === other.contactId) return [other];
  const holder = one.contactId === undefined ? undefined : known.observed.contacts.get(one.contactId);
  const contradiction = {
    ...(holder ? { byId: contactWithEmail(holder) } : {}),
    ...(isInAccount(other, known) && other.contactId !== undefined ? { byEmail: other.contactId } : {}),
  };
  return present.map((found) => ({ ...found, throughLedger: false, contradiction }));
}

/** A contact by its id, and by its email for showing. */
export function contactWithEmail({ id, email }: ObservedContact): NonNullable<Contradiction['byId']> {
  return email === undefined ? { id } : { id, email };
}

function resolveById(id: ContactId, { observed }: ContactSources): ResolvedContact {
  return { contactId: observed.aliases.get(id) ?? id, throughLedger: false };
}

function resolveByEmail(email: string, { observed, ledger }: ContactSources): ResolvedContact {
  const seen = observed.aliases.get(email);
  if (seen !== undefined) return { contactId: seen, throughLedger: false };
  const remembered = ledger.contactOf(email);
  return remembered === undefined
    ? { throughLedger: false }
    : { contactId: observed.aliases.get(remembered) ?? remembered, throughLedger: true };
}

/** `Did you mean a•••@northwind.example, contact 1042? `, or nothing. */
export function didYouMeanContact(near: SimilarContact | undefined): string {
  return near ? `Did you mean ${maskEmail(near.email)}, contact ${near.id}? ` : '';
}

/** The two names of a CSV row: `id 12 is contact 12 (a•••@x.example), and b•••@x.example is contact 34`. */
export function rowContactsText({ id, email }: ContactRef, { byId, byEmail }: Contradiction): string {
  const shown = byId?.email === undefined ? '' : ` (${maskEmail(byId.email)})`;
  const first = byId === undefined ? 'no contact' : `contact ${byId.id}${shown}`;
  const second = byEmail === undefined ? 'no contact' : `contact ${byEmail}`;
  return `id ${id ?? ''} is ${first}, and ${maskEmail(email ?? '')} is ${second}`;
}
