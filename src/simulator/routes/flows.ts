/** Workflows as v4 has them, and the mapping of their ids to those of v2. */
import type { FlowDefinition, SeedFlow } from '../account/account-seed.ts';
import type { SimulatedAccount } from '../account/account.ts';
import { advanceOneSecond } from '../account/clock.ts';
import { createFlow, deleteTarget, replaceFlow } from '../account/targets.ts';
import {
  requireBody,
  requireId,
  batchInputs,
  isJsonObject,
  type JsonObject,
  pathParam,
  requireText,
} from './input.ts';
import { paginate } from './page.ts';
import {
  type RouteResponse,
  batchError,
  type RouteRequest,
  invalidRequest,
  noContent,
  notFound,
  ok,
  ErrorResponse,
  type SimulatorRoute,
} from './route.ts';

const path = '/automation/v4/flows';
const scopes = ['automation'];

export const flowRoutes: readonly SimulatorRoute[] = [
  { method: 'GET', path, scopes, handle: list },
  { method: 'POST', path, scopes, writes: true, handle: create },
  { method: 'POST', path: `${path}/batch/read`, scopes, handle: batchRead },
  { method: 'GET', path: `${path}/:flowId`, scopes, handle: (call) => ok(flowJson(requireFlow(call))) },
  { method: 'PUT', path: `${path}/:flowId`, scopes, writes: true, handle: replace },
  { method: 'DELETE', path: `${path}/:flowId`, scopes, writes: true, handle: remove },
  {
    method: 'POST',
    path: '/automation/v4/workflow-id-mappings/batch/read',
    scopes,
    handle: mapWorkflowIds,
  },
];

function list(call: RouteRequest): RouteResponse {
  const page = paginate(call, [...call.account.flows.values()], { defaultSize: 100, maxSize: 100 });
  const results = page.results.map(({ id, definition }) => {
    const { name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt } = definition;
    return { id, name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt };
  });
  return ok({ ...page, results });
}

function create(call: RouteRequest): RouteResponse {
  const draft = requireBody(call, ['name', 'type', 'objectTypeId', 'actions']);
  validateDraft(draft);
  advanceOneSecond(call.account);
  return { status: 201, body: flowJson(createFlow(call.account, withoutId(draft))) };
}

function replace(call: RouteRequest): RouteResponse {
  const flow = requireFlow(call);
  const draft = requireBody(call, ['revisionId', 'type', 'actions']);
  validateDraft(draft);
  if (String(draft['revisionId']) !== flow.definition.revisionId) {
    throw new ErrorResponse(409, {
      message: `The workflow is at revision ${flow.definition.revisionId}.`,
      category: 'CONFLICT',
    });
  }
  advanceOneSecond(call.account);
  replaceFlow(call.account, flow, withoutId(draft));
  return ok(flowJson(flow));
}

function remove(call: RouteRequest): RouteResponse {
  const flow = requireFlow(call);
  advanceOneSecond(call.account);
  deleteTarget(call.account, { kind: 'workflow', id: flow.id });
  return noContent;
}

function batchRead(call: RouteRequest): RouteResponse {
  const ids = batchInputs(call, 100).map((input) => requireId(input['flowId'], 'flowId'));
  const found = ids.flatMap((id) => call.account.flows.get(id) ?? []);
  const missing = ids.filter((id) => !call.account.flows.has(id));
  return batchResponse(call.account, found.map(flowJson), missing);
}

/** Ids go in as text and come out as numbers. */
function mapWorkflowIds(call: RouteRequest): RouteResponse {
  const { account } = call;
  const asked = batchInputs(call, 100).map((input) => {
    const type = requireText(input['type'], 'type');
    if (type === 'FLOW_ID') return { id: requireId(input['flowId'], 'flowId'), isFlow: true };
    if (type === 'WORKFLOW_ID') return { id: requireId(input['workflowId'], 'workflowId'), isFlow: false };
    throw invalidRequest(`type ${type} is not supported`);
  });
  const flows = asked.map(({ id, isFlow }) =>
    account.flows.get(isFlow ? id : (account.flowIdByWorkflowId.get(Number(id)) ?? '')),
  );
  const results = flows.flatMap((flow) =>
    flow ? [{ flowId: Number(flow.id), workflowId: flow.workflowId }] : [],
  );
  return batchResponse(
    account,
    results,
    asked.flatMap(({ id }, index) => (flows[index] ? [] : [id])),
  );
}

function batchResponse(
  account: SimulatedAccount,
  results: readonly unknown[],
  missing: readonly string[],
): RouteResponse {
  const { now } = account.head;
  const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now };
  if (missing.length === 0) return ok(body);
  const errors = missing.map((id) => batchError(`There is no workflow ${id}.`, { ids: [id] }));
  return { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

function validateDraft(draft: JsonObject): void {
  if (!Array.isArray(draft['actions']) || !draft['actions'].every(isJsonObject)) {
    throw invalidRequest('actions must be a list of objects');
  }
  const criteria = draft['enrollmentCriteria'];
  if (criteria !== undefined && !isJsonObject(criteria))
    throw invalidRequest('enrollmentCriteria must be an object');
}

function withoutId(draft: JsonObject): Partial<FlowDefinition> {
  const { id: _id, ...rest } = draft;
  return rest;
}

function flowJson(flow: SeedFlow): unknown {
  return { id: flow.id, ...flow.definition };
}

function requireFlow(call: RouteRequest): SeedFlow {
  const id = pathParam(call, 'flowId');
  const flow = call.account.flows.get(id);
  if (!flow) throw notFound('Flow', id);
  return flow;
}
