import { type Email, trustEmail } from '../../model/email.ts';
import { Failure } from '../../model/failure.ts';
import type { SimilarContact } from '../../model/observed-state.ts';
import { editDistance } from '../../model/text/did-you-mean.ts';
import { type Api, readAll, pageOf } from '../http/api.ts';
import { idOf, objectOf, textOf } from '../http/response.ts';
import { type ContactBook, firstPage } from './contacts.ts';

/** Each costs a search, and typos rarely explain many unknown emails in one file. */
const maxSearches = 5;
/** HubSpot's maximum for one page of a search. */
const pageSize = 200;

/**
 * Returns the most similar contact for each declared email that no contact has: one or two edits away on one side of the
 * `@`. Tries only the first five emails, with at most one search each.
 */
export async function suggestContacts(
  api: Api,
  declared: readonly Email[],
  book: ContactBook,
): Promise<ReadonlyMap<Email, SimilarContact>> {
  const missing = [...new Set(declared)].filter((email) => !book.aliases.has(email)).slice(0, maxSearches);
  const bookContacts = missing.length === 0 ? [] : contactsIn(book);
  const suggestions = await readAll(missing, async (email) => {
    const nearest = closestTo(email, bookContacts) ?? closestTo(email, await searchSimilar(api, email));
    return nearest === undefined ? [] : [[email, nearest] as const];
  });
  return new Map(suggestions.flat());
}

function contactsIn({ records }: ContactBook): readonly SimilarContact[] {
  return [...records.values()].flatMap(({ contact }) =>
    contact.emails.map((email) => ({ id: contact.id, email })),
  );
}

async function searchSimilar(api: Api, email: Email): Promise<readonly SimilarContact[]> {
  const { local, domain } = partsOf(email);
  const like = (value: string): unknown => ({
    filters: [{ propertyName: 'email', operator: 'CONTAINS_TOKEN', value }],
  });
  const body = {
    filterGroups: [like(`${local}@*`), like(`*@${domain}`)],
    sorts: [],
    properties: ['email'],
    limit: pageSize,
    after: firstPage,
  };
  try {
    const request = api.request('contacts-search', { body });
    return pageOf(request, await api.read(request)).results.flatMap((result) => {
      const id = idOf(result['id']);
      const email = textOf(objectOf(result['properties'])['email']);
      return id === undefined || email === undefined ? [] : [{ id, email: trustEmail(email) }];
    });
  } catch (error) {
    // HubSpot does not document which texts a search refuses, and a missing hint must not fail the plan.
    if (error instanceof Failure && error.code === 'hubspot-refused') return [];
    throw error;
  }
}

function closestTo(email: Email, candidates: readonly SimilarContact[]): SimilarContact | undefined {
  return candidates
    .flatMap((contact) => {
      const edits = editsBetween(email, contact.email);
      return edits === undefined ? [] : [{ contact, edits }];
    })
    .toSorted((a, b) => a.edits - b.edits || Number(a.contact.id) - Number(b.contact.id))
    .at(0)?.contact;
}

/** Returns the edit distance of two emails that are equal on one side; undefined if it is too large or neither is. */
function editsBetween(a: Email, b: Email): number | undefined {
  const [one, two] = [partsOf(a), partsOf(b)];
  if (one.local === two.local) return within(2, one.domain, two.domain);
  // Different short names often differ by two letters.
  return one.domain === two.domain ? within(one.local.length < 5 ? 1 : 2, one.local, two.local) : undefined;
}

function within(maximum: number, a: string, b: string): number | undefined {
  if (Math.abs(a.length - b.length) > maximum) return undefined;
  const distance = editDistance(a, b);
  return distance <= maximum ? distance : undefined;
}

function partsOf(email: Email): { readonly local: string; readonly domain: string } {
  const at = email.lastIndexOf('@');
  return { local: email.slice(0, at), domain: email.slice(at + 1) };
}
