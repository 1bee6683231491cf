import type { DesiredTarget } from '../model/desired-state.ts';
import type { TargetId } from '../model/target.ts';
import type { Api } from './api.ts';
import type { Flow } from './flow.ts';
import type { ListFacts } from './read-lists.ts';
import { findList } from './read-lists.ts';
import { readFlows, readWorkflowIds } from './read-flows.ts';

/** Facts of the account that do not change while a process runs, read when first needed. */
export interface Known {
  flows(ids: readonly TargetId[]): Promise<ReadonlyMap<TargetId, Flow>>;
  /** By flow id. */
  workflowIds(flowIds: readonly TargetId[]): Promise<ReadonlyMap<TargetId, string>>;
  list(nameOrId: string): Promise<ListFacts | undefined>;
  /** Lists of the active contacts of workflows, as long as they were when last read; by flow id. */
  readonly activeLists: Map<TargetId, { readonly listId: string; readonly size: number }>;
}

export function openKnown(api: Api): Known {
  const lists = new Map<string, Promise<ListFacts | undefined>>();
  return {
    activeLists: new Map(),
    flows: remember((ids) => readFlows(api, ids)),
    workflowIds: remember((ids) => readWorkflowIds(api, ids)),
    list(nameOrId) {
      const found = lists.get(nameOrId) ?? findList(api, nameOrId);
      lists.set(nameOrId, found);
      found.catch(() => lists.delete(nameOrId));
      return found;
    },
  };
}

function remember<Value>(
  read: (ids: readonly TargetId[]) => Promise<ReadonlyMap<TargetId, Value>>,
): (ids: readonly TargetId[]) => Promise<ReadonlyMap<TargetId, Value>> {
  const known = new Map<TargetId, Value>();
  return async (ids) => {
    for (const [id, value] of await read(ids.filter((one) => !known.has(one)))) known.set(id, value);
    return known;
  };
}

/** The flow that takes people out of a target, where the file names one. */
export function helperFlow(target: DesiredTarget): TargetId | undefined {
  return target.unenroll && 'workflow' in target.unenroll ? target.unenroll.workflow : undefined;
}
