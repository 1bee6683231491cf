/** Reads a workflow in the body of a request: refuses what HubSpot refuses, and completes the rest as HubSpot does. */
import type { FlowAction, FlowDefinition } from '../account/account-seed.ts';
import { connectionsOf } from '../account/flow-graph.ts';
import { isJsonObject, type JsonObject, requireText } from './input.ts';
import { ErrorResponse, invalidRequest } from './route.ts';

/** Returns the definition in a body. Throws an `ErrorResponse`: 400, or 500 for the action `0-13`. */
export function definitionIn(body: JsonObject): Partial<FlowDefinition> {
  checkOperators(body);
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !serverFields.has(name)));
  const criteria = body['enrollmentCriteria'];
  const lists = body['suppressionListIds'];
  return {
    ...rest,
    ...flagIn(body),
    actions: actionsIn(body),
    ...(criteria === undefined || criteria === null ? {} : { enrollmentCriteria: criteriaIn(criteria) }),
    ...(lists === undefined || lists === null ? {} : { suppressionListIds: listIdsIn(lists) }),
  };
}

/** Throws an `ErrorResponse` if the two names of a workflow's kind do not fit each other. */
export function checkKind({ type, objectTypeId }: JsonObject): void {
  if (type !== 'CONTACT_FLOW' && type !== 'PLATFORM_FLOW')
    throw invalidRequest(`type ${String(type)} is not supported`);
  if ((type === 'CONTACT_FLOW') !== (objectTypeId === '0-1')) {
    throw invalidRequest(`A ${type} cannot have the objectTypeId ${String(objectTypeId)}`);
  }
}

/** The fields that HubSpot sets itself, whatever a body has. */
const serverFields: ReadonlySet<string> = new Set([
  'id',
  'revisionId',
  'createdAt',
  'updatedAt',
  'crmObjectCreationStatus',
  'nextAvailableActionId',
]);

function flagIn({ isEnabled }: JsonObject): Partial<FlowDefinition> {
  if (isEnabled === undefined) return {};
  if (typeof isEnabled !== 'boolean') throw invalidRequest('isEnabled must be a boolean');
  return { isEnabled };
}

function listIdsIn(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((id) => /^\d+$/u.test(String(id)))) {
    throw invalidRequest('suppressionListIds must be a list of integers');
  }
  return value.map(String);
}

function actionsIn(body: JsonObject): FlowAction[] {
  const { actions: given, startActionId } = body;
  if (!Array.isArray(given) || !given.every(isJsonObject))
    throw invalidRequest('actions must be a list of objects');
  const actions = given.map(actionIn);
  const ids = actions.map(({ actionId }) => actionId);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (repeated.length > 0) throw invalidRequest('Several actions have one actionId', { actionId: repeated });
  const start =
    startActionId === undefined || startActionId === null
      ? []
      : [requireText(startActionId, 'startActionId')];
  const unknown = [...start, ...actions.flatMap(connectionsOf)].filter((id) => !ids.includes(id));
  if (unknown.length > 0)
    throw invalidRequest('A connection leads to an action that does not exist', { actionId: unknown });
  return actions;
}

function actionIn(action: JsonObject): FlowAction {
  const isSingle = action['type'] === 'SINGLE_CONNECTION';
  const required = ['type', 'actionId', ...(isSingle ? ['actionTypeId', 'actionTypeVersion', 'fields'] : [])];
  const absent = required.filter((name) => action[name] === undefined || action[name] === null);
  if (absent.length > 0) {
    throw invalidRequest(`Invalid input JSON: Some required fields were not set: [${absent.join(', ')}]`);
  }
  // Published as usable, and answered with 500 (community): the list actions have other types.
  if (action['actionTypeId'] === '0-13') {
    throw new ErrorResponse(500, { message: 'internal error', category: 'INTERNAL_ERROR' });
  }
  return { ...action, ...listBranchesIn(action), actionId: requireText(action['actionId'], 'actionId') };
}

/** Completes the filters of an action that branches by them, as those of enrollment criteria. */
function listBranchesIn({ listBranches }: JsonObject): JsonObject {
  if (!Array.isArray(listBranches)) return {};
  return {
    listBranches: listBranches.map((branch: unknown) =>
      isJsonObject(branch) && branch['filterBranch'] !== undefined
        ? { ...branch, filterBranch: branchIn(branch['filterBranch']) }
        : branch,
    ),
  };
}

function criteriaIn(criteria: unknown): FlowDefinition['enrollmentCriteria'] {
  if (!isJsonObject(criteria)) throw invalidRequest('enrollmentCriteria must be an object');
  const shouldReEnroll = criteria['shouldReEnroll'] === true;
  switch (criteria['type']) {
    case 'MANUAL':
      return { type: 'MANUAL', shouldReEnroll };
    case 'EVENT_BASED':
      return {
        eventFilterBranches: [],
        listMembershipFilterBranches: [],
        ...criteria,
        type: 'EVENT_BASED',
        shouldReEnroll,
      };
    case 'LIST_BASED':
      if (!isJsonObject(criteria['listFilterBranch'])) {
        throw invalidRequest('Invalid input JSON: Some required fields were not set: [listFilterBranch]');
      }
      return {
        type: 'LIST_BASED',
        shouldReEnroll,
        unEnrollObjectsNotMeetingCriteria: criteria['unEnrollObjectsNotMeetingCriteria'] === true,
        reEnrollmentTriggersFilterBranches: listOf(criteria['reEnrollmentTriggersFilterBranches']).map(
          branchIn,
        ),
        listFilterBranch: branchIn(criteria['listFilterBranch']),
      };
    default:
      throw invalidRequest(`enrollmentCriteria of type ${String(criteria['type'])} are not supported`);
  }
}

function branchIn(branch: unknown): JsonObject {
  const given = isJsonObject(branch) ? branch : {};
  const type = given['filterBranchType'] ?? 'AND';
  return {
    filterBranchType: type,
    filterBranchOperator: given['filterBranchOperator'] ?? type,
    filterBranches: listOf(given['filterBranches']).map(branchIn),
    filters: listOf(given['filters']).map(filterIn),
  };
}

/**
 * Returns a filter as HubSpot stores it: a malformed one becomes a filter that no contact meets (community). The name of
 * its type is a guess.
 */
function filterIn(filter: unknown): JsonObject {
  const given = isJsonObject(filter) ? filter : {};
  const { filterType, listId, operator, property, operation } = given;
  switch (filterType) {
    case 'IN_LIST': {
      const isWhole = /^\d+$/u.test(String(listId)) && (operator === 'IN_LIST' || operator === 'NOT_IN_LIST');
      return isWhole ? { ...given, listId: String(listId) } : alwaysFalse;
    }
    case 'PROPERTY': {
      const hasOperation = isJsonObject(operation) && typeof operation['operator'] === 'string';
      if (typeof property !== 'string' || !hasOperation || typeof operation['operationType'] !== 'string')
        return alwaysFalse;
      return { ...given, operation: { includeObjectsWithNoValueSet: false, ...operation } };
    }
    default:
      return typeof filterType === 'string' ? given : alwaysFalse;
  }
}

const alwaysFalse: JsonObject = { filterType: 'ALWAYS_FALSE' };

/** Throws an `ErrorResponse` for an enumeration that is compared with an operator that it does not have. */
function checkOperators(value: unknown): void {
  if (Array.isArray(value)) value.forEach(checkOperators);
  if (!isJsonObject(value)) return;
  const { operationType, operator } = value;
  if (operationType === 'ENUMERATION' && operator === 'IS_NOT_EQUAL_TO') {
    throw invalidRequest('The operator IS_NOT_EQUAL_TO is not supported for ENUMERATION; use IS_NONE_OF');
  }
  Object.values(value).forEach(checkOperators);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
