import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/simulator/server/fault.ts';
import { faultPlan } from '../../../src/simulator/server/fault.ts';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import { call, enroll, simulator } from '../simulator-client.ts';

const enrollments = (account: Simulator): number =>
  account.inspect().enrollments.filter(({ contactId }) => contactId === '1041').length;

const withFault = (fault: Fault): Promise<Simulator> => simulator({ faults: [fault] });

describe('a fault on enrolling', () => {
  it.each([
    [{ kind: 'reset' }, 0],
    [{ kind: 'reset', handled: true }, 1],
    [{ kind: 'drop' }, 1],
  ] as [Fault, number][])('%o loses the answer', async (fault, effects) => {
    const account = await withFault(fault);
    await expect(enroll(account, '1041')).rejects.toThrow(/fetch failed|terminated/);
    expect(enrollments(account)).toBe(effects);
    expect(account.requests()).toMatchObject([{ method: 'POST', status: 0 }]);
  });

  it.each([
    [{ kind: 'timeout' }, 0],
    [{ kind: 'timeout', handled: true }, 1],
  ] as [Fault, number][])(
    '%o never answers, and does not keep the server from closing',
    async (fault, effects) => {
      const account = await withFault(fault);
      const waiting = enroll(account, '1041');
      await expect.poll(() => account.requests().length).toBe(1);
      expect(enrollments(account)).toBe(effects);
      await account.close();
      await expect(waiting).rejects.toThrow(/fetch failed|terminated/);
    },
  );

  it.each([
    [{ kind: 'status', status: 503 }, 503, 0],
    [{ kind: 'status', status: 500, handled: true }, 500, 1],
    [{ kind: 'status', status: 423 }, 423, 0],
    [{ kind: 'status', status: 522 }, 522, 0],
    [{ kind: 'throttled' }, 429, 0],
    [{ kind: 'quota' }, 429, 0],
    [{ kind: 'redirect' }, 307, 0],
    [{ kind: 'redirect', status: 302, handled: true }, 302, 1],
    [{ kind: 'html' }, 200, 0],
    [{ kind: 'error-200' }, 200, 0],
    [{ kind: 'empty' }, 200, 0],
    [{ kind: 'empty', status: 403, handled: true }, 403, 1],
    [{ kind: 'cut-off' }, 200, 1],
    [{ kind: 'slow', pauseMilliseconds: 0 }, 200, 1],
  ] as [Fault, number, number][])('%o answers %i with %i effects', async (fault, status, effects) => {
    const account = await withFault(fault);
    const reply = await enroll(account, '1041');
    expect(reply.status).toBe(status);
    expect(enrollments(account)).toBe(effects);
    expect(account.requests()).toMatchObject([{ status }]);
    expect(Date.parse(reply.headers.get('date') ?? '')).toBe(Date.parse(account.inspect().now));
  });

  it('shows what each kind looks like', async () => {
    const account = await simulator();
    const get = async (fault: Fault) => {
      account.setFaults([fault]);
      return call(account, 'GET /account-info/v3/details');
    };
    expect((await get({ kind: 'html' })).text).toMatch(/^<!DOCTYPE html>/);
    expect((await get({ kind: 'html', status: 404 })).status).toBe(404);
    for (const kind of ['html', 'cut-off'] as const) {
      const id = (await get({ kind })).headers.get('x-hubspot-correlation-id');
      expect(id).toBe('00000000-0000-4000-8000-00000000fa17');
    }
    expect((await get({ kind: 'cut-off' })).body).toBeUndefined();
    expect((await get({ kind: 'error-200' })).body.status).toBe('error');
    expect((await get({ kind: 'huge' })).text.length).toBeGreaterThan(10_000_000);
    expect((await get({ kind: 'throttled' })).body.policyName).toBe('TEN_SECONDLY_ROLLING');
    expect((await get({ kind: 'quota' })).body.policyName).toBe('DAILY');
    expect((await get({ kind: 'status', status: 477 })).headers.get('retry-after')).toBe('2');
    expect((await get({ kind: 'status', status: 520 })).headers.get('content-type')).toBe('text/html');
    expect((await get({ kind: 'status', body: { own: 1 } })).body).toEqual({ own: 1 });
    expect((await get({ kind: 'redirect' })).headers.get('location')).toBe(
      '/elsewhere/account-info/v3/details',
    );
  });
});

describe('which requests a fault strikes', () => {
  const strikes = (fault: Omit<Fault, 'kind'>, requests: readonly string[]): readonly number[] => {
    const plan = faultPlan([{ kind: 'reset', ...fault }]);
    return requests.flatMap((request, index) => {
      const [method = '', path = ''] = request.split(' ');
      return plan.nextFault(method, path) ? [index] : [];
    });
  };
  const five = Array.from({ length: 5 }, () => 'GET /a/b');

  it.each([
    [{}, [0, 1, 2, 3, 4]],
    [{ nth: 2 }, [1]],
    [{ every: 2 }, [1, 3]],
    [{ times: 2 }, [0, 1]],
    [{ route: 'POST *' }, []],
    [{ route: '/a/*', nth: 5 }, [4]],
    [{ probability: 0 }, []],
    [{ probability: 1 }, [0, 1, 2, 3, 4]],
  ])('%o of five equal ones: %o', (fault, expected) => {
    expect(strikes(fault, five)).toEqual(expected);
  });

  it('counts the requests of each route apart', () => {
    expect(strikes({ route: 'POST /x', nth: 2 }, ['POST /x', 'GET /x', 'POST /y', 'POST /x'])).toEqual([3]);
  });

  it('draws the same from the same seed, and about as often as asked', () => {
    const many = Array.from({ length: 1000 }, () => 'GET /');
    const drawn = strikes({ probability: 0.2, seed: 7 }, many);
    expect(strikes({ probability: 0.2, seed: 7 }, many)).toEqual(drawn);
    expect(strikes({ probability: 0.2, seed: 8 }, many)).not.toEqual(drawn);
    expect(drawn.length).toBeGreaterThan(150);
    expect(drawn.length).toBeLessThan(250);
  });

  it('leaves the control of the simulator alone', async () => {
    const account = await simulator({ faults: [{ kind: 'reset' }] });
    expect((await fetch(`${account.url}/simulator/inspect`)).status).toBe(200);
    expect(account.requests()).toEqual([]);
  });
});
