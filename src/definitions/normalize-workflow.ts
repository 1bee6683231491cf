import { compareIds, inReadingOrder } from './action-graph.ts';
import { rawObjectOf } from './raw-value.ts';
import type { WorkflowAction, WorkflowDefinition } from '../model/definition.ts';

/**
 * Returns the definition in which equal workflows are equal: actions in reading order, lists of ids sorted, the keys of
 * raw parts sorted. The first action stays first. Action ids must be unique.
 */
export function normalizeWorkflow(definition: WorkflowDefinition): WorkflowDefinition {
  const { name, enrollment, reEnroll, unenrollUnmatched, unenrollFrom } = definition;
  return {
    kind: 'workflow',
    name,
    enrollment:
      enrollment.trigger === 'raw' ? { trigger: 'raw', raw: rawObjectOf(enrollment.raw) } : enrollment,
    reEnroll,
    unenrollUnmatched,
    suppressionLists: sortedIds(definition.suppressionLists),
    unenrollFrom: unenrollFrom === 'all' ? 'all' : sortedIds(unenrollFrom),
    actions: inReadingOrder(definition.actions.map(withSortedRaw)),
    raw: rawObjectOf(definition.raw),
  };
}

function withSortedRaw(action: WorkflowAction): WorkflowAction {
  return { ...action, raw: rawObjectOf(action.raw) };
}

function sortedIds(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].toSorted(compareIds);
}
