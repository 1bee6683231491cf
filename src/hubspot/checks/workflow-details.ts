import type { UnenrollRoute } from '../../model/desired-state.ts';
import type { ObservedTarget, TargetHazard } from '../../model/observed-state.ts';
import type { TargetId } from '../../model/target.ts';
import type { Flow } from '../read/workflows.ts';
import { listHazards, viaHazards, type WorkflowListContext } from './list-hazards.ts';
import {
  type ExitWorkflowContext,
  exitHazards,
  unsupported,
  supported,
  supportedByEmail,
  type UnenrollSupport,
  whyNotExitWorkflow,
} from './unenroll-route.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** The definition of one workflow, its lists and its exit workflow, as HubSpot returns them. */
export interface WorkflowContext extends WorkflowListContext, ExitWorkflowContext {
  readonly id: TargetId;
  readonly flow: Flow | undefined;
  /** The unenroll route of this workflow, or of the workflow that replaces it. */
  readonly route?: UnenrollRoute | undefined;
}

/** The facts about a target, without its members. */
export type TargetDetails = Omit<ObservedTarget, 'active' | 'everEnrolled' | 'onViaList' | 'suppressed'>;

/** Returns what the plan needs to know about a workflow: its status, its hazards and its unenroll route. */
export function workflowDetails(context: WorkflowContext): TargetDetails {
  const { flow, id } = context;
  const base = { kind: 'workflow', id } as const;
  if (!flow) {
    const why = `HubSpot has no workflow ${id}; it may have been deleted`;
    const support = unsupported(why, 'Correct the id of the workflow.');
    return { ...base, status: 'missing', why, hazards: [], ...support };
  }
  return {
    ...base,
    ...omitUndefined({ name: flow.name, revision: flow.revision, createdAt: flow.createdAt }),
    definition: flow.definition,
    ...statusOf(flow, context),
    ...(context.wanted?.activeList === undefined ? { readSingly: true } : {}),
    hazards: hazardsOf(flow, context),
    ...workflowUnenrollSupport(flow, context),
  };
}

function statusOf(
  flow: Flow,
  { workflowId, wanted }: WorkflowContext,
): Pick<ObservedTarget, 'status' | 'why'> {
  if (flow.notForContacts !== undefined) {
    return { status: 'unsuitable', why: flow.notForContacts };
  }
  if (workflowId === undefined && wanted?.activeList === undefined) {
    return {
      status: 'unsuitable',
      why: 'HubSpot maps it to no v2 workflow, so rollcall cannot read its enrollments',
    };
  }
  return { status: flow.enabled ? 'ready' : 'disabled' };
}

function workflowUnenrollSupport(
  flow: Flow,
  { dialect, workflowId, wanted, route, exit }: WorkflowContext,
): UnenrollSupport {
  if (wanted?.viaList !== undefined && flow.unenrollsUnmatched) return supported;
  if (dialect === 'documented') {
    if (workflowId !== undefined) return supportedByEmail;
    return unsupported(
      'HubSpot maps it to no v2 workflow, and only v2 unenrolls single contacts',
      'Unenroll the contact in HubSpot.',
    );
  }
  if (!route || !('workflow' in route)) {
    return unsupported(
      'the guide dialect has no route for this, and the file names no exit workflow',
      'Unenroll the contact in HubSpot, or name an exit workflow (`unenroll: { workflow: … }`).',
    );
  }
  const why = whyNotExitWorkflow(flow, exit);
  if (why === undefined) return supported;
  return unsupported(
    `the exit workflow ${route.workflow} cannot be used: ${why}`,
    `In HubSpot, name workflow ${flow.id} in its unenrollment settings and turn it on, or unenroll the contact by hand.`,
  );
}

function hazardsOf(flow: Flow, context: WorkflowContext): readonly TargetHazard[] {
  return [
    ...ownHazards(flow, context),
    ...viaHazards(flow, context),
    ...exitHazards(flow, context),
    ...listHazards(flow, context),
  ];
}

function ownHazards(flow: Flow, { wanted }: WorkflowContext): readonly TargetHazard[] {
  // No contact is enrolled in a retired workflow.
  if (wanted && wanted.retired !== false) return [];
  const hazards: TargetHazard[] = [];
  if (flow.listBased && flow.unenrollsUnmatched && wanted?.viaList === undefined) {
    hazards.push({
      code: 'workflow-unenrolls-by-criteria',
      severity: 'warning',
      message: `workflow ${flow.id} unenrolls contacts that do not meet its enrollment criteria, so it may unenroll contacts that you enroll`,
      help: 'Turn off that setting in HubSpot, or enroll through the list in its criteria (`via: { list: … }`).',
    });
  }
  const isSingle = flow.suppressionLists.length === 1;
  if (flow.suppressionLists.length > 0) {
    hazards.push({
      code: 'workflow-suppresses',
      severity: 'warning',
      message: `workflow ${flow.id} suppresses HubSpot ${listPhrase(flow.suppressionLists)}: members of ${isSingle ? 'that list' : 'these lists'} cannot be enrolled and are unenrolled`,
      help: `To enroll such a contact, first remove it from ${isSingle ? 'that list' : 'these lists'} in HubSpot. Until then it is blocked.`,
    });
  }
  if (flow.unenrollsFrom === 'all' || flow.unenrollsFrom.length > 0) {
    const otherWorkflows =
      flow.unenrollsFrom === 'all' ? 'all other workflows' : `workflow ${flow.unenrollsFrom.join(', ')}`;
    hazards.push({
      code: 'workflow-unenrolls-from-others',
      severity: 'warning',
      message: `enrolling in workflow ${flow.id} unenrolls the contact from ${otherWorkflows}`,
      help: 'If this is not intended, change the unenrollment settings of the workflow in HubSpot.',
    });
  }
  return hazards;
}

function listPhrase(ids: readonly string[]): string {
  return `list${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}
