import type { AccountDefinitions } from '../../model/account.ts';
import type { TargetId } from '../../model/target.ts';
import { allPages, type Api, batchesOf, batchResults, readAll } from '../http/api.ts';
import { idOf, objectOf } from '../http/response.ts';
import { type AccountOptions, openParts } from '../open-account.ts';
import { anyUserId } from './owners.ts';
import { flowInputs } from './workflows.ts';

/** Opens an account to read what its workflows and sequences do. It cannot write. */
export function openDefinitions(options: AccountOptions): AccountDefinitions {
  const { api, reader } = openParts(options);
  return {
    account: () => reader.account(),
    sequences: (rep) => reader.sequences(rep),
    workflowBodies: async (ids) => readFlowBodies(api, ids ?? (await flowIds(api))),
    sequenceBodies: async (ids) =>
      readSequenceBodies(api, ids ?? (await reader.sequences()).map(({ id }) => id)),
  };
}

/** HubSpot's maximum for one page and for one batch. */
const pageSize = 100;

async function flowIds(api: Api): Promise<readonly TargetId[]> {
  const ids: TargetId[] = [];
  const pages = allPages(api, (after) => api.request('flows', { query: { limit: pageSize, after } }));
  for await (const results of pages) ids.push(...results.flatMap((result) => idOf(result['id']) ?? []));
  return ids;
}

async function readFlowBodies(api: Api, ids: readonly TargetId[]): Promise<ReadonlyMap<TargetId, unknown>> {
  const read = await readAll(batchesOf([...new Set(ids)], pageSize), async (batch) => {
    const request = api.request('flows-batch-read', { body: flowInputs(batch) });
    return batchResults(request, await api.read(request));
  });
  return new Map(
    read.flat().flatMap((body) => {
      const id = idOf(body['id']) ?? idOf(body['flowId']);
      return id === undefined ? [] : [[id, body] as const];
    }),
  );
}

/** Reads one sequence per request: HubSpot has no batch. Sequences that the first user of the account cannot see are absent. */
async function readSequenceBodies(
  api: Api,
  ids: readonly TargetId[],
): Promise<ReadonlyMap<TargetId, unknown>> {
  const userId = await anyUserId(api);
  if (userId === undefined) return new Map();
  const read = await readAll([...new Set(ids)], async (sequenceId) => {
    const request = api.request('sequence', { params: { sequenceId }, query: { userId } });
    const response = await api.read(request, [404]);
    const body = objectOf(response.body);
    return response.status !== 404 && idOf(body['id']) === sequenceId ? [[sequenceId, body] as const] : [];
  });
  return new Map(read.flat());
}
