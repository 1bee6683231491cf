import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/simulator/server/fault.ts';
import type { Simulator } from '../../../src/simulator/start-simulator.ts';
import { send, enroll, enrollmentsOf, simulator } from '../simulator-client.ts';

const withFault = (fault: Fault): Promise<Simulator> => simulator({ faults: [fault] });

describe('a fault on an enrollment request', () => {
  it.each([
    [{ kind: 'reset' }, 0],
    [{ kind: 'reset', handled: true }, 1],
    [{ kind: 'drop' }, 1],
  ] as [Fault, number][])('%o loses the response', async (fault, effects) => {
    const account = await withFault(fault);
    await expect(enroll(account, '1041')).rejects.toThrow(/fetch failed|terminated/);
    expect(enrollmentsOf(account, '1041')).toHaveLength(effects);
    expect(account.requests()).toMatchObject([{ method: 'POST', status: 0 }]);
  });

  it.each([
    [{ kind: 'timeout' }, 0],
    [{ kind: 'timeout', handled: true }, 1],
  ] as [Fault, number][])(
    '%o sends no response, and does not prevent the server from closing',
    async (fault, effects) => {
      const account = await withFault(fault);
      const waiting = enroll(account, '1041');
      await expect.poll(() => account.requests().length).toBe(1);
      expect(enrollmentsOf(account, '1041')).toHaveLength(effects);
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
  ] as [Fault, number, number][])('%o returns %i with %i effects', async (fault, status, effects) => {
    const account = await withFault(fault);
    const response = await enroll(account, '1041');
    expect(response.status).toBe(status);
    expect(enrollmentsOf(account, '1041')).toHaveLength(effects);
    expect(account.requests()).toMatchObject([{ status }]);
    expect(Date.parse(response.headers.get('date') ?? '')).toBe(Date.parse(account.inspect().now));
  });

  it('shapes the response as its kind describes', async () => {
    const account = await simulator();
    const get = async (fault: Fault) => {
      account.setFaults([fault]);
      return send(account, 'GET /account-info/v3/details');
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
