import { defaultVersions } from '../../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import type { UnenrollRoute } from '../../../src/model/desired-state.ts';
import { flowOf } from '../../../src/hubspot/read/workflows.ts';
import type { Api } from '../../../src/hubspot/http/api.ts';
import {
  unenrollWorkflowHazards,
  sequenceUnenrollSupport,
} from '../../../src/hubspot/checks/unenroll-route.ts';
import type { UnenrollWorkflowContext } from '../../../src/hubspot/checks/unenroll-route.ts';
import { requestFactory } from '../../../src/hubspot/http/request.ts';
import { sequence } from '../desired.ts';

const whole = {
  id: '7781',
  isEnabled: true,
  type: 'CONTACT_FLOW',
  objectTypeId: '0-1',
  flowType: 'WORKFLOW',
  actions: [{ actionTypeId: '0-4702372' }],
};
const unenrollWorkflow = (more: object = {}): UnenrollWorkflowContext => ({
  flow: flowOf({ ...whole, ...more }),
  workflowId: '46',
});
const through: UnenrollRoute = { workflow: '7781' };

function api(dialect: Api['dialect'], answer: { status: number; body?: unknown } = { status: 404 }): Api {
  return {
    dialect,
    request: requestFactory(defaultVersions),
    read: async () => ({ status: answer.status, body: answer.body }),
    now: () => '2026-11-02T09:00:00.000Z',
    usedRoutes: () => [],
    quota: () => ({}),
    requestCount: () => 0,
  };
}

describe('the unenroll route of a sequence', () => {
  test.each([
    [
      'no unenroll workflow',
      undefined,
      { flow: undefined, workflowId: undefined },
      'names no unenroll workflow',
      'doctor --unenroll-workflow',
    ],
    [
      'a missing unenroll workflow',
      through,
      { flow: undefined, workflowId: '46' },
      'has no workflow 7781',
      'id',
    ],
    [
      'a disabled unenroll workflow',
      through,
      unenrollWorkflow({ isEnabled: false }),
      'turned off',
      'Turn it on',
    ],
    [
      'an unenroll workflow without the action',
      through,
      unenrollWorkflow({ actions: [] }),
      'no action',
      'Add the action',
    ],
    [
      'an unenroll workflow for deals',
      through,
      unenrollWorkflow({ objectTypeId: '0-3' }),
      'cannot enroll contacts',
      'another',
    ],
    [
      'an unenroll workflow that unenrolls from other workflows',
      through,
      unenrollWorkflow({ unEnrollmentSetting: { type: 'ALL' } }),
      'from all other workflows',
      'unenrollment settings',
    ],
    [
      'an unenroll workflow without a v2 id',
      through,
      { ...unenrollWorkflow(), workflowId: undefined },
      'v2',
      'another workflow',
    ],
  ] as const)(
    'is absent with %s, with the reason and the next step',
    async (...[, unenroll, sight, why, help]) => {
      const wanted = sequence('5', unenroll ? { unenroll } : {});
      const found = await sequenceUnenrollSupport(api('documented'), wanted.unenroll, sight);
      expect(found).toMatchObject({
        unenrollRoute: false,
        unenrollWhy: { why: expect.stringContaining(why), help: expect.stringContaining(help) },
      });
      expect(found.unenrollWhy?.help).toMatch(/HubSpot|in HubSpot/);
      // Only a workflow that the file names has a hazard.
      expect(unenrollWorkflowHazards(wanted, found, sight.flow)).toHaveLength(unenroll ? 1 : 0);
    },
  );

  test.each([
    ['a valid unenroll workflow', { enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true } }, []],
    [
      'an unenroll workflow without re-enrollment',
      { enrollmentCriteria: { type: 'MANUAL' } },
      ['unenrolls-only-once'],
    ],
    [
      'an unenroll workflow with a suppression list',
      { enrollmentCriteria: { shouldReEnroll: true }, suppressionListIds: ['620'] },
      ['unenroll-suppressed-by-list'],
    ],
  ])('through %s has these warnings: %j, %j', async (_name, more, codes) => {
    const wanted = sequence('5', { unenroll: through });
    const sight = unenrollWorkflow(more);
    const found = await sequenceUnenrollSupport(api('documented'), wanted.unenroll, sight);
    expect(unenrollWorkflowHazards(wanted, found, sight.flow).map(({ code }) => code)).toEqual(codes);
  });

  test('exists through a valid unenroll workflow, and always in the guide', async () => {
    expect(await sequenceUnenrollSupport(api('documented'), through, unenrollWorkflow())).toEqual({
      unenrollRoute: true,
      unenrollByEmail: true,
    });
    const nothing = { flow: undefined, workflowId: undefined };
    expect(await sequenceUnenrollSupport(api('guide'), undefined, nothing)).toEqual({ unenrollRoute: true });
  });

  test.each([
    [{ status: 200, body: { options: [] } }, undefined],
    [{ status: 200, body: { options: [{ value: 'yes' }, { value: 'no' }] } }, undefined],
    [{ status: 200, body: { options: [{ value: 'ja' }] } }, 'has no option `yes`; it has ja'],
    [{ status: 200, body: { calculated: true } }, 'is read-only'],
    [{ status: 200, body: { modificationMetadata: { readOnlyValue: true } } }, 'is read-only'],
    [{ status: 404 }, 'have no property leave'],
  ])('by a property depends on the property: %j', async (answer, why) => {
    const unenroll = { property: 'leave', value: 'yes' };
    const nothing = { flow: undefined, workflowId: undefined };
    const found = await sequenceUnenrollSupport(api('documented', answer), unenroll, nothing);
    expect(found.unenrollWhy?.why).toEqual(why === undefined ? undefined : expect.stringContaining(why));
    expect(found.unenrollRoute).toBe(why === undefined);
  });
});
