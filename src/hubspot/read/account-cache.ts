import { setMaxListeners } from 'node:events';
import { contactsPerMembershipRead } from '../../model/batch-sizes.ts';
import type { UnenrollRoute } from '../../model/desired-state.ts';
import type { TargetId } from '../../model/target.ts';
import type { Api } from '../http/api.ts';
import { findList, type ListDetails } from './lists.ts';
import { type Flow, readFlows, readWorkflowIds } from './workflows.ts';

/** Caches workflows, their v2 ids and lists for the lifetime of the process. Reads each at first use. */
export interface AccountCache {
  flows(ids: readonly TargetId[]): Promise<ReadonlyMap<TargetId, Flow>>;
  /** Returns v2 ids by flow id. */
  workflowIds(flowIds: readonly TargetId[]): Promise<ReadonlyMap<TargetId, string>>;
  list(nameOrId: string): Promise<ListDetails | undefined>;
  /** The lists of active contacts of workflows by flow id, with their sizes when last read. */
  readonly activeLists: Map<TargetId, { readonly listId: string; readonly size: number }>;
  /**
   * How many contacts one read of list memberships may name; 0 once HubSpot refused each size. Only lists then show who
   * is on them.
   */
  readonly membershipReads: { size: number };
  /** Whether HubSpot refused the v2 workflow routes to the token. Lists of active contacts are then the only way. */
  readonly v2: { refused: boolean };
  /** Whether HubSpot refused to show users to the token. Seats are then unknown. */
  readonly seats: { refused: boolean };
  /** The contact properties that every read of contacts requests in addition. */
  readonly requiredProperties: Set<string>;
  /** Returns a cache with the same contents that reads through another `Api` of this account. */
  readThrough(api: Api): AccountCache;
}

export function openAccountCache(api: Api): AccountCache {
  const facts = {
    lists: new Map(),
    flows: new Map(),
    workflowIds: new Map(),
    activeLists: new Map(),
    membershipReads: { size: contactsPerMembershipRead.first },
    v2: { refused: false },
    seats: { refused: false },
    requiredProperties: new Set<string>(),
  };
  return cacheReading(api, facts);
}

interface CachedFacts extends Pick<
  AccountCache,
  'activeLists' | 'membershipReads' | 'v2' | 'seats' | 'requiredProperties'
> {
  readonly lists: Map<string, Promise<ListDetails | undefined>>;
  readonly flows: Map<TargetId, Promise<Flow | undefined>>;
  readonly workflowIds: Map<TargetId, Promise<string | undefined>>;
}

function cacheReading(api: Api, facts: CachedFacts): AccountCache {
  const { lists, activeLists, membershipReads, v2, seats, requiredProperties } = facts;
  return {
    activeLists,
    membershipReads,
    v2,
    seats,
    requiredProperties,
    readThrough: (other) => cacheReading(other, facts),
    flows: memoize(facts.flows, (ids) => readFlows(api, ids)),
    workflowIds: memoize(facts.workflowIds, (ids) => readWorkflowIds(api, ids)),
    list(nameOrId) {
      const found = lists.get(nameOrId) ?? findList(api, nameOrId);
      lists.set(nameOrId, found);
      found.catch(() => lists.delete(nameOrId));
      return found;
    },
  };
}

/** Reads at once share the requests in flight. An id that HubSpot does not find is asked for once. */
function memoize<Value>(
  values: Map<TargetId, Promise<Value | undefined>>,
  read: (ids: readonly TargetId[]) => Promise<ReadonlyMap<TargetId, Value>>,
): (ids: readonly TargetId[]) => Promise<ReadonlyMap<TargetId, Value>> {
  return async (ids) => {
    const wanted = [...new Set(ids)];
    const missing = wanted.filter((id) => !values.has(id));
    const found = missing.length === 0 ? undefined : read(missing);
    for (const id of missing) {
      const value = found?.then((all) => all.get(id)) ?? Promise.resolve(undefined);
      values.set(id, value);
      value.catch(() => values.delete(id));
    }
    const entries = await Promise.all(wanted.map(async (id) => [id, await values.get(id)] as const));
    return new Map(entries.flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const])));
  };
}

/** Returns the workflow of an unenroll route; undefined for a property or no route. */
export function unenrollWorkflowId(route: UnenrollRoute | undefined): TargetId | undefined {
  return route && 'workflow' in route ? route.workflow : undefined;
}

/** Returns flow ids by v2 id, for workflows that have a v2 id. */
export async function flowIdsByWorkflow(
  cache: AccountCache,
  flowIds: readonly TargetId[],
): Promise<ReadonlyMap<string, TargetId>> {
  const wanted = new Set(flowIds);
  const found = [...(await cache.workflowIds(flowIds))].filter(([flowId]) => wanted.has(flowId));
  return new Map(found.map(([flowId, workflowId]) => [workflowId, flowId]));
}

/** The `Api` and cache that a read of the account uses. */
interface ReadContext {
  readonly api: Api;
  readonly cache: AccountCache;
}

/**
 * Runs `work` with reads that end together. If it fails, requests in flight are aborted, no others are sent, and the
 * remaining reads reject with the same error.
 */
export async function withAbortScope<Result>(
  { api, cache }: ReadContext,
  work: (reading: ReadContext) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  // Each read in flight adds a listener, and Node warns of a leak at the eleventh.
  setMaxListeners(0, controller.signal);
  const scoped: Api = { ...api, read: (request, accept) => api.read(request, accept, controller.signal) };
  try {
    return await work({ api: scoped, cache: cache.readThrough(scoped) });
  } catch (error) {
    controller.abort(error);
    throw error;
  }
}
