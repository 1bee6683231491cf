/** The workflow enrollment routes: the documented v2 routes, and the route of the `guide` dialect. */
import { assertNever } from '../../model/failure.ts';
import type { SeedContact, SeedFlow } from '../account/account-seed.ts';
import { advanceOneSecond } from '../account/clock.ts';
import { activeEnrollment, activeWorkflowEnrollments } from '../account/enrollments.ts';
import { findByEmail, findContact } from '../account/find-contacts.ts';
import {
  enrollInWorkflow,
  endWorkflowEnrollment,
  type WorkflowRefusal,
  workflowRefusal,
} from '../account/workflow-rules.ts';
import { requireBody, requireId, pathParam, requireText } from './input.ts';
import {
  type RouteResponse,
  type RouteRequest,
  invalidRequest,
  noContent,
  notFound,
  ok,
  ErrorResponse,
  type SimulatorRoute,
} from './route.ts';
import type { Variants } from './variants.ts';

const v2 = '/automation/v2/workflows';
const scopes = ['automation'];

export const workflowEnrollmentRoutes: readonly SimulatorRoute[] = [
  {
    method: 'POST',
    path: `${v2}/:workflowId/enrollments/contacts/:email`,
    scopes,
    writes: true,
    generation: 'v2',
    handle: (request) => {
      const flow = requireFlowByWorkflowId(request);
      enroll(request, flow, requireContactByEmail(request));
      return noContent;
    },
  },
  {
    method: 'DELETE',
    path: `${v2}/:workflowId/enrollments/contacts/:email`,
    scopes,
    writes: true,
    generation: 'v2',
    handle: unenroll,
  },
  {
    method: 'GET',
    path: `${v2}/enrollments/contacts/:contactId`,
    scopes,
    generation: 'v2',
    handle: listContactWorkflows,
  },
  {
    method: 'POST',
    path: '/automation/v4/flows/:flowId/enrollments/contacts',
    scopes,
    writes: true,
    handle: enrollInGuideDialect,
  },
];

function enroll({ account, variants }: RouteRequest, flow: SeedFlow, contact: SeedContact): void {
  const refusal = workflowRefusal(account, flow, contact);
  if (refusal && isReportedRefusal(refusal, variants)) throw invalidRequest(refusalMessages[refusal]);
  advanceOneSecond(account);
  enrollInWorkflow(account, flow, contact);
}

function unenroll(request: RouteRequest): RouteResponse {
  const { account, variants } = request;
  const flow = requireFlowByWorkflowId(request);
  const contact = requireContactByEmail(request);
  const active = activeEnrollment(account, { kind: 'workflow', id: flow.id }, contact);
  if (!active && variants.notInWorkflow === 'not-found') {
    throw new ErrorResponse(404, { message: 'The contact is not enrolled in the workflow.' });
  }
  advanceOneSecond(account);
  if (active && active.endedAt === undefined) endWorkflowEnrollment(account, active);
  return noContent;
}

function listContactWorkflows(request: RouteRequest): RouteResponse {
  const { account, variants } = request;
  const id = requireId(pathParam(request, 'contactId'), 'contactId');
  const contact = findContact(account, id);
  if (!contact) throw notFound('Contact', id);
  const workflows = activeWorkflowEnrollments(account, contact).flatMap((enrollment) => {
    const flow = account.flows.get(enrollment.targetId);
    return flow ? [workflowJson(request, flow)] : [];
  });
  if (workflows.length === 0 && variants.noWorkflows === 'not-found') {
    throw new ErrorResponse(404, { message: `Contact ${id} is not enrolled in any workflow.` });
  }
  return ok(workflows.length === 1 && variants.oneWorkflow === 'object' ? workflows[0] : workflows);
}

function enrollInGuideDialect(request: RouteRequest): RouteResponse {
  const flowId = pathParam(request, 'flowId');
  const flow = request.account.flows.get(flowId);
  if (!flow) throw notFound('Flow', flowId);
  const body = requireBody(request);
  const byId = body['contactId'] !== undefined;
  const key = byId
    ? requireId(body['contactId'], 'contactId')
    : requireText(body['email'], 'contactId or email');
  const contact = byId ? findContact(request.account, key) : findByEmail(request.account, key);
  if (!contact) throw notFound('Contact', byId ? key : 'with that email address');
  enroll(request, flow, contact);
  return ok({ flowId: flow.id, contactId: contact.id, status: 'ACCEPTED' });
}

/** Returns a workflow as v2 does, with ids and times as numbers. */
function workflowJson({ account }: RouteRequest, flow: SeedFlow): unknown {
  const { name, isEnabled, createdAt, updatedAt } = flow.definition;
  return {
    id: flow.workflowId,
    name,
    type: 'DRIP_DELAY',
    enabled: isEnabled,
    insertedAt: Date.parse(createdAt),
    updatedAt: Date.parse(updatedAt),
    portalId: account.head.portalId,
    migrationStatus: {
      flowId: Number(flow.id),
      workflowId: flow.workflowId,
      portalId: account.head.portalId,
    },
  };
}

function requireFlowByWorkflowId(request: RouteRequest): SeedFlow {
  const id = requireId(pathParam(request, 'workflowId'), 'workflowId');
  const flow = request.account.flows.get(request.account.flowIdByWorkflowId.get(Number(id)) ?? '');
  if (!flow) throw new ErrorResponse(404, { message: `No workflow with id ${id} exists.` });
  return flow;
}

function requireContactByEmail(request: RouteRequest): SeedContact {
  const contact = findByEmail(request.account, pathParam(request, 'email'));
  if (!contact) throw new ErrorResponse(404, { message: 'No contact with that email address exists.' });
  return contact;
}

/** Returns whether HubSpot reports the refusal. Otherwise it responds with success and has no effect. */
function isReportedRefusal(refusal: WorkflowRefusal, variants: Variants): boolean {
  switch (refusal) {
    case 'unsuitable':
      return true;
    case 'disabled':
      return variants.disabledWorkflow === 'refused';
    case 'suppressed':
      return variants.suppressedContact === 'refused';
    case 'already-active':
    case 'only-once':
      return variants.alreadyInWorkflow === 'refused';
    default:
      return assertNever(refusal);
  }
}

const refusalMessages: Readonly<Record<WorkflowRefusal, string>> = {
  unsuitable: 'Only contact-based workflows take contacts.',
  disabled: 'The workflow is turned off.',
  suppressed: 'The contact is on a suppression list of the workflow.',
  'already-active': 'The contact is enrolled in the workflow.',
  'only-once': 'The contact was enrolled before, and the workflow does not enroll a contact again.',
};
