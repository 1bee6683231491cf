/** HubSpot's rate limits, counted in real time. */
export interface RateLimit {
  /** Calls in any window of `intervalMilliseconds`. */
  readonly burst: number;
  readonly intervalMilliseconds: number;
  readonly daily: number;
}

type RateLimitPolicy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY';

export interface RateLimiter {
  /** Counts a call, or says which limit it is over. What is refused counts for nothing. */
  countRequest(isSearch: boolean): RateLimitPolicy | undefined;
  /** The headers of every answer but a search's. */
  headers(): Readonly<Record<string, string>>;
}

/** As of an Enterprise account's private app. */
export const defaultRateLimit: RateLimit = { burst: 190, intervalMilliseconds: 10_000, daily: 1_000_000 };

const searchLimit = { burst: 5, intervalMilliseconds: 1000 };

/** `off` refuses nothing, and its headers allow more than anybody can send. */
export function rateLimiter(limit: RateLimit | 'off', realNow: () => number): RateLimiter {
  const off = limit === 'off';
  const { burst, intervalMilliseconds, daily } = off
    ? { burst: 1_000_000, intervalMilliseconds: 10_000, daily: 1_000_000_000 }
    : limit;
  const calls = rollingWindow(intervalMilliseconds);
  const searches = rollingWindow(searchLimit.intervalMilliseconds);
  let today = 0;
  return {
    countRequest(isSearch) {
      const now = realNow();
      if (!off) {
        if (today >= daily) return 'DAILY';
        if (isSearch && searches.count(now) >= searchLimit.burst) return 'SECONDLY';
        if (!isSearch && calls.count(now) >= burst) return 'TEN_SECONDLY_ROLLING';
      }
      today += 1;
      (isSearch ? searches : calls).add(now);
      return undefined;
    },
    headers: () => ({
      'X-HubSpot-RateLimit-Max': String(burst),
      'X-HubSpot-RateLimit-Remaining': String(burst - calls.count(realNow())),
      'X-HubSpot-RateLimit-Interval-Milliseconds': String(intervalMilliseconds),
      'X-HubSpot-RateLimit-Daily': String(daily),
      'X-HubSpot-RateLimit-Daily-Remaining': String(daily - today),
    }),
  };
}

interface RollingWindow {
  add(now: number): void;
  count(now: number): number;
}

function rollingWindow(length: number): RollingWindow {
  let times: number[] = [];
  let first = 0;
  return {
    add: (now) => {
      times.push(now);
    },
    count: (now) => {
      while (first < times.length && (times[first] ?? 0) <= now - length) first += 1;
      // The past is dropped now and then, not at every step: that would copy it each time.
      if (first > 10_000) {
        times = times.slice(first);
        first = 0;
      }
      return times.length - first;
    },
  };
}

/** The body of a 429. */
export function rateLimitErrorBody(policyName: RateLimitPolicy): Readonly<Record<string, string>> {
  return {
    status: 'error',
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    errorType: 'RATE_LIMIT',
    correlationId: '00000000-0000-4000-8000-000000000429',
    policyName,
  };
}
