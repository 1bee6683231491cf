import type { ContactId, TargetId } from '../model/target.ts';
import type { Api } from './http/api.ts';
import { unexpectedAnswer } from './http/errors.ts';
import { idOf } from './json.ts';
import { pageOf } from './page.ts';

/** HubSpot's most for a page of a search. */
const pageSize = 200;

/**
 * The contacts that HubSpot's search shows in a sequence now. The index lags, so each has to be read
 * before it is believed.
 *
 * `settled` is how many members are known already that the index has had time to learn. When it
 * counts no more than those, nobody is left to be found and the pages after the first are not read.
 */
export function searchMembers(
  api: Api,
  sequenceId: TargetId,
  settled: number,
): Promise<readonly ContactId[]> {
  const where = { hs_sequences_is_enrolled: 'true', hs_latest_sequence_enrolled: sequenceId };
  return searchContacts(api, where, settled);
}

/**
 * The contacts whose properties equal those of `where`, by id. Every page begins after the last contact
 * of the one before: a cursor would end at 10,000. `enough`: when no more than so many are found, the
 * first page is all that is read.
 */
export async function searchContacts(
  api: Api,
  where: Readonly<Record<string, string>>,
  enough = 0,
): Promise<readonly ContactId[]> {
  const found: ContactId[] = [];
  let last = '0';
  for (;;) {
    const call = api.call('contacts-search', { body: searchBody(where, last) });
    const { results, total } = pageOf(call, await api.read(call));
    const page = results.flatMap((result) => idOf(result['id']) ?? []);
    found.push(...page);
    const more = total === undefined ? page.length === pageSize : total > page.length;
    if (!more || page.length === 0 || (last === '0' && total !== undefined && total <= enough)) return found;
    const next = page.reduce((most, id) => (Number(id) > Number(most) ? id : most), last);
    if (next === last) throw unexpectedAnswer(call, 'a page of a search that does not go on');
    last = next;
  }
}

function searchBody(where: Readonly<Record<string, string>>, after: ContactId): unknown {
  const equal = Object.entries(where).map(([propertyName, value]) => ({
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
