import { omitUndefined } from '../model/omit-undefined.ts';
import { isDecimalId, readAction } from './action-codec.ts';
import { normalizeWorkflow } from './normalize-workflow.ts';
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
import type { Enrollment, WorkflowAction, WorkflowDefinition, WorkflowState } from '../model/definition.ts';

/** The fields that change without an edit of what a workflow does. */
const volatileFields = [
  'id',
  'flowId',
  'isEnabled',
  'revisionId',
  'createdAt',
  'updatedAt',
  'crmObjectCreationStatus',
  'nextAvailableActionId',
];

/** Returns whether a field of HubSpot's definition changes without an edit, so that it is not part of a definition. */
export function isVolatileField(key: string): boolean {
  return volatileFields.includes(key);
}

/** The usual values of the other fields, which a definition leaves out. */
const usualFields: RawObject = {
  type: 'CONTACT_FLOW',
  flowType: 'WORKFLOW',
  objectTypeId: '0-1',
  canEnrollFromSalesforce: false,
  timeWindows: [],
  blockedDates: [],
  customProperties: {},
  dataSources: [],
};

/** Returns what a workflow does, and its state, from the body of `GET /automation/v4/flows/{flowId}`. */
export function readFlow(body: unknown): {
  readonly definition: WorkflowDefinition;
  readonly state: WorkflowState;
} {
  const json = rawObjectOf(body);
  return { definition: normalizeWorkflow(definitionOf(json)), state: stateOf(json) };
}

function stateOf(json: RawObject): WorkflowState {
  return {
    enabled: json['isEnabled'] === true,
    ...omitUndefined({
      id: idTextOf(json['id']) ?? idTextOf(json['flowId']),
      revision: idTextOf(json['revisionId']),
      createdAt: idTextOf(json['createdAt']),
      updatedAt: idTextOf(json['updatedAt']),
    }),
  };
}

function definitionOf(json: RawObject): WorkflowDefinition {
  const { name, enrollmentCriteria, suppressionListIds, unEnrollmentSetting, actions, startActionId } = json;
  const criteria = isRawObject(enrollmentCriteria) ? readCriteria(enrollmentCriteria) : undefined;
  const lists = idList(suppressionListIds ?? []);
  const unenrollFrom = readUnenrollFrom(unEnrollmentSetting);
  const graph = readActions(actions ?? [], startActionId);
  const raw = {
    ...withoutUsual(withoutKeys(json, [...volatileFields, ...typedFields])),
    ...omitUndefined({
      name: typeof name === 'string' ? undefined : name,
      enrollmentCriteria: criteria ? undefined : enrollmentCriteria,
      suppressionListIds: lists ? undefined : suppressionListIds,
      unEnrollmentSetting: unenrollFrom ? undefined : unEnrollmentSetting,
      actions: graph ? undefined : actions,
      startActionId: graph ? undefined : startActionId,
    }),
  };
  return {
    kind: 'workflow',
    name: typeof name === 'string' ? name : '',
    ...(criteria ?? { enrollment: { trigger: 'manual' }, reEnroll: false, unenrollUnmatched: false }),
    suppressionLists: lists ?? [],
    unenrollFrom: unenrollFrom ?? [],
    actions: graph ?? [],
    raw,
  };
}

const typedFields = [
  'name',
  'enrollmentCriteria',
  'suppressionListIds',
  'unEnrollmentSetting',
  'actions',
  'startActionId',
];

function withoutUsual(json: RawObject): RawObject {
  return Object.fromEntries(
    Object.entries(json).filter(([key, value]) => !isUsual(value, ownValue(usualFields, key))),
  );
}

function isUsual(value: RawValue, usual: RawValue | undefined): boolean {
  if (Array.isArray(usual)) return Array.isArray(value) && value.length === 0;
  if (isRawObject(usual)) return isRawObject(value) && isEmptyObject(value);
  return value === usual;
}

/** Returns the actions with the one that the workflow starts with first; undefined if ids are missing or not unique. */
function readActions(
  actions: RawValue,
  startActionId: RawValue | undefined,
): readonly WorkflowAction[] | undefined {
  if (!Array.isArray(actions)) return undefined;
  const read = actions.map((action: RawValue) => (isRawObject(action) ? readAction(action) : undefined));
  const known = read.filter((action) => action !== undefined);
  const ids = new Set(known.map(({ id }) => id));
  if (known.length < read.length || ids.size < known.length) return undefined;
  const start = idTextOf(startActionId) ?? known[0]?.id;
  if (start === undefined) return known;
  const first = known.find(({ id }) => id === start);
  return first && [first, ...known.filter((action) => action !== first)];
}

type Criteria = Pick<WorkflowDefinition, 'enrollment' | 'reEnroll' | 'unenrollUnmatched'>;

function readCriteria(criteria: RawObject): Criteria | undefined {
  const { shouldReEnroll = false, unEnrollObjectsNotMeetingCriteria: unmatched = false, ...rest } = criteria;
  if (typeof shouldReEnroll !== 'boolean' || typeof unmatched !== 'boolean') return undefined;
  return { enrollment: readEnrollment(rest), reEnroll: shouldReEnroll, unenrollUnmatched: unmatched };
}

function readEnrollment(criteria: RawObject): Enrollment {
  const { type, listFilterBranch, reEnrollmentTriggersFilterBranches: triggers = [], ...rest } = criteria;
  if (type === 'MANUAL' && Object.keys(criteria).length === 1) return { trigger: 'manual' };
  const list = readListFilter(listFilterBranch);
  const isPlain = isEmptyObject(rest) && Array.isArray(triggers) && triggers.length === 0;
  if (type === 'LIST_BASED' && list !== undefined && isPlain) return { trigger: 'list', list };
  return { trigger: 'raw', raw: criteria };
}

/** Returns the list of criteria that have the one filter "is a member of list L"; undefined for all others. */
function readListFilter(branch: RawValue | undefined): string | undefined {
  const inner = onlyBranch(branch, 'OR');
  if (!inner || !isFilterBranch(inner, 'AND')) return undefined;
  // HubSpot adds absent lists and operators when it stores the criteria.
  const { filters, filterBranches = [] } = inner;
  if (!Array.isArray(filters) || filters.length !== 1) return undefined;
  if (!Array.isArray(filterBranches) || filterBranches.length > 0) return undefined;
  const filter: RawValue = filters[0];
  if (!isRawObject(filter) || Object.keys(filter).length !== 3) return undefined;
  const list = idTextOf(filter['listId']);
  const isMember = filter['filterType'] === 'IN_LIST' && filter['operator'] === 'IN_LIST';
  return isMember && list !== undefined && isDecimalId(list) ? list : undefined;
}

function onlyBranch(branch: RawValue | undefined, type: string): RawObject | undefined {
  if (!isRawObject(branch) || !isFilterBranch(branch, type)) return undefined;
  const { filters = [], filterBranches } = branch;
  if (!Array.isArray(filters) || filters.length > 0) return undefined;
  if (!Array.isArray(filterBranches) || filterBranches.length !== 1) return undefined;
  const inner: RawValue = filterBranches[0];
  return isRawObject(inner) ? inner : undefined;
}

function isFilterBranch(branch: RawObject, type: string): boolean {
  const { filterBranchType, filterBranchOperator = type, ...others } = branch;
  const isPlain = isEmptyObject(withoutKeys(others, ['filters', 'filterBranches']));
  return filterBranchType === type && filterBranchOperator === type && isPlain;
}

function readUnenrollFrom(setting: RawValue | undefined): WorkflowDefinition['unenrollFrom'] | undefined {
  if (setting === undefined || setting === null) return [];
  if (!isRawObject(setting)) return undefined;
  const { type, flowIds = [], ...others } = setting;
  const ids = idList(flowIds);
  if (!ids || !isEmptyObject(others)) return undefined;
  if (type === 'ALL') return ids.length === 0 ? 'all' : undefined;
  return type === 'SELECTIVE' ? ids : undefined;
}

function idList(value: RawValue): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const ids = value.flatMap((item: RawValue) => idTextOf(item) ?? []);
  return ids.length === value.length && ids.every(isDecimalId) ? ids : undefined;
}
