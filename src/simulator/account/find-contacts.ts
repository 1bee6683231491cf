/** Finds contacts by id, by email address, or by their properties. */
import { normalizeEmail } from '../../model/email.ts';
import { type ContactId, targetIdentityKey } from '../../model/target.ts';
import type { SeedContact } from './account-seed.ts';
import { type SimulatedAccount, cachedIds } from './account.ts';
import { propertyOf, type PropertyValue } from './contact-properties.ts';

/** Returns the contact with this id. As in HubSpot, the id of a merged contact finds the contact that replaced it. */
export function findContact(account: SimulatedAccount, id: ContactId): SeedContact | undefined {
  return account.contacts.get(id) ?? account.contacts.get(account.mergedInto.get(id) ?? '');
}

/** Returns the contact with this primary or secondary address. */
export function findByEmail(account: SimulatedAccount, email: string): SeedContact | undefined {
  return account.contacts.get(account.contactIdByEmail.get(normalizeEmail(email)) ?? '');
}

/** Returns the contact with this id, or with this address if the text contains `@`. */
export function findByIdOrEmail(account: SimulatedAccount, text: string): SeedContact | undefined {
  return text.includes('@') ? findByEmail(account, text) : findContact(account, text);
}

function sortedContactIds(account: SimulatedAccount): readonly ContactId[] {
  return cachedIds(account, 'contacts', () => sortIds(account.contacts.keys()));
}

/** Returns the ids in numeric order. */
export function sortIds(ids: Iterable<ContactId>): ContactId[] {
  return [...ids].toSorted((a, b) => Number(a) - Number(b));
}

export interface SearchFilter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

export interface ContactQuery {
  /** A contact matches if all filters of any group match. Without groups, every contact matches. */
  readonly groups: readonly (readonly SearchFilter[])[];
  /** Every word must be part of a name, an email, a phone number or the company. Absent: every contact matches. */
  readonly text?: string;
  readonly sort?: { readonly propertyName: string; readonly descending: boolean };
}

export const filterOperators: ReadonlySet<string> = new Set([
  'EQ',
  'NEQ',
  'GT',
  'GTE',
  'LT',
  'LTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
]);

/** Returns the ids of all matching contacts, in the order of the sort, else of the ids. */
export function searchContacts(account: SimulatedAccount, query: ContactQuery): readonly ContactId[] {
  // While properties lag, the result can change without a new version of the account.
  if (account.realTime.realNow() < account.lagUntil) return runSearch(account, query);
  return cachedIds(account, `search:${JSON.stringify(query)}`, () => runSearch(account, query));
}

function runSearch(
  account: SimulatedAccount,
  { groups, text = '', sort }: ContactQuery,
): readonly ContactId[] {
  const found = searchCandidates(account, groups).filter((id) => {
    const contact = account.contacts.get(id);
    if (!contact || !containsWords(account, contact, text)) return false;
    return groups.length === 0 || groups.some((group) => matchesAll(account, contact, group));
  });
  if (!sort) return found;
  const value = (id: ContactId): PropertyValue => {
    const contact = account.contacts.get(id);
    return contact ? propertyOf(account, contact, sort.propertyName) : null;
  };
  const direction = sort.descending ? -1 : 1;
  return found.toSorted((a, b) => direction * compareValues(value(a) ?? '', value(b) ?? ''));
}

function searchCandidates(account: SimulatedAccount, groups: ContactQuery['groups']): readonly ContactId[] {
  const sequences = groups.map(
    (group) =>
      group.find(
        ({ propertyName, operator }) => propertyName === 'hs_latest_sequence_enrolled' && operator === 'EQ',
      )?.value,
  );
  if (sequences.length === 0 || sequences.includes(undefined)) return sortedContactIds(account);
  // A contact whose latest sequence is this one, or was before a lag, has been enrolled in it.
  const ids = sequences.flatMap((id) => [
    ...(account.everIn.get(targetIdentityKey({ kind: 'sequence', id: id ?? '' }))?.keys() ?? []),
  ]);
  return sortIds(new Set(ids));
}

/** The properties that HubSpot searches for the words of a query. */
const searchedProperties = [
  'firstname',
  'lastname',
  'email',
  'hs_additional_emails',
  'phone',
  'company',
  'fax',
  'mobilephone',
];

function containsWords(account: SimulatedAccount, contact: SeedContact, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return true;
  const values = searchedProperties.map((name) => propertyOf(account, contact, name)?.toLowerCase() ?? '');
  return words.every((word) => values.some((value) => value.includes(word)));
}

function matchesAll(
  account: SimulatedAccount,
  contact: SeedContact,
  filters: readonly SearchFilter[],
): boolean {
  return filters.every((filter) => matches(propertyOf(account, contact, filter.propertyName), filter));
}

function matches(property: PropertyValue, filter: SearchFilter): boolean {
  const { value = '', highValue = '', values = [] } = filter;
  if (property === null) return ['NOT_HAS_PROPERTY', 'NEQ', 'NOT_IN'].includes(filter.operator);
  switch (filter.operator) {
    case 'EQ':
      return equalsIgnoringCase(property, value);
    case 'NEQ':
      return !equalsIgnoringCase(property, value);
    case 'GT':
      return compareValues(property, value) > 0;
    case 'GTE':
      return compareValues(property, value) >= 0;
    case 'LT':
      return compareValues(property, value) < 0;
    case 'LTE':
      return compareValues(property, value) <= 0;
    case 'BETWEEN':
      return compareValues(property, value) >= 0 && compareValues(property, highValue) <= 0;
    case 'IN':
      return values.some((candidate) => equalsIgnoringCase(property, candidate));
    case 'NOT_IN':
      return !values.some((candidate) => equalsIgnoringCase(property, candidate));
    case 'CONTAINS_TOKEN':
      return containsToken(property, value);
    case 'NOT_CONTAINS_TOKEN':
      return !containsToken(property, value);
    default:
      return filter.operator === 'HAS_PROPERTY';
  }
}

function equalsIgnoringCase(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function compareValues(a: string, b: string): number {
  const [numberA, numberB] = [toComparableNumber(a), toComparableNumber(b)];
  if (!Number.isNaN(numberA) && !Number.isNaN(numberB)) return numberA - numberB;
  return a < b ? -1 : Number(a > b);
}

/** Returns a number as is and a timestamp in milliseconds, the unit of filters; `NaN` for other text. */
function toComparableNumber(text: string): number {
  if (text === '') return Number.NaN;
  const plain = Number(text);
  return Number.isNaN(plain) ? Date.parse(text) : plain;
}

function containsToken(property: string, token: string): boolean {
  return property.toLowerCase().includes(token.toLowerCase().replaceAll('*', ''));
}
