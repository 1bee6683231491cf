import type { TargetId } from '../model/target.ts';
import { askAll, batchesOf } from './http/api.ts';
import type { Api } from './http/api.ts';
import { batchResults } from './batch.ts';
import { flowOf } from './read/workflows.ts';
import type { Flow } from './read/workflows.ts';
import { idOf } from './json.ts';

const batchSize = 100;

/** Workflows by flow id; those that HubSpot does not know are absent. */
export async function readFlows(api: Api, ids: readonly TargetId[]): Promise<ReadonlyMap<TargetId, Flow>> {
  const read = await askAll(batchesOf([...new Set(ids)], batchSize), async (batch) => {
    const call = api.call('flows-batch-read', { body: inputsOf(batch) });
    return batchResults(call, await api.read(call)).flatMap((result) => flowOf(result) ?? []);
  });
  return new Map(read.flat().map((flow) => [flow.id, flow]));
}

/** The v2 workflow id of each flow id: the two numberings of the same workflow differ. */
export async function readWorkflowIds(
  api: Api,
  flowIds: readonly TargetId[],
): Promise<ReadonlyMap<TargetId, string>> {
  const read = await askAll(batchesOf([...new Set(flowIds)], batchSize), async (batch) => {
    const call = api.call('workflow-id-mappings', { body: inputsOf(batch) });
    return batchResults(call, await api.read(call)).flatMap((result) => {
      const [flowId, workflowId] = [idOf(result['flowId']), idOf(result['workflowId'])];
      return flowId === undefined || workflowId === undefined ? [] : [[flowId, workflowId] as const];
    });
  });
  return new Map(read.flat());
}

function inputsOf(ids: readonly TargetId[]): unknown {
  return { inputs: ids.map((flowId) => ({ type: 'FLOW_ID', flowId })) };
}
