/** Begins and ends enrollments. No other code begins or ends one, which keeps the indexes consistent. */
import { addMilliseconds } from '../../model/time.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { TargetIdentity } from '../../model/target.ts';
import type { SimulatedAccount } from './account.ts';
import { targetOf, indexEnrollment, nextId } from './account.ts';
import type { EndReason, SeedContact, SeedEnrollment, SeedFlow, SeedOwner } from './account-seed.ts';
import { beginLag } from './contact-properties.ts';
import { startOf } from './flow-graph.ts';

const millisecondsPerDay = 86_400_000;
/** How long a workflow takes to unenroll a contact that does not meet its criteria, in milliseconds. */
const criteriaDelay = 5 * 60_000;

export function activeEnrollment(
  account: SimulatedAccount,
  target: TargetIdentity,
  contact: SeedContact,
): SeedEnrollment | undefined {
  return account.activeIn.get(targetIdentityKey(target))?.get(contact.id);
}

export function wasEverEnrolled(
  account: SimulatedAccount,
  target: TargetIdentity,
  contact: SeedContact,
): boolean {
  return account.everIn.get(targetIdentityKey(target))?.has(contact.id) ?? false;
}

/** Returns the active sequence enrollment of a contact. A contact is in at most one sequence at a time. */
export function activeSequenceEnrollment(
  account: SimulatedAccount,
  contact: SeedContact,
): SeedEnrollment | undefined {
  return account.enrollmentsOf
    .get(contact.id)
    ?.find((enrollment) => enrollment.kind === 'sequence' && enrollment.endedAt === undefined);
}

export function activeWorkflowEnrollments(
  account: SimulatedAccount,
  contact: SeedContact,
): readonly SeedEnrollment[] {
  const all = account.enrollmentsOf.get(contact.id) ?? [];
  return all.filter((enrollment) => enrollment.kind === 'workflow' && enrollment.endedAt === undefined);
}

export function beginSequenceEnrollment(
  account: SimulatedAccount,
  options: {
    readonly sequenceId: string;
    readonly contact: SeedContact;
    readonly owner: SeedOwner;
    readonly senderAlias?: string | undefined;
  },
): SeedEnrollment {
  const { contact, owner, sequenceId, senderAlias } = options;
  const reaction = contact.reactions?.find(
    (candidate) => (candidate.sequenceId ?? sequenceId) === sequenceId,
  );
  if (reaction) contact.reactions = contact.reactions?.filter((other) => other !== reaction) ?? [];
  const { now } = account.head;
  return beginEnrollment(account, contact, {
    kind: 'sequence',
    targetId: sequenceId,
    userId: owner.userId,
    senderEmail: owner.email,
    ...(senderAlias === undefined ? {} : { senderAlias }),
    ...(contact.email === undefined ? {} : { toEmail: contact.email }),
    stepsDone: 0,
    ...(reaction && {
      coming: { what: reaction.what, at: addMilliseconds(now, reaction.afterDays * millisecondsPerDay) },
    }),
  });
}

/** Begins a workflow enrollment. If `meetsCriteria` is false, the workflow unenrolls the contact 5 minutes later. */
export function beginWorkflowEnrollment(
  account: SimulatedAccount,
  options: { readonly flow: SeedFlow; readonly contact: SeedContact; readonly meetsCriteria: boolean },
): SeedEnrollment {
  const at = addMilliseconds(account.head.now, criteriaDelay);
  return beginEnrollment(account, options.contact, {
    kind: 'workflow',
    targetId: options.flow.id,
    position: startOf(options.flow.definition, account.head.now),
    ...(options.meetsCriteria ? {} : { coming: { what: 'criteria' as const, at } }),
  });
}

export function endEnrollment(
  account: SimulatedAccount,
  enrollment: SeedEnrollment,
  reason: EndReason,
): void {
  const contact = account.contacts.get(enrollment.contactId);
  if (contact) beginLag(account, contact);
  enrollment.endedAt = account.head.now;
  enrollment.updatedAt = account.head.now;
  enrollment.endReason = reason;
  delete enrollment.coming;
  account.activeIn.get(targetIdentityKey(targetOf(enrollment)))?.delete(enrollment.contactId);
  account.version += 1;
}

function beginEnrollment(
  account: SimulatedAccount,
  contact: SeedContact,
  fields: Omit<SeedEnrollment, 'id' | 'contactId' | 'enrolledAt' | 'updatedAt'>,
): SeedEnrollment {
  beginLag(account, contact);
  const { now } = account.head;
  const enrollment: SeedEnrollment = {
    id: String(nextId(account)),
    contactId: contact.id,
    enrolledAt: now,
    updatedAt: now,
    ...fields,
  };
  indexEnrollment(account, enrollment);
  account.version += 1;
  return enrollment;
}
