import type { Namesake } from '../../model/observed-state.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { allPages, type Api } from '../http/api.ts';
import { idOf, textOf } from '../http/response.ts';
import { readFlows } from './workflows.ts';

/** HubSpot's maximum for one page. */
const pageSize = 100;

/** Returns the contact workflows with one of these names. HubSpot has no search by name, so this lists all workflows. */
export async function readNamesakes(api: Api, names: readonly string[]): Promise<readonly Namesake[]> {
  const wanted = new Set(names);
  const ids: string[] = [];
  const pages = allPages(api, (after) => api.request('flows', { query: { limit: pageSize, after } }));
  for await (const results of pages) {
    for (const result of results) {
      const [id, name] = [idOf(result['id']), textOf(result['name'])];
      if (id !== undefined && (name === undefined || wanted.has(name))) ids.push(id);
    }
  }
  const flows = await readFlows(api, ids);
  return [...flows.values()].flatMap((flow): Namesake[] => {
    const { id, name, enabled, createdAt, notForContacts } = flow;
    if (name === undefined || !wanted.has(name) || notForContacts !== undefined) return [];
    return [{ id, name, enabled, ...omitUndefined({ createdAt }) }];
  });
}
