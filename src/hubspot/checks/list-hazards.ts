import type { DesiredWorkflow } from '../../model/desired-state.ts';
import type { TargetHazard } from '../../model/observed-state.ts';
import type { ListDetails } from '../read/lists.ts';
import type { Flow } from '../read/workflows.ts';

/** A workflow of the files with the HubSpot lists that it names. A list that HubSpot does not find is absent. */
export interface WorkflowListContext {
  /** Absent for a workflow that only the ledger knows. */
  readonly wanted?: DesiredWorkflow;
  /** The v2 id. Absent if HubSpot maps the flow id to none. */
  readonly workflowId: string | undefined;
  /** The static list that enrolls its members. */
  readonly via?: ListDetails | undefined;
  /** The list of active contacts. */
  readonly activeList?: ListDetails | undefined;
  /** The list of all contacts ever enrolled. */
  readonly everList?: ListDetails | undefined;
  /** The lists of the audiences. */
  readonly audiences?: readonly ListDetails[];
}

type ListKey = 'activeList' | 'everList';

/** The only filter that each list may have. */
const requiredFilters = { activeList: 'WORKFLOWS_ACTIVE', everList: 'WORKFLOWS_ENROLLMENT' } as const;

/**
 * Returns the hazards of `activeList` and `everList`. A list that does not follow the workflow hides members,
 * and rollcall would enroll them again.
 */
export function listHazards(flow: Flow, context: WorkflowListContext): readonly TargetHazard[] {
  return (['activeList', 'everList'] as const).flatMap((key) => {
    const name = context.wanted?.[key];
    if (name === undefined) return [];
    const list = context[key];
    return list ? wrongListHazards(flow, { key, list, context }) : [missingListHazard(flow, key, name)];
  });
}

function missingListHazard(flow: Flow, key: ListKey, name: string): TargetHazard {
  return {
    code: 'list-missing',
    severity: 'error',
    message: `HubSpot has no list \`${name}\`, which the file names as the \`${key}\` of workflow ${flow.id}`,
    help: 'Name the list by its id or its exact name.',
    about: key,
  };
}

function wrongListHazards(
  flow: Flow,
  {
    key,
    list,
    context,
  }: { readonly key: ListKey; readonly list: ListDetails; readonly context: WorkflowListContext },
): readonly TargetHazard[] {
  const { workflowId } = context;
  const problem = whyWrongList(list, {
    ids: [flow.id, ...(workflowId === undefined ? [] : [workflowId])],
    listType: requiredFilters[key],
  });
  if (problem === undefined) return [];
  // A list filled by hand is a valid record of the members from before the first ledger.
  const isManual = key === 'everList' && !list.filters?.count;
  return [
    {
      code: key === 'activeList' ? 'active-list-wrong' : 'ever-list-wrong',
      severity: isManual ? 'warning' : 'error',
      message: `list ${list.id}, the \`${key}\` of workflow ${flow.id}, ${problem}`,
      help: `Name the list whose only filter is ${requiredFilters[key]} of workflow ${flow.id}${workflowId === undefined ? '' : ` (v2 id ${workflowId})`}.`,
      about: key,
    },
  ];
}

function whyWrongList(
  { processingType, filters }: ListDetails,
  { ids, listType }: { readonly ids: readonly string[]; readonly listType: string },
): string | undefined {
  if (processingType === 'MANUAL' || processingType === 'SNAPSHOT')
    return 'does not follow the workflow: its members are added by hand';
  // Without filters in the response there is nothing to check.
  if (!filters) return undefined;
  const filterText = filters.workflows.map((filter) => `${filter.listType} of ${filter.id}`).join(', ');
  if (!filters.workflows.some((filter) => ids.includes(filter.id) && filter.listType === listType)) {
    return filterText === '' ? 'has no filter on a workflow' : `contains ${filterText}`;
  }
  const otherCount = filters.count - 1;
  return otherCount === 0
    ? undefined
    : `has ${otherCount === 1 ? 'another filter' : `${otherCount} other filters`} in addition`;
}

/** Returns the hazards of a `via` list: adding a contact to it must enroll the contact, and only once. */
export function viaHazards(flow: Flow, context: WorkflowListContext): readonly TargetHazard[] {
  const { wanted, via } = context;
  const list = wanted?.viaList;
  if (list === undefined) return [];
  const hazards: TargetHazard[] = [];
  if (flow.reEnrolls) {
    hazards.push({
      code: 'via-reenrolls',
      severity: 'error',
      message: `workflow ${flow.id} enrolls a contact again that joins list ${list} again`,
      help: 'Turn off re-enrollment in HubSpot, or remove `via`.',
      about: 'viaList',
    });
  }
  const problem = whyListDoesNotEnroll(flow, list, via);
  if (problem !== undefined) {
    hazards.push({
      code: 'via-does-not-enroll',
      severity: 'error',
      message: `adding a contact to list ${list} does not enroll it in workflow ${flow.id}: ${problem}`,
      help: "Name the static list in the workflow's enrollment criteria, or remove `via`.",
      about: 'viaList',
    });
  }
  if (problem === undefined && flow.hasOtherCriteria) {
    hazards.push({
      code: 'via-may-not-enroll',
      severity: 'warning',
      message: `the enrollment criteria of workflow ${flow.id} name more than list ${list}, so adding a contact to the list may not enroll it`,
      help: 'Make membership of that list the only criterion, or remove `via`.',
      about: 'viaList',
    });
  }
  if (via && audienceIds(context).has(via.id)) {
    hazards.push({
      code: 'via-list-is-audience',
      severity: 'error',
      message: `list ${via.id} is the \`via\` list of workflow ${flow.id} and, under another name, its audience: each contact that rollcall adds would become a declared member`,
      help: 'Use a separate list for `via` that only rollcall fills.',
      about: 'viaList',
    });
  }
  return hazards;
}

function audienceIds({ audiences }: WorkflowListContext): ReadonlySet<string> {
  return new Set((audiences ?? []).map(({ id }) => id));
}

function whyListDoesNotEnroll(flow: Flow, list: string, via: ListDetails | undefined): string | undefined {
  if (!via) return `HubSpot has no list ${list}`;
  if (via.processingType === 'DYNAMIC') return 'the list is dynamic, so no contact can be added';
  if (!flow.listBased) return 'its enrollment is not based on filters';
  return flow.enrollingLists.includes(via.id) ? undefined : 'its enrollment criteria do not name that list';
}
