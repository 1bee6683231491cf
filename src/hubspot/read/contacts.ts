import { type Email, emailSpellings, trustEmail } from '../../model/email.ts';
import type { ObservedContact } from '../../model/observed-state.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import { type Api, readAll, batchesOf, batchResults, pageOf } from '../http/api.ts';
import { unexpectedResponse } from '../http/errors.ts';
import { idOf, type Json, objectOf, textOf } from '../http/response.ts';
import type { Properties, Reachability } from './sequence-state.ts';

/** HubSpot's most for one batch read. */
const batchSize = 100;

/** How many calls reading so many contacts takes. */
export function contactBatchCount(count: number): number {
  return Math.ceil(count / batchSize);
}

/** Contacts found so far, by their present id, and every id and address that leads to one of them. */
export interface ContactBook {
  readonly records: Map<ContactId, ContactRecord>;
  readonly aliases: Map<string, ContactId>;
}

export function emptyBook(): ContactBook {
  return { records: new Map(), aliases: new Map() };
}

/**
 * Reads contacts by id or normal address into the book, skipping what it knows. Answers are matched by
 * id, address, secondary address or merged id, never by order; whoever HubSpot does not know stays out.
 */
export async function readContacts(
  api: Api,
  wanted: { readonly ids?: readonly ContactId[]; readonly emails?: readonly Email[] },
  into: {
    readonly book: ContactBook;
    readonly done: (count: number) => void;
  },
): Promise<void> {
  const read = async (keys: readonly string[], idProperty: 'email' | undefined): Promise<void> => {
    const readBatch = async (batch: readonly string[]): Promise<void> => {
      const body = {
        inputs: batch.map((id) => ({ id })),
        properties: contactProperties,
        propertiesWithHistory: [],
        ...(idProperty === undefined ? {} : { idProperty }),
      };
      const request = api.request('contacts-batch-read', { body });
      for (const result of batchResults(request, await api.read(request)))
        addToBook(into.book, contactRecordOf(result));
      into.done(batch.length);
    };
    await readAll(batchesOf(missingFromBook(keys, into.book), batchSize), readBatch);
  };
  // HubSpot may hold the Unicode spelling of a domain that the files name in ASCII, or the reverse.
  await read((wanted.emails ?? []).flatMap(emailSpellings), 'email');
  await read(wanted.ids ?? [], undefined);
}

/** Returns the current id of a contact that may have been merged; an id that the book does not have, as it is. */
export function currentId({ aliases }: ContactBook, id: ContactId): ContactId {
  return aliases.get(id) ?? id;
}

/** Those whom the book does not know, once each. */
export function missingFromBook<Key extends string>(
  keys: readonly Key[],
  { aliases }: ContactBook,
): readonly Key[] {
  return [...new Set(keys)].filter((key) => !aliases.has(key));
}

function addToBook({ records, aliases }: ContactBook, record: ContactRecord | undefined): void {
  if (!record) return;
  const { id, emails, mergedIds } = record.contact;
  records.set(id, record);
  for (const alias of [...emails, ...mergedIds]) aliases.set(alias, id);
  aliases.set(id, id);
}

/** Everything that is asked of a contact, in one batch read. */
export const contactProperties = [
  'email',
  'hs_additional_emails',
  'hs_merged_object_ids',
  'hubspot_owner_id',
  'hs_email_optout',
  'hs_email_bounce',
  'hs_email_hard_bounce_reason_enum',
  'hs_email_quarantined',
  'hs_email_bad_address',
  'hs_sequences_is_enrolled',
  'hs_latest_sequence_enrolled',
  'hs_latest_sequence_enrolled_date',
  'hs_latest_sequence_finished_date',
  'hs_latest_sequence_unenrolled_date',
  'hs_latest_sequence_ended_date',
  'hs_sequences_enrolled_count',
  'hs_sequences_actively_enrolled_count',
] as const;

/** A contact as a batch read gave it, before its enrollments are looked at. */
export interface ContactRecord {
  readonly contact: Omit<ObservedContact, 'enrollments' | 'unreadable'>;
  readonly properties: Properties;
}

/** Nothing for a result without an id. */
function contactRecordOf(result: Json): ContactRecord | undefined {
  const id = idOf(result['id']);
  if (id === undefined) return undefined;
  const properties = propertiesOf(result);
  const emails = [properties['email'], ...splitList(properties['hs_additional_emails'])]
    .flatMap((email) => textOf(email) ?? [])
    .map(trustEmail);
  const email = textOf(properties['email']);
  const ownerId = textOf(properties['hubspot_owner_id']);
  const count = textOf(properties['hs_sequences_enrolled_count']);
  return {
    properties,
    contact: {
      id,
      ...(email === undefined ? {} : { email: trustEmail(email) }),
      emails: [...new Set(emails)],
      mergedIds: splitList(properties['hs_merged_object_ids']).filter((merged) => merged !== id),
      ...reachabilityOf(properties),
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(count !== undefined && /^\d+$/.test(count) ? { sequenceCount: Number(count) } : {}),
    },
  };
}

/** Every sign counts, since mailing a bounced or unwilling person can't be taken back. */
function reachabilityOf(properties: Properties): Reachability & Pick<ObservedContact, 'quarantined'> {
  const quarantined =
    properties['hs_email_quarantined'] === 'true' || properties['hs_email_bad_address'] === 'true';
  return {
    optedOut: properties['hs_email_optout'] === 'true',
    bounced:
      Number(properties['hs_email_bounce'] ?? 0) > 0 ||
      textOf(properties['hs_email_hard_bounce_reason_enum']) !== undefined,
    ...(quarantined ? { quarantined } : {}),
  };
}

function propertiesOf(result: Json): Properties {
  return Object.fromEntries(
    Object.entries(objectOf(result['properties'])).map(([name, value]) => [name, propertyText(value)]),
  );
}

function propertyText(value: unknown): string | null {
  return typeof value === 'boolean' ? String(value) : (idOf(value) ?? null);
}

function splitList(text: string | null | undefined): readonly string[] {
  return (text ?? '').split(';').flatMap((part) => textOf(part) ?? []);
}

/** HubSpot's most for a page of a search. */
const pageSize = 200;

/**
 * The contacts that HubSpot's search shows in a sequence now. The index lags, so each has to be read
 * before it is believed.
 *
 * `indexedCount` is how many members are known already that the index has had time to learn. When it
 * counts no more than those, nobody is left to be found and the pages after the first are not read.
 */
export function searchMembers(
  api: Api,
  sequenceId: TargetId,
  indexedCount: number,
): Promise<readonly ContactId[]> {
  const filter = { hs_sequences_is_enrolled: 'true', hs_latest_sequence_enrolled: sequenceId };
  return searchContacts(api, filter, indexedCount);
}

/**
 * The contacts whose properties equal those of `filter`, by id. Every page begins after the last contact
 * of the one before: a cursor would end at 10,000. `knownCount`: when no more than so many are found, the
 * first page is all that is read.
 */
export async function searchContacts(
  api: Api,
  filter: Readonly<Record<string, string>>,
  knownCount = 0,
): Promise<readonly ContactId[]> {
  const found: ContactId[] = [];
  let last = '0';
  for (;;) {
    const request = api.request('contacts-search', { body: searchBody(filter, last) });
    const { results, total } = pageOf(request, await api.read(request));
    const page = results.flatMap((result) => idOf(result['id']) ?? []);
    found.push(...page);
    const more = total === undefined ? page.length === pageSize : total > page.length;
    if (!more || page.length === 0 || (last === '0' && total !== undefined && total <= knownCount))
      return found;
    const next = page.reduce((most, id) => (Number(id) > Number(most) ? id : most), last);
    if (next === last) throw unexpectedResponse(request, 'a page of a search that does not go on');
    last = next;
  }
}

function searchBody(filter: Readonly<Record<string, string>>, after: ContactId): unknown {
  const equal = Object.entries(filter).map(([propertyName, value]) => ({
    propertyName,
    operator: 'EQ',
    value,
  }));
  const filters = [...equal, { propertyName: 'hs_object_id', operator: 'GT', value: after }];
  return {
    filterGroups: [{ filters }],
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
    properties: ['hs_object_id'],
    limit: pageSize,
  };
}
