/** The rules of workflow enrollment, and its effects on other enrollments. */
import type { ContactId } from '../../model/target.ts';
import type { FlowDefinition, SeedContact, SeedEnrollment, SeedFlow } from './account-seed.ts';
import type { SimulatedAccount } from './account.ts';
import {
  activeEnrollment,
  activeWorkflowEnrollments,
  beginWorkflowEnrollment,
  activeSequenceEnrollment,
  endEnrollment,
  wasEverEnrolled,
} from './enrollments.ts';

/** Why a workflow does not enroll a contact. */
export type WorkflowRefusal = 'unsuitable' | 'disabled' | 'suppressed' | 'already-active' | 'only-once';

/** Returns why the workflow would not enroll the contact, or undefined if it would. */
export function workflowRefusal(
  account: SimulatedAccount,
  flow: SeedFlow,
  contact: SeedContact,
): WorkflowRefusal | undefined {
  if (!isContactWorkflow(flow)) return 'unsuitable';
  if (!flow.definition.isEnabled) return 'disabled';
  const { enrollmentCriteria: criteria, suppressionListIds } = flow.definition;
  if (suppressionListIds.some((id) => account.members.get(id)?.has(contact.id))) return 'suppressed';
  const target = { kind: 'workflow', id: flow.id } as const;
  if (activeEnrollment(account, target, contact)) return 'already-active';
  return criteria.shouldReEnroll !== true && wasEverEnrolled(account, target, contact)
    ? 'only-once'
    : undefined;
}

/** Enrolls a contact, or returns why the workflow does not. The clock runs the actions. */
export function enrollInWorkflow(
  account: SimulatedAccount,
  flow: SeedFlow,
  contact: SeedContact,
): WorkflowRefusal | undefined {
  const refusal = workflowRefusal(account, flow, contact);
  if (refusal) return refusal;
  beginWorkflowEnrollment(account, {
    flow,
    contact,
    meetsCriteria: meetsCriteria(account, flow, contact),
  });
  unenrollFromOtherWorkflows(account, flow, contact);
  return undefined;
}

/**
 * Enrolls a contact that a list or a property value brings into a workflow. As in HubSpot, workflows that start each
 * other without a delay stop after some rounds.
 */
export function enrollByTrigger(account: SimulatedAccount, flow: SeedFlow, contact: SeedContact): void {
  const own = account.enrollmentsOf.get(contact.id) ?? [];
  const { now } = account.head;
  const atOnce = own.filter(({ targetId, enrolledAt }) => targetId === flow.id && enrolledAt === now);
  if (atOnce.length < maxEnrollmentsAtOnce) enrollInWorkflow(account, flow, contact);
}

/** How often triggers enroll a contact in one workflow in the same second. HubSpot publishes no number. */
const maxEnrollmentsAtOnce = 10;

/** Ends the sequence enrollments that an unenroll workflow has scheduled for removal by now, in real time. */
export function completeDueUnenrollments(account: SimulatedAccount): void {
  const { leaving } = account.head;
  if (!leaving || leaving.length === 0) return;
  const now = account.realTime.realNow();
  for (const { contactId } of leaving.filter(({ at }) => at <= now))
    endSequenceEnrollment(account, contactId);
  account.head.leaving = leaving.filter(({ at }) => at > now);
}

export function endWorkflowEnrollment(account: SimulatedAccount, enrollment: SeedEnrollment): void {
  endEnrollment(account, enrollment, 'unenrolled');
}

function meetsCriteria(account: SimulatedAccount, flow: SeedFlow, contact: SeedContact): boolean {
  if (flow.definition.enrollmentCriteria.unEnrollObjectsNotMeetingCriteria !== true) return true;
  return feedingLists(flow).some((id) => account.members.get(id)?.has(contact.id));
}

function unenrollFromOtherWorkflows(account: SimulatedAccount, flow: SeedFlow, contact: SeedContact): void {
  const others = workflowsUnenrolledBy(flow);
  for (const enrollment of activeWorkflowEnrollments(account, contact)) {
    if (enrollment.targetId === flow.id) continue;
    if (others === 'all' || others.includes(enrollment.targetId)) endWorkflowEnrollment(account, enrollment);
  }
}

/** Unenrolls a contact from its sequence, after the delay of the account in real time. */
export function scheduleSequenceUnenrollment(account: SimulatedAccount, contactId: ContactId): void {
  const { unenrollDelayMilliseconds, realNow } = account.realTime;
  if (unenrollDelayMilliseconds === 0) {
    endSequenceEnrollment(account, contactId);
    return;
  }
  const leaving = { contactId, at: realNow() + unenrollDelayMilliseconds };
  account.head.leaving = [...(account.head.leaving ?? []), leaving];
}

function endSequenceEnrollment(account: SimulatedAccount, contactId: ContactId): void {
  const contact = account.contacts.get(contactId);
  const current = contact && activeSequenceEnrollment(account, contact);
  if (current) endEnrollment(account, current, 'unenrolled');
}

/** The action type of "Unenroll from sequence". */
export const unenrollFromSequenceActionType = '0-4702372';

/** Returns whether contacts can be enrolled in the workflow when it is turned on. */
function isContactWorkflow({ definition }: SeedFlow): boolean {
  const { type, objectTypeId, flowType } = definition;
  return type === 'CONTACT_FLOW' && objectTypeId === '0-1' && flowType === 'WORKFLOW';
}

/** Returns the ids of the lists whose members a LIST_BASED workflow enrolls. */
export function feedingLists(flow: SeedFlow): readonly string[] {
  return filtersOf(flow.definition)
    .filter(({ filterType, operator }) => filterType === 'IN_LIST' && operator !== 'NOT_IN_LIST')
    .map((filter) => String(filter['listId']));
}

/** Returns whether the workflow enrolls a contact when the property is set to the value. */
export function isTriggeredBy(flow: SeedFlow, property: string, value: string): boolean {
  return filtersOf(flow.definition).some((filter) => {
    const operation = filter['operation'];
    if (filter['filterType'] !== 'PROPERTY' || filter['property'] !== property) return false;
    return isRecord(operation) && [operation['value'], operation['values']].flat().includes(value);
  });
}

/** Returns the ids of the workflows that this one unenrolls its contacts from, or `all` for all others. */
function workflowsUnenrolledBy({ definition }: SeedFlow): 'all' | readonly string[] {
  const setting = definition.unEnrollmentSetting;
  if (setting?.type === 'ALL') return 'all';
  return setting?.type === 'SELECTIVE' ? (setting.flowIds ?? []) : [];
}

function filtersOf({ enrollmentCriteria }: FlowDefinition): readonly Record<string, unknown>[] {
  return enrollmentCriteria.type === 'LIST_BASED' ? collectFilters(enrollmentCriteria.listFilterBranch) : [];
}

function collectFilters(branch: unknown): readonly Record<string, unknown>[] {
  if (!isRecord(branch)) return [];
  const direct = Array.isArray(branch['filters']) ? branch['filters'].filter(isRecord) : [];
  const nested = Array.isArray(branch['filterBranches'])
    ? branch['filterBranches'].flatMap(collectFilters)
    : [];
  return [...direct, ...nested];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
