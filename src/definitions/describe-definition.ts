import type { TargetDefinition } from '../model/definition.ts';
import { actionText } from './action-text.ts';
import { sequenceStepText } from './sequence-changes.ts';
import { triggerText } from './workflow-changes.ts';

/** Returns what a target does, in reading order: `enrollment: manual`, `1: wait 2 days`, `suppression list 620`. */
export function describeDefinition(definition: TargetDefinition): readonly string[] {
  if (definition.kind === 'sequence') {
    return definition.steps.map((step, index) => `step ${index + 1}: ${sequenceStepText(step)}`);
  }
  const { enrollment, reEnroll, unenrollUnmatched, suppressionLists, unenrollFrom, actions } = definition;
  return [
    `enrollment: ${triggerText(enrollment)}`,
    ...(reEnroll ? ['contacts may be enrolled again'] : []),
    ...(unenrollUnmatched ? ['contacts that no longer meet the criteria are unenrolled'] : []),
    ...suppressionLists.map((list) => `suppression list ${list}`),
    ...(unenrollFrom === 'all' ? ['unenrolls contacts from all other workflows'] : []),
    ...(unenrollFrom === 'all' ? [] : unenrollFrom.map((id) => `unenrolls contacts from workflow ${id}`)),
    ...actions.map((action) => `${action.id}: ${actionText(action)}`),
  ];
}
