import type { RawObject, RawValue, SequenceDefinition, TargetDefinition } from '../model/definition.ts';
import type { WorkflowDefinition } from '../model/definition.ts';
import { isRawObject, ownValue } from './raw-value.ts';

/**
 * Returns a definition without what HubSpot adds to raw parts when it stores them, so that a created workflow equals its
 * file: empty lists, null, `includeObjectsWithNoValueSet: false`, and an operator of a filter branch that repeats its type.
 * Only for comparison: a file keeps what HubSpot returns.
 */
export function comparableDefinition(definition: TargetDefinition): TargetDefinition {
  return definition.kind === 'workflow' ? comparableWorkflow(definition) : comparableSequence(definition);
}

function comparableWorkflow(definition: WorkflowDefinition): WorkflowDefinition {
  const { enrollment, actions, raw } = definition;
  return {
    ...definition,
    enrollment:
      enrollment.trigger === 'raw' ? { trigger: 'raw', raw: withoutDefaults(enrollment.raw) } : enrollment,
    actions: actions.map((action) => ({ ...action, raw: withoutDefaults(action.raw) })),
    raw: withoutDefaults(raw),
  };
}

function comparableSequence(definition: SequenceDefinition): SequenceDefinition {
  const { steps, settings, raw } = definition;
  return {
    ...definition,
    steps: steps.map((step) => ({ ...step, raw: withoutDefaults(step.raw) })),
    settings: withoutDefaults(settings),
    raw: withoutDefaults(raw),
  };
}

function withoutDefaults(value: RawObject): RawObject {
  const type = ownValue(value, 'filterBranchType');
  const entries = Object.entries(value).flatMap(([key, item]): readonly [string, RawValue][] => {
    const kept = key === 'listId' && typeof item === 'number' ? String(item) : comparableValue(item);
    const isDefault =
      isEmpty(kept) ||
      (key === 'includeObjectsWithNoValueSet' && kept === false) ||
      (key === 'filterBranchOperator' && kept === type);
    return isDefault ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

function comparableValue(value: RawValue): RawValue {
  // The items of a list keep their places.
  if (Array.isArray(value)) return value.map(comparableValue);
  return isRawObject(value) ? withoutDefaults(value) : value;
}

function isEmpty(value: RawValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
