/** The routes of workflows, and the mapping between flow ids and v2 workflow ids. */
import type { SeedFlow } from '../account/account-seed.ts';
import type { SimulatedAccount } from '../account/account.ts';
import { advanceOneSecond } from '../account/clock.ts';
import { createFlow, deleteTarget, isPending, replaceFlow } from '../account/targets.ts';
import { checkKind, definitionIn } from './flow-drafts.ts';
import { requireBody, requireId, batchInputs, pathParam, requireText } from './input.ts';
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
import { inVersions } from './versions.ts';

const bases = { v4: '/automation/v4', '2026-09-beta': '/automation/2026-09-beta' };
const scopes = ['automation'];

export const flowRoutes = [
  ...inVersions({ '2026-09-beta': bases['2026-09-beta'] }, (base) => [
    { method: 'GET', path: `${base}/flows/:flowId/revisions/:revisionId`, scopes, handle: readRevision },
  ]),
  ...inVersions(bases, flowRows),
];

function flowRows(base: string): readonly SimulatorRoute[] {
  const path = `${base}/flows`;
  return [
    { method: 'GET', path, scopes, handle: list },
    { method: 'POST', path, scopes, writes: true, handle: create },
    { method: 'POST', path: `${path}/batch/read`, scopes, handle: batchRead },
    {
      method: 'GET',
      path: `${path}/:flowId`,
      scopes,
      handle: (request) => ok(flowJson(request.account, requireFlow(request))),
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
}

function list(request: RouteRequest): RouteResponse {
  const { account } = request;
  const flows = [...account.flows.values()].filter((flow) => !isPending(account, flow));
  const page = paginate(request, flows, { defaultSize: 100, maxSize: 100 });
  const results = page.results.map(({ id, definition }) => {
    const { name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt } = definition;
    return { id, name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt };
  });
  return ok({ ...page, results });
}

/** Creates a workflow. Several workflows may have one name. */
function create(request: RouteRequest): RouteResponse {
  const { account } = request;
  const body = requireBody(request, ['name', 'type', 'flowType', 'isEnabled', 'objectTypeId', 'actions']);
  checkKind(body);
  const definition = definitionIn(body);
  advanceOneSecond(account);
  const flow = createFlow(account, definition);
  return { status: 201, body: { ...flowJson(account, flow), crmObjectCreationStatus: 'PENDING' } };
}

/** Replaces a workflow. As in HubSpot, a setting that the body leaves out is cleared without a message. */
function replace(request: RouteRequest): RouteResponse {
  const { account } = request;
  const flow = requireFlow(request);
  const body = requireBody(request, ['revisionId', 'type', 'actions']);
  const { revisionId, objectTypeId } = flow.definition;
  checkKind({ ...body, objectTypeId });
  const definition = definitionIn(body);
  if (isPending(account, flow) || (body['crmObjectCreationStatus'] ?? 'COMPLETE') !== 'COMPLETE') {
    throw invalidRequest('crmObjectCreationStatus must be COMPLETE');
  }
  if (String(body['revisionId']) !== revisionId) {
    throw new ErrorResponse(409, {
      message: `The workflow is at revision ${revisionId}.`,
      category: 'CONFLICT',
    });
  }
  advanceOneSecond(account);
  replaceFlow(account, flow, definition);
  return ok(flowJson(account, flow));
}

/** Returns a workflow as it was in a revision. The account has those since it was opened, and the current one. */
function readRevision(request: RouteRequest): RouteResponse {
  const flow = requireFlow(request);
  const wanted = pathParam(request, 'revisionId');
  const definition = [...(flow.revisions ?? []), flow.definition].find(
    ({ revisionId }) => revisionId === wanted,
  );
  if (!definition) throw notFound('Revision', wanted);
  return ok(flowJson(request.account, { ...flow, definition }));
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
  return batchResponse(
    request.account,
    found.map((flow) => flowJson(request.account, flow)),
    missing,
  );
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
    // A workflow without a v2 id has 0.
    flow && flow.workflowId > 0 ? [{ flowId: Number(flow.id), workflowId: flow.workflowId }] : [],
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

/** Returns a workflow as HubSpot does. Only contact workflows have suppression lists, whose ids are integers. */
function flowJson(account: SimulatedAccount, flow: SeedFlow): object {
  const { id, definition } = flow;
  const { suppressionListIds, actions, type, canEnrollFromSalesforce = false, ...rest } = definition;
  const actionIds = actions.map(({ actionId }) => Number(actionId)).filter(Number.isInteger);
  return {
    id,
    type,
    crmObjectCreationStatus: isPending(account, flow) ? 'PENDING' : 'COMPLETE',
    timeWindows: [],
    blockedDates: [],
    customProperties: {},
    dataSources: [],
    ...rest,
    nextAvailableActionId: String(Math.max(0, ...actionIds) + 1),
    actions: actions.map((action) =>
      action.actionTypeId === undefined
        ? action
        : { type: 'SINGLE_CONNECTION', actionTypeVersion: 0, fields: {}, ...action },
    ),
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
