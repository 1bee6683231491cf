import { contactsPerMembershipRead } from '../../model/batch-sizes.ts';
import { Failure } from '../../model/failure.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { ContactId } from '../../model/target.ts';
import { type Api, batchesOf, batchResults, readAll } from '../http/api.ts';
import { idOf, type Json, momentOf, objectsOf } from '../http/response.ts';
import type { AccountCache } from './account-cache.ts';
import type { ListMember } from './lists.ts';

/**
 * Returns which of the contacts are on a list, from the list memberships of each contact. Returns undefined if HubSpot
 * does not show the memberships of every contact: then only the list itself shows who is on it.
 */
export async function listMembersAmong(
  api: Api,
  cache: AccountCache,
  { listId, ids }: { readonly listId: string; readonly ids: readonly ContactId[] },
): Promise<readonly ListMember[] | undefined> {
  const members: ListMember[] = [];
  const shown = new Set<ContactId>();
  for (const { id, lists } of (await readAllMemberships(api, cache, ids)) ?? []) {
    shown.add(id);
    const membership = lists.find((one) => idOf(one['listId']) === listId);
    const since = momentOf(membership?.['lastAddedTimestamp']);
    if (membership) members.push({ id, ...omitUndefined({ since }) });
  }
  return ids.every((id) => shown.has(id)) ? members : undefined;
}

/** Reads in smaller batches after a refusal. Returns undefined once HubSpot refused each size. */
async function readAllMemberships(
  api: Api,
  cache: AccountCache,
  ids: readonly ContactId[],
): Promise<readonly ContactLists[] | undefined> {
  const { size } = cache.membershipReads;
  if (size === 0) return undefined;
  const [first = [], ...others] = batchesOf(ids, size);
  // Alone, so that a refusal of the size costs one request.
  const batches = [await readMemberships(api, first)];
  if (batches[0]) batches.push(...(await readAll(others, (batch) => readMemberships(api, batch))));
  if (!batches.includes(undefined)) return batches.flatMap((batch) => batch ?? []);
  const { afterRefusal } = contactsPerMembershipRead;
  cache.membershipReads.size = size > afterRefusal ? afterRefusal : 0;
  return readAllMemberships(api, cache, ids);
}

interface ContactLists {
  readonly id: ContactId;
  readonly lists: readonly Json[];
}

/** Returns undefined if HubSpot refuses the batch or its response is not as documented. */
async function readMemberships(
  api: Api,
  ids: readonly ContactId[],
): Promise<readonly ContactLists[] | undefined> {
  const inputs = ids.map((recordId) => ({ objectTypeId: '0-1', recordId }));
  const request = api.request('list-memberships-batch-read', { body: { inputs } });
  try {
    const response = await api.read(request, [400, 404, 413]);
    if (response.status >= 400) return undefined;
    return batchResults(request, response).flatMap((result) => {
      const [id, lists] = [idOf(result['recordId']), result['recordListMemberships']];
      return id === undefined || !Array.isArray(lists) ? [] : [{ id, lists: objectsOf(lists) }];
    });
  } catch (error) {
    if (error instanceof Failure && error.code === 'hubspot-unexpected') return undefined;
    throw error;
  }
}
