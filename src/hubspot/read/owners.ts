import { trustEmail } from '../../model/email.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import { allPages, type Api, readAll, pageOf } from '../http/api.ts';
import { idOf, type Json, textOf } from '../http/response.ts';

/**
 * Returns senders by email and by owner id: those in `emails`, or every owner if `all`. Omits owners without a user,
 * such as former colleagues, since they cannot send.
 */
export async function readSenders(
  api: Api,
  wanted: { readonly emails: readonly string[]; readonly all: boolean },
): Promise<ReadonlyMap<string, ObservedSender>> {
  const emails = [...new Set(wanted.emails.map(trustEmail))];
  const senders = wanted.all
    ? await ownerPages(api)
    : (await readAll(emails, (email) => ownersNamed(api, email))).flat();
  return new Map(
    senders.flatMap((owner) => [[owner.email, owner] as const, [owner.ownerId, owner] as const]),
  );
}

/** Returns the id of any user of the account, for requests that require one; undefined if the account shows none. */
export async function anyUserId(api: Api): Promise<string | undefined> {
  const request = api.request('owners', { query: { limit: 100 } });
  return sendersIn(pageOf(request, await api.read(request)).results)[0]?.userId;
}

async function ownersNamed(api: Api, email: string): Promise<readonly ObservedSender[]> {
  const request = api.request('owners', { query: { email, limit: 100 } });
  return sendersIn(pageOf(request, await api.read(request)).results).filter((owner) => owner.email === email);
}

async function ownerPages(api: Api): Promise<readonly ObservedSender[]> {
  const senders: ObservedSender[] = [];
  const pages = allPages(api, (after) => api.request('owners', { query: { limit: 100, after } }));
  for await (const results of pages) senders.push(...sendersIn(results));
  return senders;
}

function sendersIn(owners: readonly Json[]): readonly ObservedSender[] {
  return owners.flatMap((owner) => {
    const email = textOf(owner['email']);
    const [ownerId, userId] = [idOf(owner['id']), idOf(owner['userId'])];
    if (email === undefined || ownerId === undefined || userId === undefined) return [];
    const name = [textOf(owner['firstName']), textOf(owner['lastName'])].filter(Boolean).join(' ');
    return [{ email: trustEmail(email), ownerId, userId, ...(name === '' ? {} : { name }) }];
  });
}
