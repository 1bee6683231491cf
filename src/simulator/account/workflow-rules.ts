/** Entering and leaving workflows, and what that does to other enrollments. */
import type { ContactId } from '../../model/target.ts';
import type { Account } from './account.ts';
import type { SeedContact, SeedEnrollment, SeedFlow } from './account-seed.ts';
import { playDue } from './clock.ts';
import {
  activeEnrollment,
  activeWorkflows,
  beginWorkflow,
  currentSequence,
  endEnrollment,
  everEnrolled,
} from './enrollments.ts';
import { feedingLists, isBridge, isContactWorkflow, takesOutOf } from './flow-criteria.ts';

/** Why nothing comes of an enrollment. */
export type WorkflowRefusal = 'unsuitable' | 'disabled' | 'suppressed' | 'already-active' | 'only-once';

export function workflowRefusal(
  account: Account,
  flow: SeedFlow,
  contact: SeedContact,
): WorkflowRefusal | undefined {
  if (!isContactWorkflow(flow)) return 'unsuitable';
  if (!flow.definition.isEnabled) return 'disabled';
  const { enrollmentCriteria: criteria, suppressionListIds } = flow.definition;
  if (suppressionListIds.some((id) => account.members.get(id)?.has(contact.id))) return 'suppressed';
  const target = { kind: 'workflow', id: flow.id } as const;
  if (activeEnrollment(account, target, contact)) return 'already-active';
  return criteria.shouldReEnroll !== true && everEnrolled(account, target, contact) ? 'only-once' : undefined;
}

/** Enrolls unless something speaks against it. Tells which. */
export function enrollInWorkflow(
  account: Account,
  flow: SeedFlow,
  contact: SeedContact,
): WorkflowRefusal | undefined {
  const refusal = workflowRefusal(account, flow, contact);
  if (refusal) return refusal;
  beginWorkflow(account, {
    flowId: flow.id,
    contact,
    meetsCriteria: meetsCriteria(account, flow, contact),
  });
  takeOutOfOthers(account, flow, contact);
  if (isBridge(flow)) crossBridge(account, contact.id);
  playDue(account);
  return undefined;
}

/** Takes contacts out of their sequence whose time on the bridge is up. */
export function settleBridges(account: Account): void {
  const { leaving } = account.head;
  if (!leaving || leaving.length === 0) return;
  const now = account.runtime.realNow();
  for (const { contactId } of leaving.filter(({ at }) => at <= now)) leaveSequence(account, contactId);
  account.head.leaving = leaving.filter(({ at }) => at > now);
}

export function leaveWorkflow(account: Account, enrollment: SeedEnrollment): void {
  endEnrollment(account, enrollment, 'unenrolled');
}

function meetsCriteria(account: Account, flow: SeedFlow, contact: SeedContact): boolean {
  if (flow.definition.enrollmentCriteria.unEnrollObjectsNotMeetingCriteria !== true) return true;
  return feedingLists(flow).some((id) => account.members.get(id)?.has(contact.id));
}

function takeOutOfOthers(account: Account, flow: SeedFlow, contact: SeedContact): void {
  const others = takesOutOf(flow);
  for (const enrollment of activeWorkflows(account, contact)) {
    if (enrollment.targetId === flow.id) continue;
    if (others === 'all' || others.includes(enrollment.targetId)) leaveWorkflow(account, enrollment);
  }
}

function crossBridge(account: Account, contactId: ContactId): void {
  const { bridgeDelayMilliseconds, realNow } = account.runtime;
  if (bridgeDelayMilliseconds === 0) {
    leaveSequence(account, contactId);
    return;
  }
  const leaving = { contactId, at: realNow() + bridgeDelayMilliseconds };
  account.head.leaving = [...(account.head.leaving ?? []), leaving];
}

function leaveSequence(account: Account, contactId: ContactId): void {
  const contact = account.contacts.get(contactId);
  const current = contact && currentSequence(account, contact);
  if (current) endEnrollment(account, current, 'unenrolled');
}
