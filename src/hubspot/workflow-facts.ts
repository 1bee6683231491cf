import type { DesiredWorkflow, Dialect } from '../model/desired-state.ts';
import type { ObservedTarget, TargetHazard } from '../model/observed-state.ts';
import type { TargetId } from '../model/target.ts';
import type { Flow } from './flow.ts';
import type { ListFacts } from './read-lists.ts';
import { closed, open } from './way-out.ts';
import type { WayOut } from './way-out.ts';

/** What the account shows of one workflow and its helpers. */
export interface WorkflowSight {
  readonly id: TargetId;
  readonly dialect: Dialect;
  readonly flow: Flow | undefined;
  /** The v2 id, where there is one. */
  readonly workflowId: string | undefined;
  /** The file's wishes; absent for a workflow that only the ledger knows. */
  readonly wanted?: DesiredWorkflow;
  /** The list that feeds it, when the file names one and HubSpot knows it. */
  readonly via?: ListFacts | undefined;
  /** The lists of its active contacts, and of everybody who ever was in it, likewise. */
  readonly activeList?: ListFacts | undefined;
  readonly everList?: ListFacts | undefined;
  /** The workflow by which people leave, when the file names one and HubSpot knows it. */
  readonly exit?: Flow | undefined;
}

/** A workflow as the plan needs it: whether it can take anybody, what may surprise, and the way out. */
export function workflowFacts(
  sight: WorkflowSight,
): Omit<ObservedTarget, 'active' | 'ever' | 'onViaList' | 'refused'> {
  const { flow, id } = sight;
  const base = { kind: 'workflow', id } as const;
  if (!flow) {
    const why = `HubSpot knows no workflow ${id}; it may be deleted`;
    const out = closed(why, 'Correct the id of the workflow.');
    return { ...base, status: 'missing', why, hazards: [], ...out };
  }
  return {
    ...base,
    ...(flow.name === undefined ? {} : { name: flow.name }),
    ...(flow.revision === undefined ? {} : { revision: flow.revision }),
    ...(flow.createdAt === undefined ? {} : { createdAt: flow.createdAt }),
    ...statusOf(flow, sight),
    hazards: hazardsOf(flow, sight),
    ...wayOut(flow, sight),
  };
}

function statusOf(flow: Flow, { workflowId, wanted }: WorkflowSight): Pick<ObservedTarget, 'status' | 'why'> {
  if (flow.notForContacts !== undefined) {
    return { status: 'unsuitable', why: `it can't enroll contacts: ${flow.notForContacts}` };
  }
  if (workflowId === undefined && wanted?.activeList === undefined) {
    return {
      status: 'unsuitable',
      why: "HubSpot maps it to no v2 workflow, so nobody's enrollment can be read",
    };
  }
  return flow.enabled ? { status: 'ready' } : { status: 'disabled', why: 'it is turned off in HubSpot' };
}

function wayOut(flow: Flow, { dialect, workflowId, wanted, exit }: WorkflowSight): WayOut {
  if (wanted?.viaList !== undefined && flow.dropsUnmatched) return open;
  if (dialect === 'documented') {
    if (workflowId !== undefined) return open;
    return closed(
      'HubSpot maps it to no v2 workflow, and only v2 takes single contacts out',
      'Take the person out in HubSpot.',
    );
  }
  const route = wanted?.unenroll;
  if (!route || !('workflow' in route)) {
    return closed(
      'the guide has no call for it, and the file names no exit workflow',
      'Take the person out in HubSpot, or name an exit workflow (`unenroll: { workflow: … }`).',
    );
  }
  const why = whyNoExit(flow, exit);
  if (why === undefined) return open;
  return closed(
    `the exit workflow ${route.workflow} is unfit: ${why}`,
    `Name workflow ${flow.id} in its unenrollment settings and turn it on, or take the person out in HubSpot.`,
  );
}

function namesIn(exit: Flow, id: TargetId): boolean {
  return exit.takesOutOf === 'all' || exit.takesOutOf.includes(id);
}

function hazardsOf(flow: Flow, sight: WorkflowSight): readonly TargetHazard[] {
  return [
    ...ownHazards(flow, sight),
    ...viaHazards(flow, sight),
    ...exitHazards(flow, sight),
    ...listHazards(flow, sight),
  ];
}

function ownHazards(flow: Flow, { wanted }: WorkflowSight): readonly TargetHazard[] {
  const found: TargetHazard[] = [];
  if (flow.listBased && flow.dropsUnmatched && wanted?.viaList === undefined) {
    found.push({
      code: 'workflow-fights-back',
      severity: 'warning',
      message: `workflow ${flow.id} takes out everybody who does not meet its enrollment criteria, so it may throw out whom you enroll`,
      help: 'Turn that setting off in HubSpot, or enroll through the list that feeds it (`via: { list: … }`).',
    });
  }
  if (flow.suppressionLists.length > 0) {
    found.push({
      code: 'workflow-suppresses',
      severity: 'warning',
      message: `workflow ${flow.id} never takes members of the HubSpot ${lists(flow.suppressionLists)}, and throws out whoever joins`,
      help: 'Nobody on them can be enrolled. Take people off there first if they belong in the workflow.',
    });
  }
  if (flow.takesOutOf === 'all' || flow.takesOutOf.length > 0) {
    const others =
      flow.takesOutOf === 'all' ? 'all other workflows' : `workflow ${flow.takesOutOf.join(', ')}`;
    found.push({
      code: 'workflow-takes-out-of-others',
      severity: 'warning',
      message: `enrolling in workflow ${flow.id} takes the contact out of ${others}`,
      help: 'Make sure that this is meant; it is the unenrollment setting of the workflow in HubSpot.',
    });
  }
  return found;
}

function viaHazards(flow: Flow, { wanted, via }: WorkflowSight): readonly TargetHazard[] {
  const list = wanted?.viaList;
  if (list === undefined) return [];
  const found: TargetHazard[] = [];
  if (flow.reEnrolls) {
    found.push({
      code: 'via-reenrolls',
      severity: 'error',
      message: `workflow ${flow.id} enrolls people again who join list ${list} again`,
      help: 'Turn re-enrollment off in HubSpot, or leave `via` out.',
      about: 'viaList',
    });
  }
  const why = whyNotFed(flow, list, via);
  if (why !== undefined) {
    found.push({
      code: 'via-does-not-feed',
      severity: 'error',
      message: `adding to list ${list} does not enroll in workflow ${flow.id}: ${why}`,
      help: 'Name the static list of which being a member is the enrollment criterion, or leave `via` out.',
      about: 'viaList',
    });
  }
  return found;
}

function whyNotFed(flow: Flow, list: string, via: ListFacts | undefined): string | undefined {
  if (!via) return `HubSpot knows no list ${list}`;
  if (via.processingType === 'DYNAMIC') return 'the list fills itself';
  if (!flow.listBased) return 'its enrollment does not go by filters';
  return flow.feedingLists.includes(via.id) ? undefined : 'its enrollment criteria do not name that list';
}

function exitHazards(flow: Flow, { wanted, exit, dialect }: WorkflowSight): readonly TargetHazard[] {
  const route = wanted?.unenroll;
  if (!route || !('workflow' in route)) return [];
  const why = whyNoExit(flow, exit);
  if (why === undefined) return [];
  return [
    {
      code: 'exit-workflow-wrong',
      // The documented dialect has a route of its own and does not take this one.
      severity: dialect === 'guide' ? 'error' : 'warning',
      message: `workflow ${route.workflow} does not take anybody out of workflow ${flow.id}: ${why}`,
      help: `Name workflow ${flow.id} in its unenrollment settings in HubSpot, and turn it on.`,
    },
  ];
}

function whyNoExit(flow: Flow, exit: Flow | undefined): string | undefined {
  if (!exit) return 'HubSpot does not know it';
  if (!exit.enabled) return 'it is turned off';
  if (exit.notForContacts !== undefined) return exit.notForContacts;
  return namesIn(exit, flow.id) ? undefined : 'its unenrollment settings do not name it';
}

/** A list about another workflow makes everybody look absent, and so be enrolled again. */
function listHazards(
  flow: Flow,
  { workflowId, wanted, activeList, everList }: WorkflowSight,
): readonly TargetHazard[] {
  const ids = [flow.id, workflowId];
  const check = (
    list: ListFacts | undefined,
    part: string,
    key: 'activeList' | 'everList',
  ): TargetHazard[] => {
    const name = wanted?.[key];
    if (name !== undefined && !list) return [listMissing(flow, key, name)];
    if (!list?.workflows || list.workflows.length === 0) return [];
    if (list.workflows.some((filter) => ids.includes(filter.id) && filter.part === part)) return [];
    const shown = list.workflows.map((filter) => `${filter.part} of ${filter.id}`).join(', ');
    return [
      {
        code: key === 'activeList' ? 'active-list-wrong' : 'ever-list-wrong',
        severity: 'error',
        message: `list ${list.id} is named as the \`${key}\` of workflow ${flow.id}, and holds ${shown}`,
        help: `Name the list whose filter is ${part} of workflow ${flow.id}${workflowId === undefined ? '' : ` (v2 id ${workflowId})`}.`,
        about: key,
      },
    ];
  };
  return [
    ...check(activeList, 'WORKFLOWS_ACTIVE', 'activeList'),
    ...check(everList, 'WORKFLOWS_ENROLLMENT', 'everList'),
  ];
}

function listMissing(flow: Flow, key: 'activeList' | 'everList', name: string): TargetHazard {
  return {
    code: 'list-missing',
    severity: 'error',
    message: `HubSpot knows no list \`${name}\`, which is named as the \`${key}\` of workflow ${flow.id}`,
    help: 'Name the list by its id, or by its exact name.',
    about: key,
  };
}

function lists(ids: readonly string[]): string {
  return `list${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}
