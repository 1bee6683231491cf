import type { TargetHazard } from '../model/observed-state.ts';
import type { Flow } from './read/workflows.ts';
import type { ListFacts } from './read/lists.ts';
import type { WorkflowSight } from './checks/workflow-details.ts';

/** Returns whether adding to the list that a file names really enrolls, and enrolls once. */
export function viaHazards(flow: Flow, sight: WorkflowSight): readonly TargetHazard[] {
  const { wanted, via } = sight;
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
  if (why === undefined && flow.feedsWithMore) {
    found.push({
      code: 'via-narrowed',
      severity: 'warning',
      message: `the enrollment criteria of workflow ${flow.id} name more than list ${list}, so adding a contact to it may not enroll it`,
      help: 'Make being a member of that list the only criterion, or leave `via` out.',
      about: 'viaList',
    });
  }
  if (via && named(sight).has(via.id)) {
    found.push({
      code: 'via-list-is-audience',
      severity: 'error',
      message: `list ${via.id} feeds workflow ${flow.id} and is an audience of it under another name: each added contact would be declared by it`,
      help: 'Use a separate list for `via` that only rollcall fills.',
      about: 'viaList',
    });
  }
  return found;
}

function named({ audiences }: WorkflowSight): ReadonlySet<string> {
  return new Set((audiences ?? []).map(({ id }) => id));
}

function whyNotFed(flow: Flow, list: string, via: ListFacts | undefined): string | undefined {
  if (!via) return `HubSpot knows no list ${list}`;
  if (via.processingType === 'DYNAMIC') return 'the list fills itself';
  if (!flow.listBased) return 'its enrollment does not go by filters';
  return flow.feedingLists.includes(via.id) ? undefined : 'its enrollment criteria do not name that list';
}
