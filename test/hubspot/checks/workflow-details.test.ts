import { describe, expect, test } from 'vitest';
import { flowOf } from '../../../src/hubspot/read/workflows.ts';
import { workflowDetails } from '../../../src/hubspot/checks/workflow-details.ts';
import type { WorkflowContext } from '../../../src/hubspot/checks/workflow-details.ts';
import { workflow } from '../desired.ts';

const plain = {
  id: 900,
  name: 'Onboarding',
  isEnabled: true,
  type: 'CONTACT_FLOW',
  objectTypeId: '0-1',
  flowType: 'WORKFLOW',
  revisionId: 3,
};
const feeds = (listId: string) => ({
  listFilterBranch: {
    filters: [],
    filterBranches: [{ filters: [{ filterType: 'IN_LIST', operator: 'IN_LIST', listId }] }],
  },
});
const via = { id: '611', processingType: 'MANUAL' };

function facts(flow: object | undefined, more: Partial<WorkflowContext> = {}) {
  const seen = flow === undefined ? undefined : flowOf({ ...plain, ...flow });
  const route = more.wanted?.unenroll === undefined ? {} : { route: more.wanted.unenroll };
  return workflowDetails({
    id: '900',
    dialect: 'documented',
    flow: seen,
    workflowId: '45',
    ...route,
    ...more,
  });
}

const codes = (found: ReturnType<typeof facts>) =>
  found.hazards.map((hazard) => `${hazard.code} ${hazard.severity}`);

describe('a workflow', () => {
  test.each([
    ['ready', {}, {}],
    ['missing', undefined, {}],
    ['disabled', { isEnabled: false }, {}],
    ['unsuitable', { objectTypeId: '0-3' }, {}],
    ['unsuitable', { type: 'PLATFORM_FLOW' }, {}],
    ['unsuitable', {}, { workflowId: undefined }],
    ['ready', {}, { workflowId: undefined, wanted: workflow('900', { activeList: '553' }) }],
  ] as const)('is %s: %j %j', (status, flow, more) => {
    expect(facts(flow, more)).toMatchObject({ status });
    expect(facts(flow, more).why === undefined).toBe(status === 'ready' || status === 'disabled');
  });

  test.each([
    [
      'unenrolls contacts outside its criteria',
      { enrollmentCriteria: { type: 'LIST_BASED', unEnrollObjectsNotMeetingCriteria: true } },
      ['workflow-unenrolls-by-criteria warning'],
    ],
    ['suppresses', { suppressionListIds: [620] }, ['workflow-suppresses warning']],
    [
      'unenrolls from all others',
      { unEnrollmentSetting: { type: 'ALL' } },
      ['workflow-unenrolls-from-others warning'],
    ],
    [
      'unenrolls from one other',
      { unEnrollmentSetting: { type: 'SELECTIVE', flowIds: [901] } },
      ['workflow-unenrolls-from-others warning'],
    ],
    ['unenrolls from none', { unEnrollmentSetting: { type: 'SELECTIVE', flowIds: [] } }, []],
    ['does nothing odd', { enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true } }, []],
  ])('that %s has a warning', (_, flow, expected) => {
    expect(codes(facts(flow))).toEqual(expected);
  });

  const wanted = workflow('900', { viaList: '611' });
  const criteria = { type: 'LIST_BASED', shouldReEnroll: false, ...feeds('611') };
  test.each([
    ['is fed by the list', criteria, via, []],
    ['is fed by it and drops the others', { ...criteria, unEnrollObjectsNotMeetingCriteria: true }, via, []],
    ['re-enrolls', { ...criteria, shouldReEnroll: true }, via, ['via-reenrolls error']],
    ['is fed by another list', { ...criteria, ...feeds('612') }, via, ['via-does-not-enroll error']],
    ['is fed by nothing', { type: 'MANUAL' }, via, ['via-does-not-enroll error']],
    [
      'is fed by a dynamic list',
      criteria,
      { ...via, processingType: 'DYNAMIC' },
      ['via-does-not-enroll error'],
    ],
    ['is fed by a list that is gone', criteria, undefined, ['via-does-not-enroll error']],
  ])('named with `via` that %s', (...[, enrollmentCriteria, list, expected]) => {
    expect(codes(facts({ enrollmentCriteria }, { wanted, via: list }))).toEqual(expected);
  });
});

describe('the lists that a workflow names', () => {
  const active = { id: '45', listType: 'WORKFLOWS_ACTIVE' };
  const ever = { id: '45', listType: 'WORKFLOWS_ENROLLMENT' };
  const dynamic = (count: number, workflows: readonly { id: string; listType: string }[]) => ({
    id: '553',
    processingType: 'DYNAMIC',
    filters: { count, workflows },
  });
  const byHand = { id: '553', processingType: 'MANUAL' };

  test.each([
    ['activeList', 'is that of its active contacts', dynamic(1, [active]), []],
    ['activeList', 'shows no filters', { id: '553', processingType: 'DYNAMIC' }, []],
    ['activeList', 'is filled by hand', byHand, ['active-list-wrong error']],
    ['activeList', 'asks for a property', dynamic(1, []), ['active-list-wrong error']],
    ['activeList', 'asks for more', dynamic(2, [active]), ['active-list-wrong error']],
    [
      'activeList',
      'also has filters on other workflows',
      dynamic(2, [active, { ...active, id: '46' }]),
      ['active-list-wrong error'],
    ],
    ['activeList', 'is unknown', undefined, ['list-missing error']],
    ['everList', 'is that of all its contacts', dynamic(1, [ever]), []],
    ['everList', 'is that of the active ones only', dynamic(1, [active]), ['ever-list-wrong error']],
    ['everList', 'is filled by hand', byHand, ['ever-list-wrong warning']],
    ['everList', 'is unknown', undefined, ['list-missing error']],
  ] as const)('%s %s', (...[key, , list, expected]) => {
    expect(codes(facts({}, { wanted: workflow('900', { [key]: '553' }), [key]: list }))).toEqual(expected);
  });

  test('include a `via` list that is not an audience under another name, and is the only criterion', () => {
    const wanted = workflow('900', { viaList: '611' });
    const enrollmentCriteria = { type: 'LIST_BASED', shouldReEnroll: false, ...feeds('611') };
    const both = {
      filters: [{ filterType: 'PROPERTY' }],
      filterBranches: [enrollmentCriteria.listFilterBranch],
    };
    expect(codes(facts({ enrollmentCriteria }, { wanted, via, audiences: [{ id: '611' }] }))).toEqual([
      'via-list-is-audience error',
    ]);
    expect(
      codes(
        facts({ enrollmentCriteria: { ...enrollmentCriteria, listFilterBranch: both } }, { wanted, via }),
      ),
    ).toEqual(['via-may-not-enroll warning']);
  });
});

describe('the unenroll route of a workflow', () => {
  const way = { ...plain, id: '950', enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true } };
  const names = (...flowIds: string[]) => ({ unEnrollmentSetting: { type: 'SELECTIVE', flowIds } });
  const exit = flowOf({ ...way, ...names('900') });
  const more = flowOf({ ...way, ...names('900', '901') });
  const all = flowOf({ ...way, unEnrollmentSetting: { type: 'ALL' } });
  const once = flowOf({ ...way, ...names('900'), enrollmentCriteria: { type: 'MANUAL' } });
  const picky = flowOf({ ...way, ...names('900'), suppressionListIds: ['620'] });
  const wanted = workflow('900', { unenroll: { workflow: '950' } });
  const wrong = flowOf({ ...plain, id: '950', unEnrollmentSetting: { type: 'SELECTIVE', flowIds: ['901'] } });
  const off = flowOf({ ...plain, id: '950', isEnabled: false, unEnrollmentSetting: { type: 'ALL' } });

  test.each([
    ['documented', undefined, true, []],
    ['guide', undefined, false, ['exit-workflow-wrong error']],
    ['guide', exit, true, []],
    ['guide', wrong, false, ['exit-workflow-wrong error']],
    ['guide', off, false, ['exit-workflow-wrong error']],
    ['guide', all, false, ['exit-workflow-wrong error']],
    ['guide', more, true, ['exit-workflow-unenrolls-from-others warning']],
    ['guide', once, true, ['unenrolls-only-once warning']],
    ['guide', picky, true, ['unenroll-suppressed-by-list warning']],
    ['documented', wrong, true, ['exit-workflow-wrong warning']],
  ] as const)('in %s with %j: %s', (...[dialect, seen, unenrollRoute, expected]) => {
    const named = dialect === 'documented' && seen === undefined ? {} : { wanted };
    const found = facts({}, { dialect, exit: seen, ...named });
    expect(found.unenrollRoute).toBe(unenrollRoute);
    expect(codes(found)).toEqual(expected);
  });

  test('is the list, if the workflow unenrolls contacts that leave it', () => {
    const enrollmentCriteria = {
      type: 'LIST_BASED',
      unEnrollObjectsNotMeetingCriteria: true,
      ...feeds('611'),
    };
    const viaList = workflow('900', { viaList: '611' });
    expect(facts({ enrollmentCriteria }, { dialect: 'guide', wanted: viaList, via }).unenrollRoute).toBe(
      true,
    );
  });
});
