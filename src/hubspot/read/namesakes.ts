import type { CreatedWorkflow, Namesake, ObservedState } from '../../model/observed-state.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { TargetId } from '../../model/target.ts';
import { comparableName } from '../../model/text/same-name.ts';
import { allPages, type Api } from '../http/api.ts';
import { idOf, textOf } from '../http/response.ts';
import { readFlows } from './workflows.ts';

/** HubSpot's maximum for one page. */
const pageSize = 100;

/** Returns the contact workflows with one of these names. */
export async function readNamesakes(api: Api, names: readonly string[]): Promise<readonly Namesake[]> {
  return (await readNewWorkflows(api, { names, ids: [] })).namesakes;
}

/**
 * Returns the contact workflows with one of these names, and those with one of these ids. HubSpot has no search by name,
 * so names take a list of all workflows. Without names, it takes one request per 100 ids.
 */
export async function readNewWorkflows(
  api: Api,
  { names, ids }: { readonly names: readonly string[]; readonly ids: readonly TargetId[] },
): Promise<Required<Pick<ObservedState, 'namesakes' | 'created'>>> {
  const wanted = new Set(names.map(comparableName));
  const listed = wanted.size === 0 ? [] : await idsWithName(api, wanted);
  const flows = await readFlows(api, [...listed, ...ids]);
  const namesakes = [...flows.values()].flatMap((flow): Namesake[] => {
    const { id, name, enabled, createdAt, notForContacts, definition } = flow;
    if (name === undefined || !wanted.has(comparableName(name)) || notForContacts !== undefined) return [];
    return [{ id, name, enabled, definition, ...omitUndefined({ createdAt }) }];
  });
  const created = ids.flatMap((id): [TargetId, CreatedWorkflow][] => {
    const flow = flows.get(id);
    return flow ? [[id, { enabled: flow.enabled, definition: flow.definition }]] : [];
  });
  return { namesakes, created: new Map(created) };
}

/** Returns the ids of the workflows that may have one of these names. */
async function idsWithName(api: Api, wanted: ReadonlySet<string>): Promise<readonly TargetId[]> {
  const ids: TargetId[] = [];
  const pages = allPages(api, (after) => api.request('flows', { query: { limit: pageSize, after } }));
  for await (const results of pages) {
    for (const result of results) {
      const [id, name] = [idOf(result['id']), textOf(result['name'])];
      if (id !== undefined && (name === undefined || wanted.has(comparableName(name)))) ids.push(id);
    }
  }
  return ids;
}
