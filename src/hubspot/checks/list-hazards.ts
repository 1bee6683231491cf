import type { DesiredWorkflow } from '../../model/desired-state.ts';
import type { TargetHazard } from '../../model/observed-state.ts';
import type { ListDetails } from '../read/lists.ts';
import type { Flow } from '../read/workflows.ts';

/** A workflow of the files with the HubSpot lists that it names. A list that HubSpot does not have is absent. */
export interface WorkflowListContext {
  /** Absent for a workflow that only the ledger knows. */
  readonly wanted?: DesiredWorkflow;
  /** The v2 id; absent where HubSpot maps the flow id to none. */
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

/** The filter that each list must have, and no other. */
const requiredFilters = { activeList: 'WORKFLOWS_ACTIVE', everList: 'WORKFLOWS_ENROLLMENT' } as const;

/** A list of others than those in the workflow makes people look absent, and so be enrolled again. */
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
    message: `HubSpot knows no list \`${name}\`, which is named as the \`${key}\` of workflow ${flow.id}`,
    help: 'Name the list by its id, or by its exact name.',
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
  // Somebody may have put everybody who ever was in it on a list by hand, before there was a ledger.
  const isManual = key === 'everList' && !list.filters?.count;
  return [
    {
      code: key === 'activeList' ? 'active-list-wrong' : 'ever-list-wrong',
      severity: isManual ? 'warning' : 'error',
      message: `list ${list.id} is named as the \`${key}\` of workflow ${flow.id}, and ${problem}`,
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
    return 'does not follow it: its members are put there by hand';
  // Where HubSpot shows no filters, nothing can be said.
  if (!filters) return undefined;
  const filterText = filters.workflows.map((filter) => `${filter.listType} of ${filter.id}`).join(', ');
  if (!filters.workflows.some((filter) => ids.includes(filter.id) && filter.listType === listType)) {
    return filterText === '' ? 'has no filter on a workflow' : `holds ${filterText}`;
  }
  const otherCount = filters.count - 1;
  return otherCount === 0
    ? undefined
    : `has ${otherCount === 1 ? 'another filter' : `${otherCount} other filters`} besides that`;
}

/** Returns whether adding to the list that a file names really enrolls, and enrolls once. */
export function viaHazards(flow: Flow, context: WorkflowListContext): readonly TargetHazard[] {
  const { wanted, via } = context;
  const list = wanted?.viaList;
  if (list === undefined) return [];
  const hazards: TargetHazard[] = [];
  if (flow.reEnrolls) {
    hazards.push({
      code: 'via-reenrolls',
      severity: 'error',
      message: `workflow ${flow.id} enrolls people again who join list ${list} again`,
      help: 'Turn re-enrollment off in HubSpot, or leave `via` out.',
      about: 'viaList',
    });
  }
  const problem = whyListDoesNotEnroll(flow, list, via);
  if (problem !== undefined) {
    hazards.push({
      code: 'via-does-not-feed',
      severity: 'error',
      message: `adding to list ${list} does not enroll in workflow ${flow.id}: ${problem}`,
      help: 'Name the static list of which being a member is the enrollment criterion, or leave `via` out.',
      about: 'viaList',
    });
  }
  if (problem === undefined && flow.hasOtherCriteria) {
    hazards.push({
      code: 'via-narrowed',
      severity: 'warning',
      message: `the enrollment criteria of workflow ${flow.id} name more than list ${list}, so adding a contact to it may not enroll it`,
      help: 'Make being a member of that list the only criterion, or leave `via` out.',
      about: 'viaList',
    });
  }
  if (via && audienceIds(context).has(via.id)) {
    hazards.push({
      code: 'via-list-is-audience',
      severity: 'error',
      message: `list ${via.id} feeds workflow ${flow.id} and is an audience of it under another name: each added contact would be declared by it`,
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
  if (!via) return `HubSpot knows no list ${list}`;
  if (via.processingType === 'DYNAMIC') return 'the list fills itself';
  if (!flow.listBased) return 'its enrollment does not go by filters';
  return flow.enrollingLists.includes(via.id) ? undefined : 'its enrollment criteria do not name that list';
}
