import type { AccountWriter, ListWriteResult, WriteResult } from '../../model/account.ts';
import type { ContactId } from '../../model/target.ts';
import { idsOf, objectOf } from '../http/response.ts';
import { refuseLocally, sendForAcceptance } from './send.ts';
import type { WriteContext } from './send.ts';
import { idsAdded, idsRemoved } from './write-client.ts';

/** Adds contacts to the static list that enrolls its members, in one request. */
export async function addToList(
  { api, cache, write }: WriteContext,
  { list, contacts }: Parameters<AccountWriter['enrollThroughList']>[0],
): Promise<ListWriteResult> {
  const details = await cache.list(list);
  if (!details) return refuseLocally(`HubSpot knows no list ${list}`, { help: 'Name the list by its id.' });
  const call = api.request('list-add', { params: { listId: details.id }, body: contacts });
  const answer = await write(call);
  if (answer.outcome !== 'success') return answer;
  const missing = objectOf(answer.body)['recordIdsMissing'];
  return { outcome: 'answered', added: idsOf(idsAdded(answer.body)), missing: idsOf(missing) };
}

/** Removes one contact from the list that enrolls its members; the workflow must unenroll contacts that leave it. */
export async function removeFromList(
  ports: WriteContext,
  { list, contactId }: { readonly list: string; readonly contactId: ContactId },
): Promise<WriteResult> {
  const details = await ports.cache.list(list);
  if (!details) return refuseLocally(`HubSpot knows no list ${list}`, { help: 'Name the list by its id.' });
  const call = ports.api.request('list-remove', { params: { listId: details.id }, body: [contactId] });
  return sendForAcceptance(ports, call, (body) => idsOf(idsRemoved(body)).includes(contactId));
}
