import type { ContactRef } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import type { LedgerView } from '../../model/ledger/ledger-view.ts';
import type { ObservedContact, ObservedState, SimilarContact } from '../../model/observed-state.ts';
import type { ContactId } from '../../model/target.ts';

export interface ContactSources {
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
}

/** The contacts of the id and the email of a row: two different ones, or only one of them. */
export interface Contradiction {
  readonly byId?: { readonly id: ContactId; readonly email?: string };
  readonly byEmail?: ContactId;
}

export interface ResolvedContact {
  /** Absent if neither the account nor the ledger knows the email. */
  readonly contactId?: ContactId;
  /** The account no longer has the declared email; the contact id is from the ledger. */
  readonly throughLedger: boolean;
  readonly contradiction?: Contradiction;
}

/**
 * Returns the contact of a reference: from the account, or from the ledger if the account does not have it. For a
 * row whose id and email belong to two contacts it returns both, so that no rule treats either as undeclared.
 */
export function resolveContact(person: ContactRef, known: ContactSources): readonly ResolvedContact[] {
  const { id, email } = person;
  if (id === undefined) return [resolveByEmail(email, known)];
  if (email === undefined) return [resolveById(id, known)];
  return resolveByBoth({ id, email }, known);
}

/** Returns whether the account has the resolved contact. */
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

/** Returns the id of a contact, with its email for display. */
export function contactWithEmail({ id, email }: ObservedContact): NonNullable<Contradiction['byId']> {
  return email === undefined ? { id } : { id, email };
}

function resolveById(id: ContactId, { observed }: ContactSources): ResolvedContact {
  return { contactId: observed.aliases.get(id) ?? id, throughLedger: false };
}

function resolveByEmail(email: string, { observed, ledger }: ContactSources): ResolvedContact {
  const current = observed.aliases.get(email);
  if (current !== undefined) return { contactId: current, throughLedger: false };
  const remembered = ledger.contactOf(email);
  return remembered === undefined
    ? { throughLedger: false }
    : { contactId: observed.aliases.get(remembered) ?? remembered, throughLedger: true };
}

/** Returns `Did you mean a•••@northwind.example, contact 1042? `, or an empty string. */
export function didYouMeanContact(similar: SimilarContact | undefined): string {
  return similar ? `Did you mean ${maskEmail(similar.email)}, contact ${similar.id}? ` : '';
}

/** Returns `id 12 is contact 12 (a•••@x.example), and b•••@x.example is contact 34` for the id and email of a row. */
export function rowContactsText({ id, email }: ContactRef, { byId, byEmail }: Contradiction): string {
  const shown = byId?.email === undefined ? '' : ` (${maskEmail(byId.email)})`;
  const first = byId === undefined ? 'matches no contact' : `is contact ${byId.id}${shown}`;
  const second = byEmail === undefined ? 'matches no contact' : `is contact ${byEmail}`;
  return `id ${id ?? ''} ${first}, and ${maskEmail(email ?? '')} ${second}`;
}
