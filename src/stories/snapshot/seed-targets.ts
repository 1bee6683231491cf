/** Builds the sequences, workflows and lists of a snapshot from what HubSpot returned about them. */
import type { AccountRecording, RecordedList } from '../../model/account-recording.ts';
import type { DesiredState, UnenrollRoute } from '../../model/desired-state.ts';
import type { ObservedState } from '../../model/observed-state.ts';
import type { TargetId } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type {
  FlowAction,
  FlowDefinition,
  SeedFlow,
  SeedList,
  SeedSequence,
  WorkflowPart,
} from '../../simulator/account/account-seed.ts';
import { unenrollFromSequenceActionType } from '../../simulator/account/workflow-rules.ts';
import type { Pseudonyms } from './pseudonyms.ts';

interface TargetSources {
  readonly recording: AccountRecording;
  readonly desired: DesiredState;
  readonly observed: ObservedState;
  readonly names: Pseudonyms;
}

type Body = Readonly<Record<string, unknown>>;

/** Returns the sequences with their steps and sending times. */
export function seedSequences({ recording, observed, names }: TargetSources): SeedSequence[] {
  const now = observed.observedAt;
  const user = [...observed.senders.values()][0]?.userId ?? textOf(recording.owners[0]?.['userId']) ?? '';
  return [...recording.sequences].map(([id, body]) => {
    const settings = bodyOf(body['settings']);
    const { eligibleFollowUpDays, sendWindowStartMinute, sendWindowEndMinute } = settings;
    return {
      id,
      name: nameOf(body, `Sequence ${id}`, names),
      userId: user,
      createdAt: momentOf(body['createdAt'], now),
      updatedAt: momentOf(body['updatedAt'], now),
      steps: bodiesOf(body['steps']).map((step, index) => ({
        id: textOf(step['id']) ?? `${id}${index}`,
        actionType: textOf(step['actionType']) ?? '',
        delayMillis: Number(step['delayMillis'] ?? 0),
        stepOrder: Number(step['stepOrder'] ?? index),
      })),
      ...(eligibleFollowUpDays === 'BUSINESS_DAYS' || eligibleFollowUpDays === 'EVERYDAY'
        ? {
            settings: {
              eligibleFollowUpDays,
              sendWindowStartMinute: Number(sendWindowStartMinute ?? 0),
              sendWindowEndMinute: Number(sendWindowEndMinute ?? 24 * 60),
            },
          }
        : {}),
    };
  });
}

/** Returns the workflows: targets, unenroll and exit workflows, and those with the name of a new one. */
export function seedFlows(sources: TargetSources): SeedFlow[] {
  const { recording, observed } = sources;
  const flows = [...recording.workflows].map(([id, body]): SeedFlow => ({
    id,
    // The simulator has no v2 route to a workflow with the id 0, as HubSpot for one without a v2 id.
    workflowId: Number(recording.workflowIds.get(id) ?? 0),
    definition: flowDefinition(body, { ...sources, now: observed.observedAt }),
  }));
  return [...flows, ...propertyFlows(sources)];
}

type FlowSources = TargetSources & { readonly now: Instant };

/** Keeps what decides who is enrolled, when, and what else happens to the contact. Texts of emails and tasks are left out. */
function flowDefinition(body: Body, sources: FlowSources): FlowDefinition {
  const { now, names } = sources;
  const criteria = bodyOf(body['enrollmentCriteria']);
  const setting = bodyOf(body['unEnrollmentSetting']);
  const settingType = textOf(setting['type']);
  const start = textOf(body['startActionId']);
  return {
    name: nameOf(body, 'Workflow', names),
    isEnabled: body['isEnabled'] === true,
    type: textOf(body['type']) ?? 'CONTACT_FLOW',
    flowType: textOf(body['flowType']) ?? 'WORKFLOW',
    objectTypeId: textOf(body['objectTypeId']) ?? '0-1',
    revisionId: textOf(body['revisionId']) ?? textOf(body['updatedAt']) ?? '1',
    createdAt: momentOf(body['createdAt'], now),
    updatedAt: momentOf(body['updatedAt'], now),
    enrollmentCriteria: criteriaOf(criteria),
    suppressionListIds: textsOf(body['suppressionListIds']),
    ...(settingType === undefined
      ? {}
      : { unEnrollmentSetting: { type: settingType, flowIds: textsOf(setting['flowIds']) } }),
    ...(start === undefined ? {} : { startActionId: start }),
    actions: bodiesOf(body['actions']).flatMap(actionOf),
    timeWindows: [],
    blockedDates: [],
    customProperties: {},
    canEnrollFromSalesforce: false,
  };
}

function criteriaOf(criteria: Body): FlowDefinition['enrollmentCriteria'] {
  const type = textOf(criteria['type']) ?? 'MANUAL';
  const shouldReEnroll = criteria['shouldReEnroll'] === true;
  if (type === 'EVENT_BASED')
    return { type, shouldReEnroll, eventFilterBranches: [], listMembershipFilterBranches: [] };
  if (type !== 'LIST_BASED') return { type, shouldReEnroll };
  return {
    type,
    shouldReEnroll,
    unEnrollObjectsNotMeetingCriteria: criteria['unEnrollObjectsNotMeetingCriteria'] === true,
    reEnrollmentTriggersFilterBranches: [],
    listFilterBranch: filterBranch(bodyOf(criteria['listFilterBranch'])),
  };
}

/** Keeps lists, and of conditions on properties only that they exist. */
function filterBranch(branch: Body): Body {
  return {
    filterBranchType: textOf(branch['filterBranchType']) ?? 'AND',
    filterBranchOperator: textOf(branch['filterBranchOperator']) ?? 'AND',
    filterBranches: bodiesOf(branch['filterBranches']).map(filterBranch),
    filters: bodiesOf(branch['filters']).map((filter) =>
      picked(filter, ['filterType', 'operator', 'listId']),
    ),
  };
}

/** The fields of actions that change where a contact is. */
const keptFields: Readonly<Record<string, readonly string[]>> = {
  '0-1': ['delta', 'time_unit', 'time_of_day', 'days_of_week'],
  '0-63809083': ['listId', 'list_id'],
  '0-63863438': ['listId', 'list_id'],
  '0-46510720': ['sequenceId', 'userId', 'contactOwnerProperty'],
};

function actionOf(action: Body): readonly FlowAction[] {
  const actionId = textOf(action['actionId']);
  if (actionId === undefined) return [];
  const type = textOf(action['actionTypeId']);
  const branches = ['listBranches', 'staticBranches', 'testBranches'].flatMap((name) =>
    Array.isArray(action[name])
      ? [[name, bodiesOf(action[name]).map((one) => connectionIn(one, 'connection'))] as const]
      : [],
  );
  return [
    {
      actionId,
      ...picked(action, ['type', 'actionTypeVersion']),
      ...(type === undefined
        ? {}
        : { actionTypeId: type, fields: picked(bodyOf(action['fields']), keptFields[type] ?? []) }),
      ...connectionIn(action, 'connection'),
      ...connectionIn(action, 'defaultBranch'),
      ...Object.fromEntries(branches),
    },
  ];
}

function connectionIn(body: Body, name: string): Body {
  const { nextActionId, edgeType } = bodyOf(body[name]);
  return textOf(nextActionId) === undefined
    ? {}
    : { [name]: { edgeType: textOf(edgeType) ?? 'STANDARD', nextActionId: textOf(nextActionId) } };
}

/** Returns a workflow for each property that unenrolls contacts: rollcall never reads the workflow that the property starts. */
function propertyFlows({ desired, observed, recording }: TargetSources): SeedFlow[] {
  const routes = desired.targets.flatMap(({ unenroll }) =>
    unenroll && 'property' in unenroll ? [unenroll] : [],
  );
  const distinct = [...new Map(routes.map((route) => [`${route.property} ${route.value}`, route])).values()];
  const last = Math.max(0, ...[...recording.workflows.keys()].map(Number));
  const now = observed.observedAt;
  return distinct.map((route, index) => ({
    id: String(last + 1 + index),
    workflowId: 900_000_000 + index,
    definition: {
      name: `Unenroll by ${route.property}`,
      isEnabled: true,
      type: 'CONTACT_FLOW',
      flowType: 'WORKFLOW',
      objectTypeId: '0-1',
      revisionId: '1',
      createdAt: now,
      updatedAt: now,
      enrollmentCriteria: propertyCriteria(route),
      suppressionListIds: [],
      startActionId: '1',
      actions: [{ actionId: '1', actionTypeId: unenrollFromSequenceActionType, fields: {} }],
    },
  }));
}

function propertyCriteria({ property, value }: Extract<UnenrollRoute, { property: string }>) {
  const operation = { operator: 'IS_EQUAL_TO', operationType: 'MULTISTRING', values: [value] };
  const filters = [{ filterType: 'PROPERTY', property, operation }];
  const and = { filterBranchType: 'AND', filterBranchOperator: 'AND', filterBranches: [], filters };
  return {
    type: 'LIST_BASED',
    shouldReEnroll: true,
    listFilterBranch: {
      filterBranchType: 'OR',
      filterBranchOperator: 'OR',
      filterBranches: [and],
      filters: [],
    },
  };
}

/** Returns the lists with the members that were read. */
export function seedLists(sources: TargetSources): SeedList[] {
  const { recording, observed, names } = sources;
  const now = observed.observedAt;
  const written = new Set(listNames(sources.desired));
  return [...recording.lists].flatMap(([id, { body, members }]): readonly SeedList[] => {
    const type = textOf(body['processingType']);
    if (Object.keys(body).length === 0 && members.length === 0) return [];
    const name = textOf(body['name']) ?? '';
    const workflow = workflowOf(body, recording);
    const joined = new Map(members.map((member) => [member.id, member.since ?? now]));
    return [
      {
        id,
        // A name can be that of a customer. The files may need it.
        name: written.has(name) ? names.text(name) : `List ${id}`,
        processingType: type === 'DYNAMIC' || type === 'SNAPSHOT' ? type : 'MANUAL',
        createdAt: momentOf(body['createdAt'], now),
        updatedAt: momentOf(body['updatedAt'], now),
        ...(workflow ? { workflow } : { members: [...joined].map(([member, at]) => ({ id: member, at })) }),
      },
    ];
  });
}

function listNames({ targets }: DesiredState): readonly string[] {
  return targets.flatMap((target) => [
    ...(target.members ?? []).flatMap((entry) => (entry.type === 'list' ? [entry.list] : [])),
    ...(target.kind === 'workflow'
      ? [target.activeList, target.everList, target.viaList].flatMap((name) => name ?? [])
      : []),
  ]);
}

/** Returns the workflow whose contacts a list follows, if that is its only filter. */
function workflowOf(
  body: RecordedList['body'],
  { workflows, workflowIds }: AccountRecording,
): SeedList['workflow'] {
  const filters = filtersIn(bodyOf(body['filterBranch']));
  const [only] = filters;
  const { id, inListType } = bodyOf(only?.['metadata']);
  const part = parts.find((one) => one === inListType);
  const number = textOf(id);
  if (filters.length !== 1 || part === undefined || number === undefined) return undefined;
  const flowId: TargetId | undefined = workflows.has(number)
    ? number
    : [...workflowIds].find(([, workflowId]) => workflowId === number)?.[0];
  return flowId === undefined ? undefined : { flowId, part };
}

const parts: readonly WorkflowPart[] = ['WORKFLOWS_ACTIVE', 'WORKFLOWS_ENROLLMENT', 'WORKFLOWS_COMPLETED'];

function filtersIn(branch: Body): readonly Body[] {
  return [...bodiesOf(branch['filters']), ...bodiesOf(branch['filterBranches']).flatMap(filtersIn)];
}

function nameOf(body: Body, otherwise: string, names: Pseudonyms): string {
  const name = textOf(body['name']) ?? otherwise;
  return name.includes('@') ? names.text(name) : name;
}

function bodyOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function bodiesOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(bodyOf) : [];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((one) => textOf(one) ?? []) : [];
}

function picked(body: Body, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]])));
}

function momentOf(value: unknown, otherwise: Instant): Instant {
  const at = typeof value === 'number' ? value : Date.parse(textOf(value) ?? '');
  return Number.isFinite(at) ? new Date(at).toISOString() : otherwise;
}
