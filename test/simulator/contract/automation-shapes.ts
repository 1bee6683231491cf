/** Sequences and workflows. Evidence: HubSpot's published specification, August 2026; v2 from its documentation. */
import { filterBranch } from './filter-branch.ts';
import {
  batch,
  boolean,
  id,
  instant,
  integer,
  list,
  map,
  named,
  object,
  oneOfValues,
  page,
  type Schema,
  text,
} from './schema.ts';
import type { Shapes } from './shape.ts';

const dates = { createdAt: instant, updatedAt: instant };
const sequenceFields = { id, name: text, userId: id, ...dates };
const sequenceInList = named('SequenceInList', object(sequenceFields, { folderId: text }));
const sequence = named(
  'Sequence',
  object(
    {
      ...sequenceFields,
      steps: list(object({ id, actionType: text, delayMillis: integer, stepOrder: integer, ...dates }, {})),
      dependencies: list({ type: 'object' }),
    },
    {
      folderId: text,
      settings: object({
        id,
        ...dates,
        eligibleFollowUpDays: oneOfValues('BUSINESS_DAYS', 'EVERYDAY', 'WEEKDAYS_ONLY'),
        sellingStrategy: oneOfValues('ACCOUNT_BASED', 'LEAD_BASED'),
        sendWindowStartMinute: integer,
        sendWindowEndMinute: integer,
        taskReminderMinute: integer,
        individualTaskRemindersEnabled: boolean,
      }),
    },
  ),
);

const enrolled = { id, toEmail: text, enrolledAt: instant, updatedAt: instant };
const enrollment = named(
  'Enrollment',
  object({
    ...enrolled,
    sequenceId: id,
    sequenceName: text,
    enrolledBy: text,
    enrolledByEmail: text,
  }),
);

const reEnroll = { shouldReEnroll: boolean };
const enrollmentCriteria: Schema = named('EnrollmentCriteria', {
  anyOf: [
    object({ type: { const: 'MANUAL' }, ...reEnroll }),
    object({
      type: { const: 'LIST_BASED' },
      ...reEnroll,
      unEnrollObjectsNotMeetingCriteria: boolean,
      reEnrollmentTriggersFilterBranches: list(filterBranch),
      listFilterBranch: filterBranch,
    }),
    object(
      {
        type: { const: 'EVENT_BASED' },
        ...reEnroll,
        eventFilterBranches: list({ type: 'object' }),
        listMembershipFilterBranches: list({ type: 'object' }),
      },
      { refinementCriteria: { type: 'object' } },
    ),
  ],
});

const connection = object({ edgeType: oneOfValues('STANDARD', 'GOTO'), nextActionId: text });
const singleAction = named(
  'Action',
  object(
    {
      type: { const: 'SINGLE_CONNECTION' },
      actionId: text,
      actionTypeId: text,
      actionTypeVersion: integer,
      fields: { type: 'object' },
    },
    { connection: { anyOf: [connection, object({})] } },
  ),
);
/** HubSpot has more types of actions: branches, custom code and webhooks. rollcall only carries them. */
const otherAction: Schema = {
  type: 'object',
  properties: { type: { type: 'string', not: { const: 'SINGLE_CONNECTION' } }, actionId: text },
  required: ['type', 'actionId'],
};
const action: Schema = { anyOf: [singleAction, otherAction] };

const flowSettings = {
  isEnabled: boolean,
  actions: list(action),
  timeWindows: list({ type: 'object' }),
  blockedDates: list({ type: 'object' }),
  customProperties: map(text),
};
const optionalSettings = {
  name: text,
  description: text,
  startActionId: text,
  uuid: text,
  enrollmentCriteria,
};
const contactSettings = {
  type: { const: 'CONTACT_FLOW' },
  canEnrollFromSalesforce: boolean,
  suppressionListIds: list(integer),
};
const contactOptions = {
  ...optionalSettings,
  unEnrollmentSetting: object({ type: oneOfValues('ALL', 'SELECTIVE'), flowIds: list(id) }),
};
const flowState = {
  id,
  objectTypeId: text,
  flowType: oneOfValues('WORKFLOW', 'ACTION_SET', 'UNKNOWN'),
  revisionId: text,
  ...dates,
  crmObjectCreationStatus: oneOfValues('COMPLETE', 'PENDING'),
  nextAvailableActionId: text,
  dataSources: list({ type: 'object' }),
};
const platformFlow = { type: { const: 'PLATFORM_FLOW' } };
const flow: Schema = named('Workflow', {
  anyOf: [
    object({ ...flowState, ...flowSettings, ...contactSettings }, contactOptions),
    object({ ...flowState, ...flowSettings, ...platformFlow }, optionalSettings),
  ],
});
const flowInList = named(
  'WorkflowInList',
  object(
    {
      id,
      isEnabled: boolean,
      flowType: flowState.flowType,
      objectTypeId: text,
      revisionId: text,
      ...dates,
    },
    { name: text, uuid: text },
  ),
);

const v2Flow = named(
  'V2Workflow',
  object({
    id: integer,
    name: text,
    type: text,
    enabled: boolean,
    insertedAt: integer,
    updatedAt: integer,
    portalId: integer,
    migrationStatus: object({ flowId: integer, workflowId: integer, portalId: integer }),
  }),
);

const mapping = batch(object({ flowId: integer, workflowId: integer }));

export const automationShapes: Shapes = {
  'GET /automation/sequences': {
    query: { userId: id, limit: text, after: text, name: text },
    requiredQuery: ['userId'],
    responses: { 200: page(sequenceInList, { total: integer }) },
  },
  'GET /automation/sequences/{sequenceId}': {
    query: { userId: id },
    requiredQuery: ['userId'],
    responses: { 200: sequence },
  },
  'POST /automation/sequences/enrollments': {
    query: { userId: id },
    requiredQuery: ['userId'],
    body: object({ contactId: id, sequenceId: id, senderEmail: text }, { senderAliasAddress: text }),
    responses: { 200: object(enrolled) },
  },
  'GET /automation/sequences/enrollments/contact/{contactId}': {
    // Open: the response for a contact without a current enrollment may be empty.
    responses: { 200: { anyOf: [enrollment, object({})] } },
  },
  'GET /automation/flows': {
    query: { limit: text, after: text },
    responses: { 200: page(flowInList) },
  },
  'POST /automation/flows': {
    // HubSpot's specification requires more. This is the smallest body that its own tests send.
    body: {
      type: 'object',
      properties: {
        name: text,
        type: text,
        flowType: flowState.flowType,
        isEnabled: boolean,
        objectTypeId: text,
        actions: list({ type: 'object' }),
      },
      required: ['name', 'type', 'flowType', 'isEnabled', 'objectTypeId', 'actions'],
    },
    responses: { 201: flow },
  },
  'POST /automation/flows/batch/read': {
    body: object({ inputs: list(object({ type: { const: 'FLOW_ID' }, flowId: id })) }),
    responses: { 200: batch(flow), 207: batch(flow) },
  },
  'GET /automation/flows/{flowId}': { responses: { 200: flow } },
  'GET /automation/flows/{flowId}/revisions/{revisionId}': { responses: { 200: flow } },
  'PUT /automation/flows/{flowId}': {
    body: {
      type: 'object',
      properties: { type: text, revisionId: text, actions: list({ type: 'object' }) },
      required: ['type', 'revisionId', 'actions'],
    },
    responses: { 200: flow },
  },
  'DELETE /automation/flows/{flowId}': { responses: { 204: null } },
  'POST /automation/workflow-id-mappings/batch/read': {
    body: object({
      inputs: list({
        anyOf: [
          object({ type: { const: 'FLOW_ID' }, flowId: id }),
          object({ type: { const: 'WORKFLOW_ID' }, workflowId: id }),
        ],
      }),
    }),
    responses: { 200: mapping, 207: mapping },
  },
  'POST /automation/v2/workflows/{workflowId}/enrollments/contacts/{email}': { responses: { 204: null } },
  'DELETE /automation/v2/workflows/{workflowId}/enrollments/contacts/{email}': { responses: { 204: null } },
  'GET /automation/v2/workflows/enrollments/contacts/{contactId}': {
    // Open: one workflow may come without its list.
    responses: { 200: { anyOf: [list(v2Flow), v2Flow] } },
  },
};
