import { describe, expect, it } from 'vitest';
import { faultPlan, parseFaults } from '../../../src/simulator/server/fault.ts';

describe('a fault as a command line gives it', () => {
  it.each([
    ['timeout', { kind: 'timeout' }],
    ['503', { kind: 'status', status: 503 }],
    ['status:477 /crm/*', { kind: 'status', status: 477, route: '/crm/*' }],
    [
      'timeout POST /automation/* nth=1 handled',
      { kind: 'timeout', route: 'POST /automation/*', nth: 1, handled: true },
    ],
    ['throttled GET times=3', { kind: 'throttled', route: 'GET *', times: 3 }],
    ['reset every=4 probability=0.5 seed=7', { kind: 'reset', every: 4, probability: 0.5, seed: 7 }],
    ['{"kind":"html","nth":2}', { kind: 'html', nth: 2 }],
  ])('%s is %j', (text, fault) => {
    expect(parseFaults([text])).toEqual([fault]);
  });

  it('may be several, each apart or as one list', () => {
    expect(parseFaults(['quota', '[{"kind":"slow"},{"kind":"drop"}]']).map(({ kind }) => kind)).toEqual([
      'quota',
      'slow',
      'drop',
    ]);
  });

  it('strikes what it names', () => {
    const plan = faultPlan(parseFaults(['503 POST /automation/* times=1', 'reset GET']));
    expect(plan.nextFault('POST', '/crm/v3/owners')).toBeUndefined();
    expect(plan.nextFault('POST', '/automation/v4/flows')).toMatchObject({ status: 503 });
    expect(plan.nextFault('POST', '/automation/v4/flows')).toBeUndefined();
    expect(plan.nextFault('GET', '/crm/v3/owners')).toMatchObject({ kind: 'reset' });
  });

  it.each([
    ['', 'unknown kind (none given)'],
    ['explode', 'unknown kind explode'],
    ['reset nth=two', '"two" is not a valid number'],
    ['reset nht=2', 'unknown setting nht'],
    ['reset somewhere', 'unexpected word somewhere'],
    ['{"kind":"reset"', 'invalid JSON'],
    ['{"nth":1}', '"kind" is missing or unknown'],
  ])('%j is refused: %s', (text, why) => {
    expect(() => parseFaults([text])).toThrow(why);
  });
});
