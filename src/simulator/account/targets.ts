/** Creates, changes and deletes workflows; edits and deletes sequences. */
import type { TargetId, TargetIdentity } from '../../model/target.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { SimulatedAccount } from './account.ts';
import { nextId } from './account.ts';
import type { FlowDefinition, SeedEnrollment, SeedFlow, SeedSequence, SequenceStep } from './account-seed.ts';
import { endEnrollment } from './enrollments.ts';
import { findAction, nextActionId } from './flow-graph.ts';
import { nextTimerAt } from './schedule.ts';

/** Returns the sequence or workflow with this id. In one account, the ids of the two kinds are distinct. */
export function findTargetById(account: SimulatedAccount, id: TargetId): TargetIdentity | undefined {
  if (account.sequences.has(id)) return { kind: 'sequence', id };
  return account.flows.has(id) ? { kind: 'workflow', id } : undefined;
}

/** Creates a workflow. While calculated properties would lag, it is `PENDING` and no list shows it. */
export function createFlow(account: SimulatedAccount, draft: Partial<FlowDefinition>): SeedFlow {
  const { now } = account.head;
  const flow: SeedFlow = {
    id: String(nextId(account)),
    workflowId: nextId(account),
    definition: { ...emptyFlow, ...draft, revisionId: '1', createdAt: now, updatedAt: now },
  };
  const { lagMilliseconds, realNow } = account.realTime;
  if (lagMilliseconds > 0) {
    flow.lagUntil = realNow() + lagMilliseconds;
    account.lagUntil = Math.max(account.lagUntil, flow.lagUntil);
  }
  account.flows.set(flow.id, flow);
  account.flowIdByWorkflowId.set(flow.workflowId, flow.id);
  account.version += 1;
  return flow;
}

/** Returns whether HubSpot is still creating a workflow. */
export function isPending({ realTime }: SimulatedAccount, { lagUntil }: SeedFlow): boolean {
  return lagUntil !== undefined && realTime.realNow() < lagUntil;
}

/**
 * Replaces the definition of a workflow, keeps the earlier one, and increments the revision. A contact in a delay waits
 * for its new length, from when the delay began. A contact in a deleted action continues at once with the next one. A
 * member of an added suppression list is unenrolled.
 */
export function replaceFlow(account: SimulatedAccount, flow: SeedFlow, draft: Partial<FlowDefinition>): void {
  const before = flow.definition;
  const { createdAt, revisionId, flowType, objectTypeId, dataSources } = before;
  const after = {
    ...emptyFlow,
    ...draft,
    flowType,
    objectTypeId,
    ...(dataSources === undefined ? {} : { dataSources }),
    createdAt,
    revisionId: String(Number(revisionId) + 1),
    updatedAt: account.head.now,
  };
  flow.definition = after;
  flow.revisions = [...(flow.revisions ?? []), before];
  account.version += 1;
  const target = { kind: 'workflow', id: flow.id } as const;
  for (const enrollment of account.activeIn.get(targetIdentityKey(target))?.values() ?? []) {
    if (isNewlySuppressed(account, enrollment, { before, after })) {
      endEnrollment(account, enrollment, 'suppressed');
    } else if (enrollment.position && !findAction(after, enrollment.position.actionId)) {
      enrollment.position = {
        actionId: nextRemainingAction({ before, after }, enrollment.position.actionId),
        since: account.head.now,
      };
    }
  }
  rescheduleEnrollments(account, target);
}

interface FlowChange {
  readonly before: FlowDefinition;
  readonly after: FlowDefinition;
}

function isNewlySuppressed(
  { members }: SimulatedAccount,
  { contactId }: SeedEnrollment,
  { before, after }: FlowChange,
): boolean {
  return after.suppressionListIds.some(
    (id) => !before.suppressionListIds.includes(id) && members.get(id)?.has(contactId) === true,
  );
}

/** Returns the first action after a deleted one that still exists, along the old path; empty if there is none. */
function nextRemainingAction({ before, after }: FlowChange, deleted: string): string {
  const passed = new Set<string>();
  let id: string | undefined = deleted;
  while (id !== undefined && !passed.has(id) && !findAction(after, id)) {
    passed.add(id);
    const action = findAction(before, id);
    id = action && nextActionId(before, action);
  }
  return id !== undefined && findAction(after, id) ? id : '';
}

/** Records an edit of a target: changes its update time, and the revision of a workflow, but no content. */
export function editTarget(account: SimulatedAccount, target: TargetIdentity): void {
  const sequence = account.sequences.get(target.id);
  const flow = account.flows.get(target.id);
  account.version += 1;
  if (target.kind === 'sequence' && sequence) sequence.updatedAt = account.head.now;
  else if (flow) replaceFlow(account, flow, flow.definition);
}

/** Replaces the steps of a sequence. A step that is overdue by its new delays runs at once. */
export function replaceSteps(account: SimulatedAccount, sequence: SeedSequence, steps: SequenceStep[]): void {
  sequence.steps = steps;
  sequence.updatedAt = account.head.now;
  account.version += 1;
  rescheduleEnrollments(account, { kind: 'sequence', id: sequence.id });
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
