/** Creates, changes and deletes workflows; edits and deletes sequences. */
import type { TargetId, TargetIdentity } from '../../model/target.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { SimulatedAccount } from './account.ts';
import { nextId } from './account.ts';
import type { FlowDefinition, SeedFlow } from './account-seed.ts';
import { endEnrollment } from './enrollments.ts';
import { nextTimerAt } from './schedule.ts';

/** Returns the sequence or workflow with this id. In one account, the ids of the two kinds are distinct. */
export function findTargetById(account: SimulatedAccount, id: TargetId): TargetIdentity | undefined {
  if (account.sequences.has(id)) return { kind: 'sequence', id };
  return account.flows.has(id) ? { kind: 'workflow', id } : undefined;
}

export function createFlow(account: SimulatedAccount, draft: Partial<FlowDefinition>): SeedFlow {
  const { now } = account.head;
  const flow: SeedFlow = {
    id: String(nextId(account)),
    workflowId: nextId(account),
    definition: { ...emptyFlow, ...draft, revisionId: '1', createdAt: now, updatedAt: now },
  };
  account.flows.set(flow.id, flow);
  account.flowIdByWorkflowId.set(flow.workflowId, flow.id);
  account.version += 1;
  return flow;
}

/** Replaces the definition of a workflow and increments its revision. */
export function replaceFlow(account: SimulatedAccount, flow: SeedFlow, draft: Partial<FlowDefinition>): void {
  const { createdAt, revisionId } = flow.definition;
  flow.definition = {
    ...emptyFlow,
    ...draft,
    createdAt,
    revisionId: String(Number(revisionId) + 1),
    updatedAt: account.head.now,
  };
  account.version += 1;
  rescheduleEnrollments(account, { kind: 'workflow', id: flow.id });
}

/** Records an edit of a target: changes its update time, and the revision of a workflow, but no content. */
export function editTarget(account: SimulatedAccount, target: TargetIdentity): void {
  const sequence = account.sequences.get(target.id);
  const flow = account.flows.get(target.id);
  account.version += 1;
  if (target.kind === 'sequence' && sequence) sequence.updatedAt = account.head.now;
  else if (flow) replaceFlow(account, flow, flow.definition);
}

export function disableFlow(account: SimulatedAccount, flow: SeedFlow): void {
  replaceFlow(account, flow, { ...flow.definition, isEnabled: false });
}

/** Deletes a target and ends its active enrollments. */
export function deleteTarget(account: SimulatedAccount, target: TargetIdentity): void {
  for (const enrollment of account.activeIn.get(targetIdentityKey(target))?.values() ?? []) {
    endEnrollment(account, enrollment, 'target-deleted');
  }
  if (target.kind === 'sequence') account.sequences.delete(target.id);
  else account.flowIdByWorkflowId.delete(account.flows.get(target.id)?.workflowId ?? 0);
  if (target.kind === 'workflow') account.flows.delete(target.id);
  account.version += 1;
}

const emptyFlow: FlowDefinition = {
  name: 'Untitled',
  isEnabled: false,
  type: 'CONTACT_FLOW',
  flowType: 'WORKFLOW',
  objectTypeId: '0-1',
  revisionId: '1',
  createdAt: '',
  updatedAt: '',
  enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: false },
  suppressionListIds: [],
  actions: [],
};

function rescheduleEnrollments(account: SimulatedAccount, target: TargetIdentity): void {
  for (const enrollment of account.activeIn.get(targetIdentityKey(target))?.values() ?? []) {
    const at = nextTimerAt(account, enrollment);
    if (at !== undefined) account.timers.push({ at, id: enrollment.id });
  }
}
