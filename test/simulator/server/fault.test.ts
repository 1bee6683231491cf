import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/simulator/server/fault.ts';
import { faultPlan, parseFaults } from '../../../src/simulator/server/fault.ts';
import { simulator } from '../simulator-client.ts';

describe('parsing a fault', () => {
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

  it('accepts several faults, as texts or as one JSON list', () => {
    expect(parseFaults(['quota', '[{"kind":"slow"},{"kind":"drop"}]']).map(({ kind }) => kind)).toEqual([
      'quota',
      'slow',
      'drop',
    ]);
  });

  it('results in a plan for the matching requests', () => {
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
  ])('%j is refused: %s', (text, problem) => {
    expect(() => parseFaults([text])).toThrow(problem);
  });
});

describe('the requests that a fault applies to', () => {
  const faultyRequests = (fault: Omit<Fault, 'kind'>, requests: readonly string[]): readonly number[] => {
    const plan = faultPlan([{ kind: 'reset', ...fault }]);
    return requests.flatMap((request, index) => {
      const [method = '', path = ''] = request.split(' ');
      return plan.nextFault(method, path) ? [index] : [];
    });
  };
  const fiveRequests = Array.from({ length: 5 }, () => 'GET /a/b');

  it.each([
    [{}, [0, 1, 2, 3, 4]],
    [{ nth: 2 }, [1]],
    [{ every: 2 }, [1, 3]],
    [{ times: 2 }, [0, 1]],
    [{ route: 'POST *' }, []],
    [{ route: '/a/*', nth: 5 }, [4]],
    [{ probability: 0 }, []],
    [{ probability: 1 }, [0, 1, 2, 3, 4]],
  ])('%o of five equal requests: %o', (fault, expected) => {
    expect(faultyRequests(fault, fiveRequests)).toEqual(expected);
  });

  it('are counted for each route separately', () => {
    expect(faultyRequests({ route: 'POST /x', nth: 2 }, ['POST /x', 'GET /x', 'POST /y', 'POST /x'])).toEqual(
      [3],
    );
  });

  it('are the same for the same seed, and about as frequent as the probability', () => {
    const many = Array.from({ length: 1000 }, () => 'GET /');
    const drawn = faultyRequests({ probability: 0.2, seed: 7 }, many);
    expect(faultyRequests({ probability: 0.2, seed: 7 }, many)).toEqual(drawn);
    expect(faultyRequests({ probability: 0.2, seed: 8 }, many)).not.toEqual(drawn);
    expect(drawn.length).toBeGreaterThan(150);
    expect(drawn.length).toBeLessThan(250);
  });

  it('exclude the control routes', async () => {
    const account = await simulator({ faults: [{ kind: 'reset' }] });
    expect((await fetch(`${account.url}/simulator/inspect`)).status).toBe(200);
    expect(account.requests()).toEqual([]);
  });
});
