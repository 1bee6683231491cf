/** The conversion between HubSpot's actions and typed ones. */
import {
  idTextOf,
  isEmptyObject,
  isRawObject,
  ownValue,
  type RawObject,
  rawObjectOf,
  type RawValue,
  withoutKeys,
} from './raw-value.ts';
import { delayUnits } from './delay-units.ts';
import type { ActionContent, WorkflowAction } from '../model/definition.ts';
import { assertNever } from '../model/failure.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

type Does = Exclude<ActionContent['does'], 'raw'>;

/** A type of action that rollcall knows. */
interface ActionType {
  readonly typeId: string;
  /** The version that rollcall writes. Source: definitions that HubSpot returned. */
  readonly version: number;
  /** Fields that rollcall writes and does not show, if all of them are absent or have these values. */
  readonly usual?: RawObject;
}

/** HubSpot's ids of the typed actions. */
const actionTypes: Readonly<Record<Does, ActionType>> = {
  delay: { typeId: '0-1', version: 0 },
  'send-email': { typeId: '0-4', version: 0 },
  'set-property': { typeId: '0-5', version: 0 },
  'add-to-list': { typeId: '0-63809083', version: 5, usual: { targetObject: '{{ enrolled_object }}' } },
  'remove-from-list': { typeId: '0-63863438', version: 5, usual: { targetObject: '{{ enrolled_object }}' } },
  'enroll-in-sequence': {
    typeId: '0-46510720',
    version: 6,
    usual: { contactOwnerProperty: 'hubspot_owner_id', senderType: 'CONTACT_OWNER' },
  },
  'unenroll-from-sequence': { typeId: '0-4702372', version: 0 },
};

/** Returns the typed content of the fields of an action, and the fields that it does not cover. */
function readContent(does: Does, fields: RawObject): readonly [ActionContent, RawObject] | undefined {
  const text = (key: string): string | undefined => idTextOf(fields[key]);
  const typed = (content: ActionContent | undefined, ...keys: readonly string[]) =>
    content && ([content, withoutKeys(fields, keys)] as const);
  switch (does) {
    case 'delay':
      return typed(readDelay(fields), 'delta', 'time_unit');
    case 'set-property':
      return typed(readSetProperty(fields), 'property_name', 'value');
    case 'send-email':
      return typed(
        withId(text('content_id'), (email) => ({ does, email })),
        'content_id',
      );
    case 'add-to-list':
    case 'remove-from-list':
      return typed(
        withId(text('listId'), (list) => ({ does, list })),
        'listId',
      );
    case 'enroll-in-sequence':
      return typed(
        withId(text('sequenceId'), (sequence) => ({ does, sequence })),
        'sequenceId',
      );
    case 'unenroll-from-sequence':
      return typed({ does });
    default:
      return assertNever(does);
  }
}

function withId(id: string | undefined, make: (id: string) => ActionContent): ActionContent | undefined {
  return id === undefined || !isDecimalId(id) ? undefined : make(id);
}

/** Returns whether a text is an id as HubSpot numbers records: digits without leading zeros. */
export function isDecimalId(text: string): boolean {
  return /^[1-9]\d{0,18}$/u.test(text);
}

function readDelay(fields: RawObject): ActionContent | undefined {
  const delta = idTextOf(fields['delta']);
  const unit = unitOf(fields['time_unit']);
  if (delta === undefined || unit === undefined || !/^(?:0|[1-9]\d{0,8})$/u.test(delta)) return undefined;
  return {
    does: 'delay',
    minutes: Number(delta) * delayUnits[unit],
    ...omitUndefined({ unit: unit === 'MINUTES' ? undefined : unit }),
  };
}

function unitOf(value: RawValue | undefined): keyof typeof delayUnits | undefined {
  return (['MINUTES', 'HOURS', 'DAYS', 'WEEKS'] as const).find((unit) => unit === value);
}

function readSetProperty(fields: RawObject): ActionContent | undefined {
  const { property_name: property, value } = fields;
  if (typeof property !== 'string' || !isRawObject(value)) return undefined;
  const { type, staticValue, ...others } = value;
  if (type !== 'STATIC_VALUE' || typeof staticValue !== 'string' || !isEmptyObject(others)) return undefined;
  return { does: 'set-property', property, value: staticValue };
}

function writeContent(content: ActionContent): RawObject {
  switch (content.does) {
    case 'delay': {
      const unit = content.unit ?? 'MINUTES';
      return { delta: String(content.minutes / delayUnits[unit]), time_unit: unit };
    }
    case 'set-property':
      return {
        property_name: content.property,
        value: { type: 'STATIC_VALUE', staticValue: content.value },
      };
    case 'send-email':
      return { content_id: content.email };
    case 'add-to-list':
    case 'remove-from-list':
      return { listId: content.list };
    case 'enroll-in-sequence':
      return { sequenceId: content.sequence };
    case 'unenroll-from-sequence':
    case 'raw':
      return {};
    default:
      return assertNever(content);
  }
}

const typedActions = [
  'delay',
  'send-email',
  'set-property',
  'add-to-list',
  'remove-from-list',
  'enroll-in-sequence',
  'unenroll-from-sequence',
] as const satisfies readonly Does[];

/** Returns one of HubSpot's actions as a typed or raw action; undefined if it has no id. */
export function readAction(json: RawObject): WorkflowAction | undefined {
  const { actionId, connection, ...rest } = json;
  const id = idTextOf(actionId);
  if (id === undefined) return undefined;
  const place = readConnection(connection);
  const others = 'kept' in place ? { ...rest, connection: place.kept } : rest;
  const { kept: _kept, ...next } = { kept: undefined, ...place };
  const raw = withoutUsual(others, { type: 'SINGLE_CONNECTION' });
  const does = typedActions.find((known) => actionTypes[known].typeId === raw['actionTypeId']);
  const fields = raw['fields'] ?? {};
  const read =
    does && raw['type'] === undefined && isRawObject(fields) ? readContent(does, fields) : undefined;
  if (!does || !read) return { does: 'raw', id, ...next, raw: rawObjectOf(raw) };
  const [content, otherFields] = read;
  const { version, usual = {} } = actionTypes[does];
  const isUsual = Object.entries(usual).every(([key, value]) => (otherFields[key] ?? value) === value);
  const fieldsLeft = isUsual ? withoutKeys(otherFields, Object.keys(usual)) : otherFields;
  const left = withoutUsual(withoutKeys(raw, ['actionTypeId', 'fields']), { actionTypeVersion: version });
  return {
    ...content,
    id,
    ...next,
    raw: rawObjectOf({ ...left, ...(isEmptyObject(fieldsLeft) ? {} : { fields: fieldsLeft }) }),
  };
}

/** Returns the next action of a connection; the connection itself if it has other parts. */
function readConnection(
  connection: RawObject[string] | undefined,
): { readonly next?: string; readonly edge?: string } | { readonly kept: RawObject[string] } {
  if (connection === undefined || connection === null) return {};
  if (!isRawObject(connection)) return { kept: connection };
  const { nextActionId, edgeType = 'STANDARD', ...others } = connection;
  const next = idTextOf(nextActionId);
  if (next === undefined || typeof edgeType !== 'string' || !isEmptyObject(others))
    return { kept: connection };
  return { next, ...omitUndefined({ edge: edgeType === 'STANDARD' ? undefined : edgeType }) };
}

function withoutUsual(value: RawObject, usual: RawObject): RawObject {
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => ownValue(usual, key) !== item));
}

/** Returns an action as HubSpot's API takes it. */
export function writeAction(action: WorkflowAction): RawObject {
  const { id, next, edge = 'STANDARD', raw } = action;
  const connection = next === undefined ? {} : { connection: { edgeType: edge, nextActionId: next } };
  const base = { actionId: id, type: 'SINGLE_CONNECTION' };
  if (action.does === 'raw') return { ...base, ...raw, ...connection };
  const { typeId, version, usual = {} } = actionTypes[action.does];
  const { fields = {}, ...others } = raw;
  const left = isRawObject(fields) ? fields : {};
  return {
    ...base,
    actionTypeId: typeId,
    actionTypeVersion: version,
    ...others,
    fields: {
      ...(Object.keys(usual).some((key) => Object.hasOwn(left, key)) ? {} : usual),
      ...left,
      ...writeContent(action),
    },
    ...connection,
  };
}
