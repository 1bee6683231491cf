import type {
  FlowAction,
  FlowDefinition,
  SeedFlow,
  SeedSequence,
  SequenceStep,
} from '../account/account-seed.ts';
import { unenrollFromSequence } from '../account/workflow-rules.ts';

const sequencesCreatedAt = '2026-02-03T10:00:00.000Z';
const millisecondsPerDay = 86_400_000;

/** "Q4 outbound": 3 mails over 9 days. "Renewal check-in": 2 mails over 5. */
export function defaultSequences(): SeedSequence[] {
  return [
    {
      id: '5510021',
      name: 'Q4 outbound',
      userId: '7001',
      createdAt: sequencesCreatedAt,
      updatedAt: '2026-09-21T14:30:00.000Z',
      steps: stepsOf('61001', [
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
      steps: stepsOf('61002', [
        ['EMAIL', 0],
        ['EMAIL', 5],
        ['FINISH_ENROLLMENT', 2],
      ]),
    },
  ];
}

/** Each step with the days that it waits after the one before. */
function stepsOf(prefix: string, steps: readonly (readonly [string, number])[]): SequenceStep[] {
  return steps.map(([actionType, days], index) => ({
    id: `${prefix}${index}`,
    actionType,
    delayMillis: days * millisecondsPerDay,
    stepOrder: index,
  }));
}

const flowsCreatedAt = '2026-01-12T10:00:00.000Z';
const manual = { type: 'MANUAL', shouldReEnroll: true };

export function defaultFlows(): SeedFlow[] {
  return [
    flow('900100', 45_001, {
      name: 'Onboarding',
      enrollmentCriteria: manual,
      suppressionListIds: ['620'],
      actions: [mail(1), delay(2, 7), mail(3), delay(4, 7), mail(5)],
    }),
    flow('900200', 45_002, {
      name: 'Newsletter',
      enrollmentCriteria: memberOf('611'),
      actions: [mail(1), delay(2, 30)],
    }),
    flow('900300', 45_003, {
      name: 'Winter campaign',
      isEnabled: false,
      enrollmentCriteria: manual,
      actions: [mail(1)],
    }),
    // Throws out whoever is not on its list, however they came in.
    flow('900400', 45_004, {
      name: 'Trial nurture',
      enrollmentCriteria: { ...memberOf('614'), unEnrollObjectsNotMeetingCriteria: true },
      actions: [mail(1), delay(2, 21)],
    }),
    // The way out of 900100.
    flow('900500', 45_005, {
      name: 'Leave onboarding',
      enrollmentCriteria: manual,
      unEnrollmentSetting: { type: 'SELECTIVE', flowIds: ['900100'] },
    }),
    // The ways out of a sequence: by enrolling, and by stamping a property.
    flow('7781', 45_077, { name: 'Leave sequence', enrollmentCriteria: manual, actions: [leave] }),
    flow('900600', 45_006, {
      name: 'Leave sequence when stamped',
      enrollmentCriteria: stamped('leave_sequence', 'yes'),
      actions: [leave],
    }),
    flow('900700', 45_007, {
      name: 'Deal hand-over',
      type: 'PLATFORM_FLOW',
      objectTypeId: '0-3',
      enrollmentCriteria: manual,
    }),
  ];
}

const leave: FlowAction = { actionId: '1', actionTypeId: unenrollFromSequence, fields: {} };

function flow(id: string, workflowId: number, parts: Partial<FlowDefinition>): SeedFlow {
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
      enrollmentCriteria: manual,
      suppressionListIds: [],
      actions: [],
      timeWindows: [],
      blockedDates: [],
      customProperties: {},
      canEnrollFromSalesforce: false,
      ...parts,
    },
  };
}

function mail(actionId: number): FlowAction {
  const fields = { content_id: `8000${actionId}` };
  return { actionId: String(actionId), actionTypeId: '0-4', actionTypeVersion: 0, fields };
}

function delay(actionId: number, days: number): FlowAction {
  const fields = { delta: String(days * 24 * 60), time_unit: 'MINUTES' };
  return { actionId: String(actionId), actionTypeId: '0-1', actionTypeVersion: 0, fields };
}

function memberOf(listId: string): FlowDefinition['enrollmentCriteria'] {
  return listBased({ listId, operator: 'IN_LIST', filterType: 'IN_LIST' }, false);
}

function stamped(property: string, value: string): FlowDefinition['enrollmentCriteria'] {
  const operation = { operator: 'IS_EQUAL_TO', operationType: 'MULTISTRING', values: [value] };
  return listBased({ property, operation, filterType: 'PROPERTY' }, true);
}

function listBased(filter: unknown, shouldReEnroll: boolean): FlowDefinition['enrollmentCriteria'] {
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
