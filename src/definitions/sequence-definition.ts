import type { SequenceDefinition, SequenceStep } from '../model/definition.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import {
  idTextOf,
  isRawObject,
  type RawObject,
  rawObjectOf,
  type RawValue,
  withoutKeys,
} from './raw-value.ts';

export type { SequenceDefinition, SequenceStep } from '../model/definition.ts';

const stepWords: Readonly<Record<string, string>> = {
  EMAIL: 'email',
  TASK: 'task',
  FINISH_ENROLLMENT: 'finish',
};

const volatileFields = ['id', 'createdAt', 'updatedAt'];

/** Returns what a sequence does from the body of `GET /automation/sequences/…/{sequenceId}`. */
export function readSequenceDefinition(body: unknown): SequenceDefinition {
  const json = rawObjectOf(body);
  const { name, steps = [], settings = {}, ...others } = json;
  const read = readSteps(steps);
  return normalizeSequence({
    kind: 'sequence',
    name: typeof name === 'string' ? name : '',
    steps: read ?? [],
    settings: isRawObject(settings) ? withoutKeys(settings, volatileFields) : {},
    raw: {
      ...withoutKeys(others, [...volatileFields, 'dependencies']),
      ...omitUndefined({
        name: typeof name === 'string' ? undefined : name,
        steps: read ? undefined : steps,
        settings: isRawObject(settings) ? undefined : settings,
        dependencies: hasItems(others['dependencies']) ? others['dependencies'] : undefined,
      }),
    },
  });
}

function hasItems(value: RawValue | undefined): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Returns the definition in which equal sequences are equal: the keys of raw parts sorted. */
export function normalizeSequence(definition: SequenceDefinition): SequenceDefinition {
  return {
    kind: 'sequence',
    name: definition.name,
    steps: definition.steps.map((step) => ({ ...step, raw: rawObjectOf(step.raw) })),
    settings: rawObjectOf(definition.settings),
    raw: rawObjectOf(definition.raw),
  };
}

/** Returns the steps in order; undefined if one of them is not readable. */
function readSteps(steps: RawValue): readonly SequenceStep[] | undefined {
  if (!Array.isArray(steps)) return undefined;
  const read = steps.map((step: RawValue, index) => (isRawObject(step) ? readStep(step, index) : undefined));
  const known = read.filter((step) => step !== undefined);
  if (known.length < read.length) return undefined;
  return known.toSorted((a, b) => a.order - b.order).map(({ step }) => step);
}

function readStep(
  json: RawObject,
  index: number,
): { readonly order: number; readonly step: SequenceStep } | undefined {
  const { id, actionType, delayMillis = 0, stepOrder = index, ...others } = json;
  const [delay, order] = [Number(delayMillis), Number(stepOrder)];
  if (typeof actionType !== 'string' || actionType === '' || !Number.isSafeInteger(delay) || delay < 0)
    return undefined;
  if (!Number.isFinite(order)) return undefined;
  const step = {
    does: stepWords[actionType] ?? actionType,
    afterMinutes: delay / 60_000,
    ...omitUndefined({ id: idTextOf(id) }),
    raw: rawObjectOf(withoutKeys(others, ['createdAt', 'updatedAt'])),
  };
  return { order, step };
}
