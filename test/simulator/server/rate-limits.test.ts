import { describe, expect, it } from 'vitest';
import { rateLimiter } from '../../../src/simulator/server/rate-limits.ts';
import { send, simulator } from '../simulator-client.ts';

describe('the rate limits', () => {
  it('count requests in a rolling window of ten seconds', () => {
    let now = 0;
    const limiter = rateLimiter({ burst: 3, intervalMilliseconds: 10_000, daily: 100 }, () => now);
    const at = (time: number): string | undefined => {
      now = time;
      return limiter.countRequest(false);
    };
    const rolling = 'TEN_SECONDLY_ROLLING';
    expect([at(0), at(9000), at(9500), at(9999)]).toEqual([undefined, undefined, undefined, rolling]);
    expect([at(10_000), at(10_001), at(19_000)]).toEqual([undefined, rolling, undefined]);
  });

  it('count searches separately, five in a second', () => {
    let now = 0;
    const limiter = rateLimiter({ burst: 1, intervalMilliseconds: 10_000, daily: 100 }, () => now);
    const searches = Array.from({ length: 6 }, () => limiter.countRequest(true));
    expect(searches).toEqual([undefined, undefined, undefined, undefined, undefined, 'SECONDLY']);
    expect(limiter.countRequest(false)).toBeUndefined();
    now = 1000;
    expect(limiter.countRequest(true)).toBeUndefined();
  });

  it('include a daily limit', () => {
    let now = 0;
    const limiter = rateLimiter({ burst: 1, intervalMilliseconds: 1, daily: 2 }, () => now);
    expect(limiter.countRequest(false)).toBeUndefined();
    now = 10;
    expect(limiter.countRequest(true)).toBeUndefined();
    now = 20;
    expect(limiter.countRequest(false)).toBe('DAILY');
    expect(limiter.headers()['X-HubSpot-RateLimit-Daily-Remaining']).toBe('0');
  });

  it('are in the headers and bodies of responses', async () => {
    const account = await simulator({
      rateLimit: { burst: 2, intervalMilliseconds: 3_600_000, daily: 1000 },
    });
    const first = await send(account, 'GET /account-info/v3/details');
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-hubspot-ratelimit-max': '2',
      'x-hubspot-ratelimit-remaining': '1',
      'x-hubspot-ratelimit-interval-milliseconds': '3600000',
      'x-hubspot-ratelimit-daily': '1000',
      'x-hubspot-ratelimit-daily-remaining': '999',
    });
    await send(account, 'GET /account-info/v3/details');
    const refused = await send(account, 'GET /account-info/v3/details');
    expect(refused).toMatchObject({
      status: 429,
      body: {
        status: 'error',
        message: 'You have reached your ten_secondly_rolling limit.',
        category: 'RATE_LIMITS',
        errorType: 'RATE_LIMIT',
        policyName: 'TEN_SECONDLY_ROLLING',
      },
    });
  });
});
