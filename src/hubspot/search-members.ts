import type { ContactId, TargetId } from '../model/target.ts';
import type { Api } from './api.ts';
import { unexpectedAnswer } from './failures.ts';
import { idOf, objectOf, objectsOf } from './json.ts';

/** HubSpot's most for a page of a search. */
const pageSize = 200;

/**
 * The contacts that HubSpot's search shows in a sequence now. The index lags, so each has to be read
 * before it is believed. Every page begins after the last contact of the one before: a cursor would
 * end at 10,000.
 *
 * `settled` is how many members are known already that the index has had time to learn. When it
 * counts no more than those, nobody is left to be found and the pages after the first are not read.
 */
export async function searchMembers(
  api: Api,
  sequenceId: TargetId,
  settled: number,
): Promise<readonly ContactId[]> {
  const found: ContactId[] = [];
  let last = '0';
  for (;;) {
    const call = api.call('contacts-search', { body: searchBody(sequenceId, last) });
    const body = objectOf((await api.read(call)).body);
    const page = objectsOf(body['results']).flatMap((result) => idOf(result['id']) ?? []);
    found.push(...page);
    const total = typeof body['total'] === 'number' ? body['total'] : undefined;
    const more = total === undefined ? page.length === pageSize : total > page.length;
    if (!more || page.length === 0 || (last === '0' && total !== undefined && total <= settled)) return found;
    const next = page.reduce((most, id) => (Number(id) > Number(most) ? id : most), last);
    if (next === last) throw unexpectedAnswer(call, 'a page of a search that does not go on');
    last = next;
  }
}

function searchBody(sequenceId: TargetId, after: ContactId): unknown {
  const filters = [
    { propertyName: 'hs_sequences_is_enrolled', operator: 'EQ', value: 'true' },
    { propertyName: 'hs_latest_sequence_enrolled', operator: 'EQ', value: sequenceId },
    { propertyName: 'hs_object_id', operator: 'GT', value: after },
  ];
  return {
    filterGroups: [{ filters }],
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
    properties: ['hs_object_id'],
    limit: pageSize,
  };
}
