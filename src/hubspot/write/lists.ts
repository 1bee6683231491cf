import type { AccountWriter, ListWriteResult, WriteResult } from '../../model/account.ts';
import type { ContactId } from '../../model/target.ts';
import { idsOf, objectOf } from '../http/response.ts';
import { refuseLocally, sendForAcceptance } from './send.ts';
import type { WriteContext } from './send.ts';
import { idsAdded, idsRemoved } from './write-client.ts';

/** Adds contacts to the static list that enrolls its members, in one request. Returns which were added and missing. */
export async function addToList(
  { api, cache, write }: WriteContext,
  { list, contacts }: Parameters<AccountWriter['enrollThroughList']>[0],
): Promise<ListWriteResult> {
  const details = await cache.list(list);
  if (!details) return refuseLocally(`HubSpot has no list ${list}`, { help: 'Name the list by its id.' });
  const request = api.request('list-add', { params: { listId: details.id }, body: contacts });
  const response = await write(request);
  if (response.outcome !== 'success') return response;
  const missing = objectOf(response.body)['recordIdsMissing'];
  return { outcome: 'answered', added: idsOf(idsAdded(response.body)), missing: idsOf(missing) };
}

/** Removes one contact from the list that enrolls its members. The workflow must unenroll contacts that leave the list. */
export async function removeFromList(
  context: WriteContext,
  { list, contactId }: { readonly list: string; readonly contactId: ContactId },
): Promise<WriteResult> {
  const details = await context.cache.list(list);
  if (!details) return refuseLocally(`HubSpot has no list ${list}`, { help: 'Name the list by its id.' });
  const request = context.api.request('list-remove', { params: { listId: details.id }, body: [contactId] });
  return sendForAcceptance(context, request, (body) => idsOf(idsRemoved(body)).includes(contactId));
}
