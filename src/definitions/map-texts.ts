import type { RawObject, RawValue, TargetDefinition, WorkflowAction } from '../model/definition.ts';
import { isRawObject, ownValue } from './raw-value.ts';

/** Returns the replacement of a text. `hint` names it: its field, and a header or property that it is the value of. */
export type MapText = (
  text: string,
  place: { readonly path: string; readonly hint: string; readonly isRaw: boolean },
) => string;

/** Returns a definition with each of its texts replaced, and the keys of raw parts. Ids and words of HubSpot stay. */
export function mapTexts<D extends TargetDefinition>(
  definition: D,
  map: MapText,
  mapKey?: (key: string) => string,
): D;
export function mapTexts(
  definition: TargetDefinition,
  map: MapText,
  mapKey: (key: string) => string = (key) => key,
): TargetDefinition {
  const raw = (value: RawObject, path: string): RawObject => mapObject(value, { map, mapKey, path });
  const name = map(definition.name, { path: 'name', hint: '', isRaw: false });
  if (definition.kind === 'sequence') {
    const { steps, settings } = definition;
    return {
      ...definition,
      name,
      steps: steps.map((step, index) => ({ ...step, raw: raw(step.raw, `steps.${index + 1}`) })),
      settings: raw(settings, 'settings'),
      raw: raw(definition.raw, 'raw'),
    };
  }
  const { enrollment, actions } = definition;
  return {
    ...definition,
    name,
    enrollment:
      enrollment.trigger === 'raw' ? { trigger: 'raw', raw: raw(enrollment.raw, 'enrollment') } : enrollment,
    actions: actions.map((action) => mapAction(action, map, raw)),
    raw: raw(definition.raw, 'raw'),
  };
}

function mapAction(
  action: WorkflowAction,
  map: MapText,
  raw: (value: RawObject, path: string) => RawObject,
): WorkflowAction {
  const path = `actions.${action.id}`;
  const mapped = { ...action, raw: raw(action.raw, path) };
  if (mapped.does !== 'set-property') return mapped;
  const { property, value } = mapped;
  return {
    ...mapped,
    property: map(property, { path, hint: '', isRaw: false }),
    value: map(value, { path, hint: property, isRaw: false }),
  };
}

interface RawPlace {
  readonly map: MapText;
  readonly mapKey: (key: string) => string;
  readonly path: string;
}

function mapObject(value: RawObject, { map, mapKey, path }: RawPlace): RawObject {
  const named = siblingNames(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): readonly [string, RawValue] => {
      const isType = (key === 'type' || key === 'actionTypeId') && typeof item === 'string';
      const place = { map, mapKey, path: `${path}.${key}` };
      const hint = nameKeys.includes(key) ? key : `${key} ${named}`;
      return [mapKey(key), isType ? item : mapValue(item, place, hint)];
    }),
  );
}

function mapValue(value: RawValue, place: RawPlace, hint: string): RawValue {
  if (typeof value === 'string')
    return place.map(value, { path: place.path, hint: hint.trim(), isRaw: true });
  if (Array.isArray(value)) {
    return value.map((item: RawValue, index) =>
      mapValue(item, { ...place, path: `${place.path}.${index}` }, hint),
    );
  }
  return isRawObject(value) ? mapObject(value, place) : value;
}

const nameKeys: readonly string[] = ['name', 'key', 'header', 'property'];

/** Returns the name of what an object holds, as of a header: `{ name: Authorization, value: … }`. */
function siblingNames(value: RawObject): string {
  return nameKeys
    .map((key) => ownValue(value, key))
    .filter((item) => typeof item === 'string')
    .join(' ');
}
