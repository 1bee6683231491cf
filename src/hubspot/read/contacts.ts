import type { Email } from '../../model/email.ts';
import { emailSpellings } from '../../model/email.ts';
import type { ContactId } from '../../model/target.ts';
import { askAll, batchesOf } from '../http/api.ts';
import type { Api } from '../http/api.ts';
import { batchResults } from '../batch.ts';
import { contactProperties, contactRecordOf } from '../contact-properties.ts';
import type { ContactRecord } from '../contact-properties.ts';

/** HubSpot's most for one batch read. */
const batchSize = 100;

/** How many calls reading so many contacts takes. */
export function contactBatches(count: number): number {
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
  asked: { readonly ids?: readonly ContactId[]; readonly emails?: readonly Email[] },
  into: {
    readonly book: ContactBook;
    readonly done: (count: number) => void;
  },
): Promise<void> {
  const read = async (keys: readonly string[], idProperty: 'email' | undefined): Promise<void> => {
    const ask = async (batch: readonly string[]): Promise<void> => {
      const body = {
        inputs: batch.map((id) => ({ id })),
        properties: contactProperties,
        propertiesWithHistory: [],
        ...(idProperty === undefined ? {} : { idProperty }),
      };
      const call = api.call('contacts-batch-read', { body });
      for (const result of batchResults(call, await api.read(call)))
        enter(into.book, contactRecordOf(result));
      into.done(batch.length);
    };
    await askAll(batchesOf(strangers(keys, into.book), batchSize), ask);
  };
  // HubSpot may hold the Unicode spelling of a domain that the files name in ASCII, or the reverse.
  await read((asked.emails ?? []).flatMap(emailSpellings), 'email');
  await read(asked.ids ?? [], undefined);
}

/** Those whom the book does not know, once each. */
export function strangers(keys: readonly string[], { aliases }: ContactBook): readonly string[] {
  return [...new Set(keys)].filter((key) => !aliases.has(key));
}

function enter({ records, aliases }: ContactBook, record: ContactRecord | undefined): void {
  if (!record) return;
  const { id, emails, mergedIds } = record.contact;
  records.set(id, record);
  for (const alias of [...emails, ...mergedIds]) aliases.set(alias, id);
  aliases.set(id, id);
}
