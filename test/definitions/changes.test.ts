import { describe, expect, it } from 'vitest';
import { definitionChanges } from '../../src/definitions/definition-changes.ts';
import { describeMasked } from '../../src/definitions/mask-definition.ts';
import { readFlow } from '../../src/definitions/read-flow.ts';
import { readSequenceDefinition } from '../../src/definitions/sequence-definition.ts';

const step = (id: number, rest: object, next?: number) => ({
  actionId: String(id),
  type: 'SINGLE_CONNECTION',
  actionTypeVersion: 0,
  ...rest,
  ...(next === undefined ? {} : { connection: { edgeType: 'STANDARD', nextActionId: String(next) } }),
});
const delay = (days: number) => ({
  actionTypeId: '0-1',
  fields: { delta: String(days * 1440), time_unit: 'MINUTES' },
});
const set = (property: string, value: string) => ({
  actionTypeId: '0-5',
  fields: { property_name: property, value: { type: 'STATIC_VALUE', staticValue: value } },
});
const task = (subject: string) => ({ actionTypeId: '0-3', fields: { subject } });

const flow = {
  id: '900100',
  name: 'Onboarding',
  isEnabled: true,
  type: 'CONTACT_FLOW',
  flowType: 'WORKFLOW',
  objectTypeId: '0-1',
  revisionId: '3',
  createdAt: '2026-01-12T10:00:00.000Z',
  updatedAt: '2026-01-12T10:00:00.000Z',
  nextAvailableActionId: '5',
  crmObjectCreationStatus: 'COMPLETE',
  enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: false },
  suppressionListIds: [620],
  timeWindows: [],
  blockedDates: [],
  startActionId: '1',
  actions: [step(1, delay(2), 2), step(2, set('lifecyclestage', 'lead'), 4), step(4, task('Call'))],
};

const changes = (after: object) =>
  definitionChanges(readFlow(flow).definition, readFlow({ ...flow, ...after }).definition).map(
    ({ at, text }) => `${at} | ${text}`,
  );

describe('changes in words', () => {
  it('ignore revision, times, state and order of keys and actions', () => {
    const reordered = Object.fromEntries(Object.entries(flow).toReversed());
    const { actions } = flow;
    const saved = { revisionId: '4', updatedAt: '2026-11-01T00:00:00Z', isEnabled: false };
    expect(changes({ ...reordered, ...saved, actions: actions.toReversed() })).toEqual([]);
  });

  it('name the edits of a workflow', () => {
    expect(
      changes({
        name: 'Onboarding 2',
        enrollmentCriteria: {
          type: 'LIST_BASED',
          shouldReEnroll: true,
          unEnrollObjectsNotMeetingCriteria: true,
          reEnrollmentTriggersFilterBranches: [],
          listFilterBranch: {
            filterBranchType: 'OR',
            filterBranchOperator: 'OR',
            filters: [],
            filterBranches: [
              {
                filterBranchType: 'AND',
                filterBranchOperator: 'AND',
                filterBranches: [],
                filters: [{ filterType: 'IN_LIST', operator: 'IN_LIST', listId: '611' }],
              },
            ],
          },
        },
        suppressionListIds: [621],
        unEnrollmentSetting: { type: 'SELECTIVE', flowIds: ['900200'] },
        timeWindows: [{ day: 'MONDAY' }],
        actions: [
          step(1, delay(5), 2),
          step(2, set('lifecyclestage', 'customer'), 5),
          step(5, set('hs_lead_status', 'NEW'), 4),
          step(4, task('Write')),
        ],
      }),
    ).toEqual([
      'name | name: `Onboarding` → `Onboarding 2`',
      'enrollment | enrollment: manual → members of list 611',
      'reEnroll | re-enrollment turned on',
      'unenrollUnmatched | unenrollment of contacts that no longer meet the criteria turned on',
      'suppressionLists | suppression list 620 removed',
      'suppressionLists | suppression list 621 added',
      'unenrollFrom | now unenrolls contacts from workflow 900200',
      'actions.1 | delay 1: 2 days → 5 days',
      'actions.2 | action 2: sets `lifecyclestage` to `customer` (before: `lead`)',
      'actions.5 | action 5 added: set `hs_lead_status` to `NEW` (after action 2)',
      'actions.4.fields.subject | a part that rollcall does not know changed: actions.4.fields.subject',
      'raw.timeWindows | a part that rollcall does not know changed: timeWindows',
    ]);
  });

  it('name removed, replaced, renumbered and reordered actions', () => {
    expect(changes({ actions: [step(1, delay(2), 4), step(4, task('Call'))] })).toEqual([
      'actions.2 | action 2 removed: set `lifecyclestage` to `lead`',
    ]);
    expect(changes({ actions: [step(1, delay(2), 2), step(2, task('Call'))] })).toEqual([
      'actions.2 | action 2 removed: set `lifecyclestage` to `lead`',
      'actions.2 | action 4 is now action 2',
    ]);
    expect(
      changes({
        startActionId: '2',
        actions: [step(2, set('lifecyclestage', 'lead'), 1), step(1, delay(2), 4), step(4, task('Call'))],
      }),
    ).toEqual([
      'actions.2.next | action 2 continues with action 1 (before: action 4)',
      'actions.1.next | delay 1 continues with action 4 (before: action 2)',
      'actions | starts with action 2 (before: action 1)',
    ]);
  });

  it('name the edits of a sequence', () => {
    const sequence = {
      id: '5510021',
      name: 'Q4 outbound',
      updatedAt: '2026-09-21T14:30:00.000Z',
      steps: [
        { id: '1', actionType: 'EMAIL', delayMillis: 0, stepOrder: 0, updatedAt: 'a' },
        { id: '2', actionType: 'EMAIL', delayMillis: 259_200_000, stepOrder: 1 },
      ],
      settings: { id: '9', updatedAt: 'a', sendWindowStartMinute: 480 },
    };
    const edited = {
      ...sequence,
      updatedAt: '2026-11-01T00:00:00.000Z',
      steps: [
        { id: '3', actionType: 'TASK', delayMillis: 0, stepOrder: 2 },
        { id: '2', actionType: 'EMAIL', delayMillis: 345_600_000, stepOrder: 1 },
        { id: '1', actionType: 'EMAIL', delayMillis: 0, stepOrder: 0, updatedAt: 'b' },
      ],
      settings: { id: '9', updatedAt: 'b', sendWindowStartMinute: 540 },
    };
    const [before, after] = [readSequenceDefinition(sequence), readSequenceDefinition(edited)];
    expect(definitionChanges(before, after).map(({ text }) => text)).toEqual([
      'sequence step 2 now waits 4 days (before: 3 days)',
      'sequence step 3 added: task',
      'setting sendWindowStartMinute 480 → 540',
    ]);
  });
});

describe('the text of a change', () => {
  it('has the quotes of a name as they are', () => {
    expect(changes({ name: 'The "new" one' })).toEqual(['name | name: `Onboarding` → `The "new" one`']);
  });

  it('names an action that became another one by its id only', () => {
    expect(changes({ actions: [step(1, delay(2), 2), step(2, delay(7), 4), step(4, task('Call'))] })).toEqual(
      ['actions.2 | action 2: set `lifecyclestage` to `lead` → wait 7 days'],
    );
  });
});

describe('a workflow in words', () => {
  it('names each part that rollcall does not know, and never its value', () => {
    const timed = { ...delay(2), fields: { ...delay(2).fields, time_of_day: { hour: 9 } } };
    const { definition } = readFlow({
      ...flow,
      canEnrollFromSalesforce: true,
      goalFilterBranch: { filters: ['internal'] },
      description: 'internal notes',
      actions: [step(1, timed, 2), step(2, set('lifecyclestage', 'lead'))],
    });
    expect(describeMasked(definition)).toEqual([
      'enrollment: manual',
      'suppression list 620',
      '1: wait 2 days, with a part that rollcall does not know (time_of_day)',
      '2: set `lifecyclestage` to `lead`',
      'a part that rollcall does not know: canEnrollFromSalesforce',
      'a part that rollcall does not know: description',
      'a part that rollcall does not know: goalFilterBranch',
    ]);
  });
});
