import { describe, expect, test } from 'vitest';
import type { UnenrollRoute } from '../../src/model/desired-state.ts';
import { flowOf } from '../../src/hubspot/read/workflows.ts';
import type { Api } from '../../src/hubspot/http/api.ts';
import { unenrollWorkflowHazards, sequenceUnenrollSupport } from '../../src/hubspot/checks/unenroll-route.ts';
import type { UnenrollWorkflowContext } from '../../src/hubspot/checks/unenroll-route.ts';
import { requestFactory } from '../../src/hubspot/http/request.ts';
import { sequence } from './desired.ts';

const whole = {
  id: '7781',
  isEnabled: true,
  type: 'CONTACT_FLOW',
  objectTypeId: '0-1',
  flowType: 'WORKFLOW',
  actions: [{ actionTypeId: '0-4702372' }],
};
const bridge = (more: object = {}): UnenrollWorkflowContext => ({
  flow: flowOf({ ...whole, ...more }),
  workflowId: '46',
});
const through: UnenrollRoute = { workflow: '7781' };

function api(dialect: Api['dialect'], answer: { status: number; body?: unknown } = { status: 404 }): Api {
  return {
    dialect,
    request: requestFactory('2026-03'),
    read: async () => ({ status: answer.status, body: answer.body }),
    now: () => '2026-11-02T09:00:00.000Z',
    usedRoutes: () => [],
    quota: () => ({}),
    requestCount: () => 0,
  };
}

describe('the way out of a sequence', () => {
  test.each([
    [
      'no bridge',
      undefined,
      { flow: undefined, workflowId: undefined },
      'names no unenroll workflow',
      'doctor --unenroll-workflow',
    ],
    ['a bridge that is gone', through, { flow: undefined, workflowId: '46' }, 'has no workflow 7781', 'id'],
    ['a bridge that is off', through, bridge({ isEnabled: false }), 'turned off', 'Turn it on'],
    ['a bridge without the action', through, bridge({ actions: [] }), 'no action', 'Add the action'],
    ['a bridge for deals', through, bridge({ objectTypeId: '0-3' }), 'cannot enroll contacts', 'another'],
    [
      'a bridge that empties workflows',
      through,
      bridge({ unEnrollmentSetting: { type: 'ALL' } }),
      'from all other workflows',
      'unenrollment settings',
    ],
    ['a bridge unknown to v2', through, { ...bridge(), workflowId: undefined }, 'v2', 'another workflow'],
  ] as const)('is closed with %s, and says why and what to do', async (...[, unenroll, sight, why, help]) => {
    const wanted = sequence('5', unenroll ? { unenroll } : {});
    const found = await sequenceUnenrollSupport(api('documented'), wanted.unenroll, sight);
    expect(found).toMatchObject({
      unenrollRoute: false,
      unenrollWhy: { why: expect.stringContaining(why), help: expect.stringContaining(help) },
    });
    expect(found.unenrollWhy?.help).toMatch(/HubSpot|in HubSpot/);
    // Only a bridge that is named can be unfit.
    expect(unenrollWorkflowHazards(wanted, found, sight.flow)).toHaveLength(unenroll ? 1 : 0);
  });

  test.each([
    ['a whole bridge', { enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true } }, []],
    ['a bridge that works once', { enrollmentCriteria: { type: 'MANUAL' } }, ['helper-once']],
    [
      'a bridge that refuses people',
      { enrollmentCriteria: { shouldReEnroll: true }, suppressionListIds: ['620'] },
      ['helper-refuses'],
    ],
  ])('through %s is warned of as %j: %j', async (_name, more, codes) => {
    const wanted = sequence('5', { unenroll: through });
    const sight = bridge(more);
    const found = await sequenceUnenrollSupport(api('documented'), wanted.unenroll, sight);
    expect(unenrollWorkflowHazards(wanted, found, sight.flow).map(({ code }) => code)).toEqual(codes);
  });

  test('is open through a whole bridge, and through anything in the guide', async () => {
    expect(await sequenceUnenrollSupport(api('documented'), through, bridge())).toEqual({
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
  ])('by a property depends on it: %j', async (answer, why) => {
    const unenroll = { property: 'leave', value: 'yes' };
    const nothing = { flow: undefined, workflowId: undefined };
    const found = await sequenceUnenrollSupport(api('documented', answer), unenroll, nothing);
    expect(found.unenrollWhy?.why).toEqual(why === undefined ? undefined : expect.stringContaining(why));
    expect(found.unenrollRoute).toBe(why === undefined);
  });
});
