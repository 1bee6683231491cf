/** Enrolling in workflows: the v2 routes that HubSpot publishes, and the one of the `guide` dialect. */
import { assertNever } from '../../model/failure.ts';
import type { SeedContact, SeedFlow } from '../account/account-seed.ts';
import { tick } from '../account/clock.ts';
import { activeEnrollment, activeWorkflows } from '../account/enrollments.ts';
import { findByEmail, findContact } from '../account/find-contacts.ts';
import {
  enrollInWorkflow,
  leaveWorkflow,
  type WorkflowRefusal,
  workflowRefusal,
} from '../account/workflow-rules.ts';
import { bodyOf, idOf, paramOf, textOf } from './input.ts';
import { type Answer, type Call, invalid, noContent, notFound, ok, Refusal, type Route } from './route.ts';
import type { Variants } from './variants.ts';

const v2 = '/automation/v2/workflows';
const scopes = ['automation'];

export const workflowEnrollmentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: `${v2}/:workflowId/enrollments/contacts/:email`,
    scopes,
    writes: true,
    generation: 'v2',
    answer: (call) => {
      const flow = flowOfWorkflow(call);
      enroll(call, flow, contactOfPath(call));
      return noContent;
    },
  },
  {
    method: 'DELETE',
    path: `${v2}/:workflowId/enrollments/contacts/:email`,
    scopes,
    writes: true,
    generation: 'v2',
    answer: unenroll,
  },
  {
    method: 'GET',
    path: `${v2}/enrollments/contacts/:contactId`,
    scopes,
    generation: 'v2',
    answer: ofContact,
  },
  {
    method: 'POST',
    path: '/automation/v4/flows/:flowId/enrollments/contacts',
    scopes,
    writes: true,
    answer: enrollByGuide,
  },
];

function enroll({ account, variants }: Call, flow: SeedFlow, contact: SeedContact): void {
  const refusal = workflowRefusal(account, flow, contact);
  if (refusal && isRefused(refusal, variants)) throw invalid(explanations[refusal]);
  tick(account);
  enrollInWorkflow(account, flow, contact);
}

function unenroll(call: Call): Answer {
  const { account, variants } = call;
  const flow = flowOfWorkflow(call);
  const contact = contactOfPath(call);
  const active = activeEnrollment(account, { kind: 'workflow', id: flow.id }, contact);
  if (!active && variants.notInWorkflow === 'not-found') {
    throw new Refusal(404, { message: 'The contact is not enrolled in the workflow.' });
  }
  tick(account);
  if (active && active.endedAt === undefined) leaveWorkflow(account, active);
  return noContent;
}

function ofContact(call: Call): Answer {
  const { account, variants } = call;
  const id = idOf(paramOf(call, 'contactId'), 'contactId');
  const contact = findContact(account, id);
  if (!contact) throw notFound('Contact', id);
  const workflows = activeWorkflows(account, contact).flatMap((enrollment) => {
    const flow = account.flows.get(enrollment.targetId);
    return flow ? [workflowJson(call, flow)] : [];
  });
  if (workflows.length === 0 && variants.noWorkflows === 'not-found') {
    throw new Refusal(404, { message: `Contact ${id} is in no workflow.` });
  }
  return ok(workflows.length === 1 && variants.oneWorkflow === 'object' ? workflows[0] : workflows);
}

function enrollByGuide(call: Call): Answer {
  const flowId = paramOf(call, 'flowId');
  const flow = call.account.flows.get(flowId);
  if (!flow) throw notFound('Flow', flowId);
  const body = bodyOf(call);
  const byId = body['contactId'] !== undefined;
  const key = byId ? idOf(body['contactId'], 'contactId') : textOf(body['email'], 'contactId or email');
  const contact = byId ? findContact(call.account, key) : findByEmail(call.account, key);
  if (!contact) throw notFound('Contact', byId ? key : 'of that address');
  enroll(call, flow, contact);
  return ok({ flowId: flow.id, contactId: contact.id, status: 'ACCEPTED' });
}

/** v2 ids are numbers. */
function workflowJson({ account }: Call, flow: SeedFlow): unknown {
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

function flowOfWorkflow(call: Call): SeedFlow {
  const id = idOf(paramOf(call, 'workflowId'), 'workflowId');
  const flow = call.account.flows.get(call.account.flowOfWorkflow.get(Number(id)) ?? '');
  if (!flow) throw new Refusal(404, { message: `No workflow with id ${id} exists.` });
  return flow;
}

function contactOfPath(call: Call): SeedContact {
  const contact = findByEmail(call.account, paramOf(call, 'email'));
  if (!contact) throw new Refusal(404, { message: 'No contact with that email address exists.' });
  return contact;
}

/** Returns whether HubSpot says so, or answers as if all were well and does nothing. */
function isRefused(refusal: WorkflowRefusal, variants: Variants): boolean {
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

const explanations: Readonly<Record<WorkflowRefusal, string>> = {
  unsuitable: 'Only contact-based workflows take contacts.',
  disabled: 'The workflow is turned off.',
  suppressed: 'The contact is on a suppression list of the workflow.',
  'already-active': 'The contact is enrolled in the workflow.',
  'only-once': 'The contact was enrolled before, and the workflow does not enroll a contact again.',
};
