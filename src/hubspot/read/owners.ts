import { trustEmail } from '../../model/email.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import { allPages, type Api, readAll, pageOf } from '../http/api.ts';
import { idOf, type Json, textOf } from '../http/response.ts';

/**
 * Reps by email and by owner id: those named, or all where `all`. An owner without a user (a
 * former colleague) can't send and is left out.
 */
export async function readSenders(
  api: Api,
  asked: { readonly emails: readonly string[]; readonly all: boolean },
): Promise<ReadonlyMap<string, ObservedSender>> {
  const emails = [...new Set(asked.emails.map(trustEmail))];
  const found = asked.all
    ? await ownerPages(api)
    : (await readAll(emails, (email) => ownersNamed(api, email))).flat();
  return new Map(found.flatMap((owner) => [[owner.email, owner] as const, [owner.ownerId, owner] as const]));
}

/** Any user of the account, for reads that want one. */
export async function anyUserId(api: Api): Promise<string | undefined> {
  const call = api.request('owners', { query: { limit: 100 } });
  return sendersIn(pageOf(call, await api.read(call)).results)[0]?.userId;
}

async function ownersNamed(api: Api, email: string): Promise<readonly ObservedSender[]> {
  const call = api.request('owners', { query: { email, limit: 100 } });
  return sendersIn(pageOf(call, await api.read(call)).results).filter((owner) => owner.email === email);
}

async function ownerPages(api: Api): Promise<readonly ObservedSender[]> {
  const found: ObservedSender[] = [];
  const pages = allPages(api, (after) => api.request('owners', { query: { limit: 100, after } }));
  for await (const results of pages) found.push(...sendersIn(results));
  return found;
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
