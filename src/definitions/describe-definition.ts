import type { TargetDefinition, WorkflowAction } from '../model/definition.ts';
import { actionText } from './action-text.ts';
import { isEmptyObject, isRawObject } from './raw-value.ts';
import { sequenceStepText } from './sequence-changes.ts';
import { triggerText } from './workflow-changes.ts';

/** Returns what a target does, in reading order: `enrollment: manual`, `1: wait 2 days`, `suppression list 620`. Raw parts by name. */
export function describeDefinition(definition: TargetDefinition): readonly string[] {
  if (definition.kind === 'sequence') {
    return definition.steps.map((step, index) => `step ${index + 1}: ${sequenceStepText(step)}`);
  }
  const { enrollment, reEnroll, unenrollUnmatched, suppressionLists, unenrollFrom, actions, raw } =
    definition;
  return [
    `enrollment: ${triggerText(enrollment)}`,
    ...(reEnroll ? ['contacts may be enrolled again'] : []),
    ...(unenrollUnmatched ? ['contacts that no longer meet the criteria are unenrolled'] : []),
    ...suppressionLists.map((list) => `suppression list ${list}`),
    ...(unenrollFrom === 'all' ? ['unenrolls contacts from all other workflows'] : []),
    ...(unenrollFrom === 'all' ? [] : unenrollFrom.map((id) => `unenrolls contacts from workflow ${id}`)),
    ...actions.map((action) => `${action.id}: ${actionText(action)}${unknownParts(action)}`),
    // The values may be secrets of a custom action.
    ...Object.keys(raw).map((key) => `a part that rollcall does not know: ${key}`),
  ];
}

/** Returns the raw parts of a typed action, which its text does not cover. */
function unknownParts({ does, raw }: WorkflowAction): string {
  if (does === 'raw' || isEmptyObject(raw)) return '';
  const names = Object.entries(raw).flatMap(([key, value]) =>
    key === 'fields' && isRawObject(value) ? Object.keys(value) : [key],
  );
  return `, with ${names.length === 1 ? 'a part' : 'parts'} that rollcall does not know (${names.join(', ')})`;
}
