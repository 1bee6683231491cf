/** Workflows as v4 has them, and the mapping of their ids to those of v2. */
import type { FlowDefinition, SeedFlow } from '../account/account-seed.ts';
import type { Account } from '../account/account.ts';
import { tick } from '../account/clock.ts';
import { createFlow, deleteTarget, replaceFlow } from '../account/targets.ts';
import { bodyOf, idOf, inputsOf, isJson, type Json, paramOf, textOf } from './input.ts';
import { pageOf } from './page.ts';
import {
  type Answer,
  batchError,
  type Call,
  invalid,
  noContent,
  notFound,
  ok,
  Refusal,
  type Route,
} from './route.ts';

const path = '/automation/v4/flows';
const scopes = ['automation'];

export const flowRoutes: readonly Route[] = [
  { method: 'GET', path, scopes, answer: list },
  { method: 'POST', path, scopes, writes: true, answer: create },
  { method: 'POST', path: `${path}/batch/read`, scopes, answer: batchRead },
  { method: 'GET', path: `${path}/:flowId`, scopes, answer: (call) => ok(flowJson(flowOf(call))) },
  { method: 'PUT', path: `${path}/:flowId`, scopes, writes: true, answer: replace },
  { method: 'DELETE', path: `${path}/:flowId`, scopes, writes: true, answer: remove },
  {
    method: 'POST',
    path: '/automation/v4/workflow-id-mappings/batch/read',
    scopes,
    answer: mapIds,
  },
];

function list(call: Call): Answer {
  const page = pageOf(call, [...call.account.flows.values()], { usual: 100, most: 100 });
  const results = page.results.map(({ id, definition }) => {
    const { name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt } = definition;
    return { id, name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt };
  });
  return ok({ ...page, results });
}

function create(call: Call): Answer {
  const draft = bodyOf(call, ['name', 'type', 'objectTypeId', 'actions']);
  checkDraft(draft);
  tick(call.account);
  return { status: 201, body: flowJson(createFlow(call.account, withoutId(draft))) };
}

function replace(call: Call): Answer {
  const flow = flowOf(call);
  const draft = bodyOf(call, ['revisionId', 'type', 'actions']);
  checkDraft(draft);
  if (String(draft['revisionId']) !== flow.definition.revisionId) {
    throw new Refusal(409, {
      message: `The workflow is at revision ${flow.definition.revisionId}.`,
      category: 'CONFLICT',
    });
  }
  tick(call.account);
  replaceFlow(call.account, flow, withoutId(draft));
  return ok(flowJson(flow));
}

function remove(call: Call): Answer {
  const flow = flowOf(call);
  tick(call.account);
  deleteTarget(call.account, { kind: 'workflow', id: flow.id });
  return noContent;
}

function batchRead(call: Call): Answer {
  const ids = inputsOf(call, 100).map((input) => idOf(input['flowId'], 'flowId'));
  const found = ids.flatMap((id) => call.account.flows.get(id) ?? []);
  const missing = ids.filter((id) => !call.account.flows.has(id));
  return batchAnswer(call.account, found.map(flowJson), missing);
}

/** Ids go in as text and come out as numbers. */
function mapIds(call: Call): Answer {
  const { account } = call;
  const asked = inputsOf(call, 100).map((input) => {
    const type = textOf(input['type'], 'type');
    if (type === 'FLOW_ID') return { id: idOf(input['flowId'], 'flowId'), isFlow: true };
    if (type === 'WORKFLOW_ID') return { id: idOf(input['workflowId'], 'workflowId'), isFlow: false };
    throw invalid(`type ${type} is not supported`);
  });
  const flows = asked.map(({ id, isFlow }) =>
    account.flows.get(isFlow ? id : (account.flowOfWorkflow.get(Number(id)) ?? '')),
  );
  const results = flows.flatMap((flow) =>
    flow ? [{ flowId: Number(flow.id), workflowId: flow.workflowId }] : [],
  );
  return batchAnswer(
    account,
    results,
    asked.flatMap(({ id }, index) => (flows[index] ? [] : [id])),
  );
}

function batchAnswer(account: Account, results: readonly unknown[], missing: readonly string[]): Answer {
  const { now } = account.head;
  const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now };
  if (missing.length === 0) return ok(body);
  const errors = missing.map((id) => batchError(`There is no workflow ${id}.`, { ids: [id] }));
  return { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

function checkDraft(draft: Json): void {
  if (!Array.isArray(draft['actions']) || !draft['actions'].every(isJson)) {
    throw invalid('actions must be a list of objects');
  }
  const criteria = draft['enrollmentCriteria'];
  if (criteria !== undefined && !isJson(criteria)) throw invalid('enrollmentCriteria must be an object');
}

function withoutId(draft: Json): Partial<FlowDefinition> {
  const { id: _id, ...rest } = draft;
  return rest;
}

function flowJson(flow: SeedFlow): unknown {
  return { id: flow.id, ...flow.definition };
}

function flowOf(call: Call): SeedFlow {
  const id = paramOf(call, 'flowId');
  const flow = call.account.flows.get(id);
  if (!flow) throw notFound('Flow', id);
  return flow;
}
