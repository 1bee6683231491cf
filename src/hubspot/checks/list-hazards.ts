import type { TargetHazard } from '../../model/observed-state.ts';
import type { Flow } from '../read/workflows.ts';
import type { ListFacts } from '../read/lists.ts';
import type { WorkflowSight } from './workflow-details.ts';

type Key = 'activeList' | 'everList';

/** The filter that each list must have, and no other. */
const parts = { activeList: 'WORKFLOWS_ACTIVE', everList: 'WORKFLOWS_ENROLLMENT' } as const;

/** A list of others than those in the workflow makes people look absent, and so be enrolled again. */
export function listHazards(flow: Flow, sight: WorkflowSight): readonly TargetHazard[] {
  return (['activeList', 'everList'] as const).flatMap((key) => {
    const name = sight.wanted?.[key];
    if (name === undefined) return [];
    const list = sight[key];
    return list ? wrong(flow, { key, list, sight }) : [missing(flow, key, name)];
  });
}

function missing(flow: Flow, key: Key, name: string): TargetHazard {
  return {
    code: 'list-missing',
    severity: 'error',
    message: `HubSpot knows no list \`${name}\`, which is named as the \`${key}\` of workflow ${flow.id}`,
    help: 'Name the list by its id, or by its exact name.',
    about: key,
  };
}

function wrong(
  flow: Flow,
  { key, list, sight }: { readonly key: Key; readonly list: ListFacts; readonly sight: WorkflowSight },
): readonly TargetHazard[] {
  const { workflowId } = sight;
  const why = whyWrong(list, {
    ids: [flow.id, ...(workflowId === undefined ? [] : [workflowId])],
    part: parts[key],
  });
  if (why === undefined) return [];
  // Somebody may have put everybody who ever was in it on a list by hand, before there was a ledger.
  const vouched = key === 'everList' && !list.filters?.count;
  return [
    {
      code: key === 'activeList' ? 'active-list-wrong' : 'ever-list-wrong',
      severity: vouched ? 'warning' : 'error',
      message: `list ${list.id} is named as the \`${key}\` of workflow ${flow.id}, and ${why}`,
      help: `Name the list whose only filter is ${parts[key]} of workflow ${flow.id}${workflowId === undefined ? '' : ` (v2 id ${workflowId})`}.`,
      about: key,
    },
  ];
}

function whyWrong(
  { processingType, filters }: ListFacts,
  { ids, part }: { readonly ids: readonly string[]; readonly part: string },
): string | undefined {
  if (processingType === 'MANUAL' || processingType === 'SNAPSHOT')
    return 'does not follow it: its members are put there by hand';
  // Where HubSpot shows no filters, nothing can be said.
  if (!filters) return undefined;
  const shown = filters.workflows.map((filter) => `${filter.part} of ${filter.id}`).join(', ');
  if (!filters.workflows.some((filter) => ids.includes(filter.id) && filter.part === part)) {
    return shown === '' ? 'has no filter on a workflow' : `holds ${shown}`;
  }
  const more = filters.count - 1;
  return more === 0
    ? undefined
    : `has ${more === 1 ? 'another filter' : `${more} other filters`} besides that`;
}
