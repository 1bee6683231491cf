import type { Email } from '../model/email.ts';
import { normalEmail } from '../model/email.ts';
import type { TargetId } from '../model/target.ts';
import type { Api } from './http/api.ts';
import { idOf, textOf } from './json.ts';
import { allPages } from './page.ts';
import { anyUserId, readSenders } from './read/owners.ts';

/** HubSpot's most for a page. */
const pageSize = 100;

/** All sequences that a rep sees, page by page; none for an address that no user has. */
export async function listSequences(
  api: Api,
  rep: Email | undefined,
): Promise<readonly { readonly id: TargetId; readonly name: string }[]> {
  const userId = rep === undefined ? await anyUserId(api) : await userIdOf(api, rep);
  if (userId === undefined) return [];
  const found: { readonly id: TargetId; readonly name: string }[] = [];
  const pages = allPages(api, (after) =>
    api.call('sequences', { query: { userId, limit: pageSize, after } }),
  );
  for await (const results of pages) {
    for (const result of results) {
      const [id, name] = [idOf(result['id']), textOf(result['name'])];
      if (id !== undefined && name !== undefined) found.push({ id, name });
    }
  }
  return found;
}

async function userIdOf(api: Api, rep: Email): Promise<string | undefined> {
  return (await readSenders(api, { emails: [rep], all: false })).get(normalEmail(rep))?.userId;
}
