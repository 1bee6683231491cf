import { setMaxListeners } from 'node:events';
import type { UnenrollRoute } from '../../model/desired-state.ts';
import type { TargetId } from '../../model/target.ts';
import type { Api } from '../http/api.ts';
import { findList, type ListDetails } from './lists.ts';
import { type Flow, readFlows, readWorkflowIds } from './workflows.ts';

/** Facts of the account that do not change while a process runs, read when first needed. */
export interface AccountCache {
  flows(ids: readonly TargetId[]): Promise<ReadonlyMap<TargetId, Flow>>;
  /** By flow id. */
  workflowIds(flowIds: readonly TargetId[]): Promise<ReadonlyMap<TargetId, string>>;
  list(nameOrId: string): Promise<ListDetails | undefined>;
  /** Lists of the active contacts of workflows, as long as they were when last read; by flow id. */
  readonly activeLists: Map<TargetId, { readonly listId: string; readonly size: number }>;
  /** The same facts; what is missing is read through another `Api` of this account. */
  readThrough(api: Api): AccountCache;
}

export function openAccountCache(api: Api): AccountCache {
  const memory = { lists: new Map(), flows: new Map(), workflowIds: new Map(), activeLists: new Map() };
  return cacheReading(api, memory);
}

interface CachedFacts extends Pick<AccountCache, 'activeLists'> {
  readonly lists: Map<string, Promise<ListDetails | undefined>>;
  readonly flows: Map<TargetId, Flow>;
  readonly workflowIds: Map<TargetId, string>;
}

function cacheReading(api: Api, memory: CachedFacts): AccountCache {
  const { lists, activeLists } = memory;
  return {
    activeLists,
    readThrough: (other) => cacheReading(other, memory),
    flows: memoize(memory.flows, (ids) => readFlows(api, ids)),
    workflowIds: memoize(memory.workflowIds, (ids) => readWorkflowIds(api, ids)),
    list(nameOrId) {
      const found = lists.get(nameOrId) ?? findList(api, nameOrId);
      lists.set(nameOrId, found);
      found.catch(() => lists.delete(nameOrId));
      return found;
    },
  };
}

function memoize<Value>(
  known: Map<TargetId, Value>,
  read: (ids: readonly TargetId[]) => Promise<ReadonlyMap<TargetId, Value>>,
): (ids: readonly TargetId[]) => Promise<ReadonlyMap<TargetId, Value>> {
  return async (ids) => {
    for (const [id, value] of await read(ids.filter((one) => !known.has(one)))) known.set(id, value);
    return known;
  };
}

/** The workflow of an unenroll route, where it is one. */
export function unenrollWorkflowId(route: UnenrollRoute | undefined): TargetId | undefined {
  return route && 'workflow' in route ? route.workflow : undefined;
}

/** The v2 ids of workflows, to their flow ids. */
export async function flowIdsByWorkflow(
  cache: AccountCache,
  flowIds: readonly TargetId[],
): Promise<ReadonlyMap<string, TargetId>> {
  const wanted = new Set(flowIds);
  const found = [...(await cache.workflowIds(flowIds))].filter(([flowId]) => wanted.has(flowId));
  return new Map(found.map(([flowId, workflowId]) => [workflowId, flowId]));
}

/** What an account is read with. */
interface ReadContext {
  readonly api: Api;
  readonly cache: AccountCache;
}

/**
 * Does a piece of work whose reads end together: when it fails, the requests in flight are broken off,
 * and no other is sent, waited for or spoken of. The reads that were cut short reject with the same failure.
 */
export async function withAbortScope<Result>(
  { api, cache }: ReadContext,
  work: (reading: ReadContext) => Promise<Result>,
): Promise<Result> {
  const broken = new AbortController();
  // Each read in flight listens, and Node would warn of a leak at the eleventh.
  setMaxListeners(0, broken.signal);
  const stage: Api = { ...api, read: (call, accept) => api.read(call, accept, broken.signal) };
  try {
    return await work({ api: stage, cache: cache.readThrough(stage) });
  } catch (error) {
    broken.abort(error);
    throw error;
  }
}
