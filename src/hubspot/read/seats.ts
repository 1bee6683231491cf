import type { ObservedSender, Seats } from '../../model/observed-state.ts';
import { allPages, type Api, readAll } from '../http/api.ts';
import { idOf, type Json, objectOf, textOf } from '../http/response.ts';
import type { AccountCache } from './account-cache.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** More users than this are read from the pages of all users, 100 a request. */
const maxSingleReads = 20;
const pageSize = 100;

/** With fewer requests left today, none is spent on a warning: changes need them. */
const minRemaining = 1_000;

/**
 * Statuses that leave seats unknown without a retry: no plan may wait or fail for a warning. 403 is the missing scope,
 * 404 an account without the route.
 */
const unknownSeats: readonly number[] = [400, 403, 404, 410, 500, 502, 503, 504];

/**
 * Returns the seats of senders by user id. A user whose seats were not read, or are not shown, is absent. Never rejects.
 * After a refusal of one user the process reads no more of them.
 */
export async function readSeats(
  { api, cache }: { readonly api: Api; readonly cache: AccountCache },
  wanted: readonly ObservedSender[],
): Promise<ReadonlyMap<string, Seats>> {
  const users = [...new Set(wanted.map(({ userId }) => userId))];
  if ((api.quota().remaining ?? minRemaining) < minRemaining) return new Map();
  try {
    return users.length > maxSingleReads
      ? await pagesOfUsers(api, users)
      : await readUsers(api, cache, users);
  } catch {
    // The other reads of the plan report what concerns them, too, such as an invalid token.
    return new Map();
  }
}

/** The first user is read alone, so that a refusal costs one request. */
async function readUsers(
  api: Api,
  cache: AccountCache,
  [first, ...others]: readonly string[],
): Promise<ReadonlyMap<string, Seats>> {
  const found = new Map<string, Seats>();
  const read = async (userId: string): Promise<void> => {
    const response = await api.read(api.request('user', { params: { userId } }), unknownSeats);
    if (response.status === 403) cache.seats.refused = true;
    const seats = seatsOf(objectOf(response.body));
    if (seats) found.set(userId, seats);
  };
  if (first === undefined || cache.seats.refused) return found;
  await read(first);
  if (!cache.seats.refused) await readAll(others, read);
  return found;
}

async function pagesOfUsers(api: Api, users: readonly string[]): Promise<ReadonlyMap<string, Seats>> {
  const found = new Map<string, Seats>();
  const missing = new Set(users);
  const makeRequest = (after: string | undefined) =>
    api.request('users', { query: { limit: pageSize, after } });
  for await (const page of allPages(api, makeRequest, unknownSeats)) {
    for (const user of page) {
      const id = idOf(user['id']);
      const seats = seatsOf(user);
      if (id === undefined || !missing.delete(id) || !seats) continue;
      found.set(id, seats);
    }
    if (missing.size === 0) break;
  }
  return found;
}

/** HubSpot publishes no list of names. These give no access to sequences (HubSpot: Manage seats). */
const withoutSequences = /\b(?:core|view[ -_]?only|free)\b/iu;
const withSequences = /sales|service/iu;

/** Returns the seats of a user; undefined if the response does not show them. */
export function seatsOf(user: Json): Seats | undefined {
  const { seatNames } = user;
  if (!Array.isArray(seatNames)) return undefined;
  const names = seatNames.flatMap((name) => textOf(name) ?? []);
  const sends = names.some((name) => withSequences.test(name))
    ? true
    : names.every((name) => withoutSequences.test(name.replaceAll('_', ' ')))
      ? false
      : undefined;
  return { names, ...omitUndefined({ sends }) };
}
