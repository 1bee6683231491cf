/** The rate limits of an account. They are counted in real time. */
export interface RateLimit {
  /** Requests in any window of `intervalMilliseconds`. */
  readonly burst: number;
  readonly intervalMilliseconds: number;
  /** Requests in all. The count starts at 0 with each start of the server. */
  readonly daily: number;
}

type RateLimitPolicy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY';

export interface RateLimiter {
  /** Counts a request, or returns the limit that it exceeds. Refused requests are not counted. */
  countRequest(isSearch: boolean): RateLimitPolicy | undefined;
  /** Returns the rate limit headers, which every response except that of a search has. */
  headers(): Readonly<Record<string, string>>;
}

/** The limits of a private app in an Enterprise account. */
export const defaultRateLimit: RateLimit = { burst: 190, intervalMilliseconds: 10_000, daily: 1_000_000 };

const searchLimit = { burst: 5, intervalMilliseconds: 1000 };

/** Creates a rate limiter. `off` refuses no request, and its headers show limits that no client reaches. */
export function rateLimiter(limit: RateLimit | 'off', realNow: () => number): RateLimiter {
  const off = limit === 'off';
  const { burst, intervalMilliseconds, daily } = off
    ? { burst: 1_000_000, intervalMilliseconds: 10_000, daily: 1_000_000_000 }
    : limit;
  const requests = rollingWindow(intervalMilliseconds);
  const searches = rollingWindow(searchLimit.intervalMilliseconds);
  let today = 0;
  return {
    countRequest(isSearch) {
      const now = realNow();
      if (!off) {
        if (today >= daily) return 'DAILY';
        if (isSearch && searches.count(now) >= searchLimit.burst) return 'SECONDLY';
        if (!isSearch && requests.count(now) >= burst) return 'TEN_SECONDLY_ROLLING';
      }
      today += 1;
      (isSearch ? searches : requests).add(now);
      return undefined;
    },
    headers: () => ({
      'X-HubSpot-RateLimit-Max': String(burst),
      'X-HubSpot-RateLimit-Remaining': String(burst - requests.count(realNow())),
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
      // Dropping old times copies the array, so drop them in blocks.
      if (first > 10_000) {
        times = times.slice(first);
        first = 0;
      }
      return times.length - first;
    },
  };
}

/** Returns the body of a 429 response. */
export function rateLimitErrorBody(policyName: RateLimitPolicy): Readonly<Record<string, string>> {
  return {
    status: 'error',
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    category: 'RATE_LIMITS',
    errorType: 'RATE_LIMIT',
    correlationId: '00000000-0000-4000-8000-000000000429',
    policyName,
  };
}
