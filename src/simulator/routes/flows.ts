/** The routes of workflows, and the mapping between flow ids and v2 workflow ids. */
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
} from './route.ts';
import { inVersions } from './versions.ts';

const bases = { v4: '/automation/v4', '2026-09-beta': '/automation/2026-09-beta' };
const scopes = ['automation'];

export const flowRoutes = inVersions(bases, (base) => {
  const path = `${base}/flows`;
  return [
    { method: 'GET', path, scopes, handle: list },
    { method: 'POST', path, scopes, writes: true, handle: create },
    { method: 'POST', path: `${path}/batch/read`, scopes, handle: batchRead },
    {
      method: 'GET',
      path: `${path}/:flowId`,
      scopes,
      handle: (request) => ok(flowJson(requireFlow(request))),
    },
    { method: 'PUT', path: `${path}/:flowId`, scopes, writes: true, handle: replace },
    { method: 'DELETE', path: `${path}/:flowId`, scopes, writes: true, handle: remove },
    {
      method: 'POST',
      path: `${base}/workflow-id-mappings/batch/read`,
      scopes,
      handle: mapWorkflowIds,
    },
  ];
});

function list(request: RouteRequest): RouteResponse {
  const page = paginate(request, [...request.account.flows.values()], { defaultSize: 100, maxSize: 100 });
  const results = page.results.map(({ id, definition }) => {
    const { name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt } = definition;
    return { id, name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt };
  });
  return ok({ ...page, results });
}

function create(request: RouteRequest): RouteResponse {
  const draft = requireBody(request, ['name', 'type', 'objectTypeId', 'actions']);
  validateDraft(draft);
  advanceOneSecond(request.account);
  return { status: 201, body: flowJson(createFlow(request.account, definitionIn(draft))) };
}

function replace(request: RouteRequest): RouteResponse {
  const flow = requireFlow(request);
  const draft = requireBody(request, ['revisionId', 'type', 'actions']);
  validateDraft(draft);
  if (String(draft['revisionId']) !== flow.definition.revisionId) {
    throw new ErrorResponse(409, {
      message: `The workflow is at revision ${flow.definition.revisionId}.`,
      category: 'CONFLICT',
    });
  }
  advanceOneSecond(request.account);
  replaceFlow(request.account, flow, definitionIn(draft));
  return ok(flowJson(flow));
}

function remove(request: RouteRequest): RouteResponse {
  const flow = requireFlow(request);
  advanceOneSecond(request.account);
  deleteTarget(request.account, { kind: 'workflow', id: flow.id });
  return noContent;
}

function batchRead(request: RouteRequest): RouteResponse {
  const ids = batchInputs(request, 100).map((input) => requireId(input['flowId'], 'flowId'));
  const found = ids.flatMap((id) => request.account.flows.get(id) ?? []);
  const missing = ids.filter((id) => !request.account.flows.has(id));
  return batchResponse(request.account, found.map(flowJson), missing);
}

/** Maps flow ids to workflow ids or back. Requests contain ids as text, responses as numbers. */
function mapWorkflowIds(request: RouteRequest): RouteResponse {
  const { account } = request;
  const requested = batchInputs(request, 100).map((input) => {
    const type = requireText(input['type'], 'type');
    if (type === 'FLOW_ID') return { id: requireId(input['flowId'], 'flowId'), isFlow: true };
    if (type === 'WORKFLOW_ID') return { id: requireId(input['workflowId'], 'workflowId'), isFlow: false };
    throw invalidRequest(`type ${type} is not supported`);
  });
  const flows = requested.map(({ id, isFlow }) =>
    account.flows.get(isFlow ? id : (account.flowIdByWorkflowId.get(Number(id)) ?? '')),
  );
  const results = flows.flatMap((flow) =>
    flow ? [{ flowId: Number(flow.id), workflowId: flow.workflowId }] : [],
  );
  return batchResponse(
    account,
    results,
    requested.flatMap(({ id }, index) => (flows[index] ? [] : [id])),
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

/** Returns the definition in a draft, with the ids of the suppression lists as text. */
function definitionIn(draft: JsonObject): Partial<FlowDefinition> {
  const { id: _id, suppressionListIds: lists, ...rest } = draft;
  return Array.isArray(lists) ? { ...rest, suppressionListIds: lists.map(String) } : rest;
}

/** Returns a workflow as HubSpot does. Only contact workflows have suppression lists, whose ids are integers. */
function flowJson({ id, definition }: SeedFlow): unknown {
  const { suppressionListIds, actions, type, canEnrollFromSalesforce = false, ...rest } = definition;
  const actionIds = actions.map(({ actionId }) => Number(actionId)).filter(Number.isInteger);
  return {
    id,
    type,
    crmObjectCreationStatus: 'COMPLETE',
    timeWindows: [],
    blockedDates: [],
    customProperties: {},
    dataSources: [],
    ...rest,
    nextAvailableActionId: String(Math.max(0, ...actionIds) + 1),
    actions: actions.map((action) => ({
      type: 'SINGLE_CONNECTION',
      actionTypeVersion: 0,
      fields: {},
      ...action,
    })),
    ...(type === 'CONTACT_FLOW' && {
      canEnrollFromSalesforce,
      suppressionListIds: suppressionListIds.map(Number),
    }),
  };
}

function requireFlow(request: RouteRequest): SeedFlow {
  const id = pathParam(request, 'flowId');
  const flow = request.account.flows.get(id);
  if (!flow) throw notFound('Flow', id);
  return flow;
}
