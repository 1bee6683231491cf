import { contactsPerRead } from '../../model/batch-sizes.ts';
import { type Email, emailSpellings, trustEmail } from '../../model/email.ts';
import type { ObservedContact } from '../../model/observed-state.ts';
import type { ContactId, TargetId } from '../../model/target.ts';
import { type Api, readAll, batchesOf, batchResults, pageOf } from '../http/api.ts';
import { unexpectedResponse } from '../http/errors.ts';
import { idOf, type Json, objectOf, textOf } from '../http/response.ts';
import type { Properties, Reachability } from './sequence-state.ts';

/** Returns how many requests reading `count` contacts takes. */
export function contactBatchCount(count: number): number {
  return Math.ceil(count / contactsPerRead);
}

/** The contacts read so far by current id, and the aliases of each: its ids, merged ids and emails. */
export interface ContactBook {
  readonly records: Map<ContactId, ContactRecord>;
  readonly aliases: Map<string, ContactId>;
  /** The properties that conditions name. Every read into the book requests them. */
  readonly requiredProperties: ReadonlySet<string>;
}

export function emptyBook(requiredProperties: ReadonlySet<string> = new Set()): ContactBook {
  return { records: new Map(), aliases: new Map(), requiredProperties };
}

/**
 * Reads contacts by id or normalized email into the book, except those already in it. Matches results by id, merged id
 * and primary or secondary email, never by order. Contacts that HubSpot does not find are not added.
 */
export async function readContacts(
  api: Api,
  wanted: { readonly ids?: readonly ContactId[]; readonly emails?: readonly Email[] },
  into: {
    readonly book: ContactBook;
    readonly done: (count: number) => void;
  },
): Promise<void> {
  const { requiredProperties } = into.book;
  const properties = [...new Set([...contactProperties, ...requiredProperties])];
  const read = async (keys: readonly string[], idProperty: 'email' | undefined): Promise<void> => {
    const readBatch = async (batch: readonly string[]): Promise<void> => {
      const body = {
        inputs: batch.map((id) => ({ id })),
        properties,
        propertiesWithHistory: [],
        ...(idProperty === undefined ? {} : { idProperty }),
      };
      const request = api.request('contacts-batch-read', { body });
      for (const result of batchResults(request, await api.read(request)))
        addToBook(into.book, contactRecordOf(result, requiredProperties));
      into.done(batch.length);
    };
    await readAll(batchesOf(missingFromBook(keys, into.book), contactsPerRead), readBatch);
  };
  // HubSpot may have the Unicode spelling of a domain that the files have in ASCII, or the reverse.
  await read((wanted.emails ?? []).flatMap(emailSpellings), 'email');
  await read(wanted.ids ?? [], undefined);
}

/** Returns the current id of a contact that may have been merged; an id that the book does not have is unchanged. */
export function currentId({ aliases }: ContactBook, id: ContactId): ContactId {
  return aliases.get(id) ?? id;
}

/** Returns the ids or emails that the book does not have, each once. */
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

/** The properties that every batch read of contacts requests. */
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

/** A contact from a batch read, without its enrollments. */
export interface ContactRecord {
  readonly contact: Omit<ObservedContact, 'enrollments' | 'unreadable'>;
  readonly properties: Properties;
}

/** Returns the contact of a result; undefined if the result has no id. */
function contactRecordOf(result: Json, requiredProperties: ReadonlySet<string>): ContactRecord | undefined {
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
      mergedIds: mergedIdsOf(id, properties),
      ...reachabilityOf(properties),
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(requiredProperties.size === 0 ? {} : { properties: pick(properties, requiredProperties) }),
      ...(count !== undefined && /^\d+$/.test(count) ? { sequenceCount: Number(count) } : {}),
    },
  };
}

/** Returns whether the contact can be emailed. One sign against it is enough, since an email cannot be undone. */
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

/** A property that the response lacks is empty: HubSpot returns null for it, and omits one that does not exist. */
function pick(properties: Properties, names: ReadonlySet<string>): Record<string, string | null> {
  return Object.fromEntries([...names].map((name) => [name, textOf(properties[name]) ?? null]));
}

function propertiesOf(result: Json): Properties {
  return Object.fromEntries(
    Object.entries(objectOf(result['properties'])).map(([name, value]) => [name, propertyText(value)]),
  );
}

function propertyText(value: unknown): string | null {
  return typeof value === 'boolean' ? String(value) : (idOf(value) ?? null);
}

function mergedIdsOf(id: ContactId, properties: Properties): readonly ContactId[] {
  const ids = splitList(properties['hs_merged_object_ids']).filter((merged) => merged !== id);
  return ids.length === 0 ? none : ids;
}

/** One list for all contacts without an item, because a plan can hold a million of them. */
const none: readonly never[] = [];

function splitList(text: string | null | undefined): readonly string[] {
  return (text ?? '').split(';').flatMap((part) => textOf(part) ?? []);
}

/** HubSpot's maximum for one page of a search. */
const pageSize = 200;

/** The cursor of the first page of a search. HubSpot's specification requires one in every search. */
export const firstPage = '0';

/**
 * Searches the contacts that are in a sequence now. The index lags, so the caller must read each contact to verify it.
 *
 * `indexedCount` is how many known members joined before the index lag. If the search finds no more than that, only
 * its first page is read.
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
 * Returns the ids of contacts whose properties equal those of `filter`, in ascending order. Each page starts after the
 * last id of the page before, since HubSpot's search cursors end at 10,000 results. If the total is at most
 * `knownCount`, only the first page is read.
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
    // The next page starts after the last id: unsorted pages would skip contacts.
    if (!isAscending([last, ...page]))
      throw unexpectedResponse(request, 'a search page that is not in ascending order of contact ids');
    last = page.at(-1) ?? last;
  }
}

function isAscending(ids: readonly ContactId[]): boolean {
  return ids.every((id, index) => index === 0 || Number(id) > Number(ids[index - 1]));
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
    sorts: ['hs_object_id'],
    properties: ['hs_object_id'],
    limit: pageSize,
    after: firstPage,
  };
}
