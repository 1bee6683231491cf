import type {
  FlowAction,
  FlowDefinition,
  SeedFlow,
  SeedSequence,
  SequenceStep,
} from '../account/account-seed.ts';
import { unenrollFromSequenceActionType } from '../account/workflow-rules.ts';

const sequencesCreatedAt = '2026-02-03T10:00:00.000Z';
const millisecondsPerDay = 86_400_000;

/** Returns "Q4 outbound", 3 emails over 9 days, and "Renewal check-in", 2 emails over 5 days. */
export function defaultSequences(): SeedSequence[] {
  return [
    {
      id: '5510021',
      name: 'Q4 outbound',
      userId: '7001',
      createdAt: sequencesCreatedAt,
      updatedAt: '2026-09-21T14:30:00.000Z',
      steps: makeSteps('61001', [
        ['EMAIL', 0],
        ['EMAIL', 3],
        ['TASK', 1],
        ['EMAIL', 5],
        ['FINISH_ENROLLMENT', 1],
      ]),
    },
    {
      id: '5510022',
      name: 'Renewal check-in',
      userId: '7002',
      createdAt: sequencesCreatedAt,
      updatedAt: sequencesCreatedAt,
      steps: makeSteps('61002', [
        ['EMAIL', 0],
        ['EMAIL', 5],
        ['FINISH_ENROLLMENT', 2],
      ]),
    },
  ];
}

/** Creates steps from pairs of action type and days after the previous step. */
function makeSteps(prefix: string, steps: readonly (readonly [string, number])[]): SequenceStep[] {
  return steps.map(([actionType, days], index) => ({
    id: `${prefix}${index}`,
    actionType,
    delayMillis: days * millisecondsPerDay,
    stepOrder: index,
  }));
}

const flowsCreatedAt = '2026-01-12T10:00:00.000Z';
const manualCriteria = { type: 'MANUAL', shouldReEnroll: true };

export function defaultFlows(): SeedFlow[] {
  return [
    makeFlow('900100', 45_001, {
      name: 'Onboarding',
      enrollmentCriteria: manualCriteria,
      suppressionListIds: ['620'],
      actions: [emailAction(1), delayAction(2, 7), emailAction(3), delayAction(4, 7), emailAction(5)],
    }),
    makeFlow('900200', 45_002, {
      name: 'Newsletter',
      enrollmentCriteria: listMemberCriteria('611'),
      actions: [emailAction(1), delayAction(2, 30)],
    }),
    makeFlow('900300', 45_003, {
      name: 'Winter campaign',
      isEnabled: false,
      enrollmentCriteria: manualCriteria,
      actions: [emailAction(1)],
    }),
    // Unenrolls contacts that are not on list 614, however they were enrolled.
    makeFlow('900400', 45_004, {
      name: 'Trial nurture',
      enrollmentCriteria: { ...listMemberCriteria('614'), unEnrollObjectsNotMeetingCriteria: true },
      actions: [emailAction(1), delayAction(2, 21)],
    }),
    // The exit workflow of 900100.
    makeFlow('900500', 45_005, {
      name: 'Leave onboarding',
      enrollmentCriteria: manualCriteria,
      unEnrollmentSetting: { type: 'SELECTIVE', flowIds: ['900100'] },
    }),
    // The unenroll workflows: one for manual enrollment, one that starts when a property is set.
    makeFlow('7781', 45_077, {
      name: 'Leave sequence',
      enrollmentCriteria: manualCriteria,
      actions: [unenrollAction],
    }),
    makeFlow('900600', 45_006, {
      name: 'Leave sequence when stamped',
      enrollmentCriteria: propertyCriteria('leave_sequence', 'yes'),
      actions: [unenrollAction],
    }),
    makeFlow('900700', 45_007, {
      name: 'Deal hand-over',
      type: 'PLATFORM_FLOW',
      objectTypeId: '0-3',
      enrollmentCriteria: manualCriteria,
    }),
  ];
}

const unenrollAction: FlowAction = {
  actionId: '1',
  actionTypeId: unenrollFromSequenceActionType,
  fields: {},
};

function makeFlow(id: string, workflowId: number, parts: Partial<FlowDefinition>): SeedFlow {
  return {
    id,
    workflowId,
    definition: {
      name: '',
      isEnabled: true,
      type: 'CONTACT_FLOW',
      flowType: 'WORKFLOW',
      objectTypeId: '0-1',
      revisionId: '3',
      createdAt: flowsCreatedAt,
      updatedAt: flowsCreatedAt,
      enrollmentCriteria: manualCriteria,
      suppressionListIds: [],
      timeWindows: [],
      blockedDates: [],
      customProperties: {},
      canEnrollFromSalesforce: false,
      ...parts,
      ...connected(parts.actions ?? []),
    },
  };
}

/** Connects each action with the next one. */
function connected(actions: readonly FlowAction[]): Pick<FlowDefinition, 'actions' | 'startActionId'> {
  const [first] = actions;
  if (!first) return { actions: [] };
  return {
    startActionId: first.actionId,
    actions: actions.map((action, index) => {
      const next = actions[index + 1];
      return next ? { ...action, connection: { edgeType: 'STANDARD', nextActionId: next.actionId } } : action;
    }),
  };
}

function emailAction(actionId: number): FlowAction {
  const fields = { content_id: `8000${actionId}` };
  return { actionId: String(actionId), actionTypeId: '0-4', actionTypeVersion: 0, fields };
}

function delayAction(actionId: number, days: number): FlowAction {
  const fields = { delta: String(days * 24 * 60), time_unit: 'MINUTES' };
  return { actionId: String(actionId), actionTypeId: '0-1', actionTypeVersion: 0, fields };
}

function listMemberCriteria(listId: string): FlowDefinition['enrollmentCriteria'] {
  return listBasedCriteria({ listId, operator: 'IN_LIST', filterType: 'IN_LIST' }, false);
}

function propertyCriteria(property: string, value: string): FlowDefinition['enrollmentCriteria'] {
  const operation = {
    operator: 'IS_EQUAL_TO',
    operationType: 'MULTISTRING',
    includeObjectsWithNoValueSet: false,
    values: [value],
  };
  return listBasedCriteria({ property, operation, filterType: 'PROPERTY' }, true);
}

function listBasedCriteria(filter: unknown, shouldReEnroll: boolean): FlowDefinition['enrollmentCriteria'] {
  const and = { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters: [filter] };
  return {
    type: 'LIST_BASED',
    shouldReEnroll,
    unEnrollObjectsNotMeetingCriteria: false,
    reEnrollmentTriggersFilterBranches: [],
    listFilterBranch: {
      filterBranchType: 'OR',
      filterBranchOperator: 'OR',
      filterBranches: [and],
      filters: [],
    },
  };
}
