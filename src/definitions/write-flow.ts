import { writeAction } from './action-codec.ts';
import type { RawObject } from './raw-value.ts';
import type { Enrollment, WorkflowDefinition } from '../model/definition.ts';

/** Returns the body of `POST /automation/v4/flows` that creates the workflow, turned off. */
export function writeFlow(definition: WorkflowDefinition): RawObject {
  const { actions, unenrollFrom, suppressionLists } = definition;
  const isForContacts = definition.raw['type'] === undefined;
  const start = actions[0]?.id;
  return {
    name: definition.name,
    type: 'CONTACT_FLOW',
    flowType: 'WORKFLOW',
    objectTypeId: '0-1',
    ...(start === undefined ? {} : { startActionId: start, ...nextFreeId(actions.map(({ id }) => id)) }),
    actions: actions.map(writeAction),
    enrollmentCriteria: writeCriteria(definition),
    // Only contact workflows have suppression lists. An id stays text where a number cannot hold it exactly.
    ...((isForContacts || suppressionLists.length > 0) && {
      suppressionListIds: suppressionLists.map((id) => (Number.isSafeInteger(Number(id)) ? Number(id) : id)),
    }),
    ...(unenrollFrom === 'all' && { unEnrollmentSetting: { type: 'ALL', flowIds: [] } }),
    ...(unenrollFrom !== 'all' &&
      unenrollFrom.length > 0 && { unEnrollmentSetting: { type: 'SELECTIVE', flowIds: unenrollFrom } }),
    ...definition.raw,
    isEnabled: false,
  };
}

/** Returns the next free action id if all ids are numbers. */
function nextFreeId(ids: readonly string[]): RawObject {
  const highest = Math.max(...ids.map(Number));
  return Number.isSafeInteger(highest) ? { nextAvailableActionId: String(highest + 1) } : {};
}

function writeCriteria({ enrollment, reEnroll, unenrollUnmatched }: WorkflowDefinition): RawObject {
  const unmatched = unenrollUnmatched || enrollment.trigger === 'list';
  return {
    ...writeTrigger(enrollment),
    shouldReEnroll: reEnroll,
    ...(unmatched && { unEnrollObjectsNotMeetingCriteria: unenrollUnmatched }),
  };
}

function writeTrigger(enrollment: Enrollment): RawObject {
  if (enrollment.trigger === 'raw') return enrollment.raw;
  if (enrollment.trigger === 'manual') return { type: 'MANUAL' };
  const filter = { filterType: 'IN_LIST', listId: enrollment.list, operator: 'IN_LIST' };
  const and = { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters: [filter] };
  return {
    type: 'LIST_BASED',
    listFilterBranch: {
      filterBranchType: 'OR',
      filterBranchOperator: 'OR',
      filterBranches: [and],
      filters: [],
    },
    reEnrollmentTriggersFilterBranches: [],
  };
}
