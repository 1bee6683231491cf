import { readFlow } from '../../definitions/read-flow.ts';
import type { WorkflowDefinition } from '../../model/definition.ts';
import type { TargetId } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { type Api, readAll, batchesOf, batchResults } from '../http/api.ts';
import { idOf, idsOf, type Json, momentOf, objectOf, objectsOf, textOf } from '../http/response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** The parts of a v4 workflow definition that affect enrollment. */
export interface Flow {
  readonly id: TargetId;
  readonly name?: string;
  readonly enabled: boolean;
  /** Why the workflow can never enroll contacts. Absent if it can. */
  readonly notForContacts?: string;
  readonly revision?: string;
  readonly createdAt?: Instant;
  readonly listBased: boolean;
  readonly reEnrolls: boolean;
  /** Whether the workflow unenrolls contacts that no longer meet its criteria. */
  readonly unenrollsUnmatched: boolean;
  /** The lists in the enrollment criteria whose members are enrolled. */
  readonly enrollingLists: readonly string[];
  /** Whether the enrollment criteria have more than one filter. */
  readonly hasOtherCriteria: boolean;
  readonly suppressionLists: readonly string[];
  /** The other workflows that enrolling in this one unenrolls a contact from. */
  readonly unenrollsFrom: 'all' | readonly TargetId[];
  readonly unenrollsFromSequence: boolean;
  /** All of the definition. */
  readonly definition: WorkflowDefinition;
}

/** HubSpot's action "Unenroll from sequence". Source: exported workflows; HubSpot does not document it. */
const unenrollFromSequence = '0-4702372';

export function flowOf(definition: Json): Flow | undefined {
  const id = idOf(definition['id']) ?? idOf(definition['flowId']);
  if (id === undefined) return undefined;
  const criteria = objectOf(definition['enrollmentCriteria']);
  const name = textOf(definition['name']);
  const revision = idOf(definition['revisionId']) ?? textOf(definition['updatedAt']);
  const createdAt = momentOf(definition['createdAt']);
  const notForContacts = whyNotForContacts(definition);
  const actions = objectsOf(definition['actions']).map((action) => textOf(action['actionTypeId']));
  return {
    id,
    enabled: definition['isEnabled'] === true,
    ...omitUndefined({ name, notForContacts, revision, createdAt }),
    listBased: criteria['type'] === 'LIST_BASED',
    reEnrolls: criteria['shouldReEnroll'] === true,
    unenrollsUnmatched: criteria['unEnrollObjectsNotMeetingCriteria'] === true,
    enrollingLists: filtersIn(criteria['listFilterBranch']).flatMap(enrollingList),
    hasOtherCriteria: filtersIn(criteria['listFilterBranch']).length > 1,
    suppressionLists: idsOf(definition['suppressionListIds']),
    unenrollsFrom: unenrollsFrom(objectOf(definition['unEnrollmentSetting'])),
    unenrollsFromSequence: actions.includes(unenrollFromSequence),
    definition: readFlow(definition).definition,
  };
}

function whyNotForContacts(definition: Json): string | undefined {
  const required = { type: 'CONTACT_FLOW', objectTypeId: '0-1', flowType: 'WORKFLOW' } as const;
  for (const [key, value] of Object.entries(required)) {
    if (definition[key] !== undefined && definition[key] !== value)
      return `its ${key} is ${idOf(definition[key]) ?? 'unknown'}, not ${value}`;
  }
  return undefined;
}

/** Returns the filters of a branch and of all branches below it. */
export function filtersIn(branch: unknown): readonly Json[] {
  const { filters, filterBranches } = objectOf(branch);
  return [...objectsOf(filters), ...objectsOf(filterBranches).flatMap(filtersIn)];
}

/** Returns the list of an "is member of list" filter; nothing for other filters. */
function enrollingList(filter: Json): readonly string[] {
  const isMember = filter['filterType'] === 'IN_LIST' && filter['operator'] !== 'NOT_IN_LIST';
  const id = isMember ? idOf(filter['listId']) : undefined;
  return id === undefined ? [] : [id];
}

function unenrollsFrom(setting: Json): Flow['unenrollsFrom'] {
  if (setting['type'] === 'ALL') return 'all';
  return setting['type'] === 'SELECTIVE' ? idsOf(setting['flowIds']) : [];
}

const batchSize = 100;

/** Reads workflows by flow id. Those that HubSpot does not find are absent. */
export async function readFlows(api: Api, ids: readonly TargetId[]): Promise<ReadonlyMap<TargetId, Flow>> {
  const read = await readAll(batchesOf([...new Set(ids)], batchSize), async (batch) => {
    const request = api.request('flows-batch-read', { body: flowInputs(batch) });
    return batchResults(request, await api.read(request)).flatMap((result) => flowOf(result) ?? []);
  });
  return new Map(read.flat().map((flow) => [flow.id, flow]));
}

/** Reads the v2 workflow id of each flow id. HubSpot numbers the same workflow differently in v2 and v4. */
export async function readWorkflowIds(
  api: Api,
  flowIds: readonly TargetId[],
): Promise<ReadonlyMap<TargetId, string>> {
  const read = await readAll(batchesOf([...new Set(flowIds)], batchSize), async (batch) => {
    const request = api.request('workflow-id-mappings', { body: flowInputs(batch) });
    return batchResults(request, await api.read(request)).flatMap((result) => {
      const [flowId, workflowId] = [idOf(result['flowId']), idOf(result['workflowId'])];
      return flowId === undefined || workflowId === undefined ? [] : [[flowId, workflowId] as const];
    });
  });
  return new Map(read.flat());
}

/** Returns the body of a batch read of workflows. */
export function flowInputs(ids: readonly TargetId[]): unknown {
  return { inputs: ids.map((flowId) => ({ type: 'FLOW_ID', flowId })) };
}
