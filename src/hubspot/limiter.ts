/** How many calls may leave in how much time. Times are milliseconds of a clock that never goes back. */
export interface Rate {
  readonly max: number;
  readonly interval: number;
}

export interface LimiterPorts {
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Told what is waited for when a wait is long enough to be noticed. */
  readonly talk: (line: string) => void;
}

/**
 * Keeps this process within its share of a rolling window, in order of asking. A call occupies its
 * place from its start until one interval after its answer: HubSpot counted it no later than that.
 */
export interface Limiter {
  /** Waits for a place. The function it gives must be called when the answer is there. */
  take(): Promise<() => void>;
  /** What the account allows now, and how much of it is left to all its clients together. */
  learn(state: Rate & { readonly remaining: number }): void;
}

const noticeable = 1_000;
const longestInterval = 60_000;

/** `percent` is the share of the rate that this process may use. `what` names the limit in talk. */
export function openLimiter(
  settings: Rate & { readonly percent: number; readonly what: string },
  { clock, sleep, talk }: LimiterPorts,
): Limiter {
  let { max, interval } = settings;
  let inFlight = 0;
  /** When each answered call of the window was answered, oldest first. */
  let answered: readonly number[] = [];
  /** Places left to everybody, as far as known. */
  let remaining = Number.POSITIVE_INFINITY;
  let learntAt = 0;
  let line: Promise<unknown> = Promise.resolve();
  let wake: (() => void) | undefined;

  const share = (): number => Math.max(1, Math.floor((max * settings.percent) / 100));

  const expire = (): void => {
    const now = clock();
    const fresh = answered.filter((at) => at + interval > now);
    // A place of ours that leaves the window is free again for everybody.
    remaining =
      now >= learntAt + interval ? Number.POSITIVE_INFINITY : remaining + answered.length - fresh.length;
    answered = fresh;
  };

  const waitForPlace = async (): Promise<void> => {
    for (;;) {
      expire();
      if (inFlight + answered.length < share() && remaining >= 1) return;
      const oldest = answered[0];
      const ends = [oldest === undefined ? [] : [oldest], remaining < 1 ? [learntAt] : []].flat();
      if (ends.length === 0) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const wait = Math.max(1, Math.ceil(Math.min(...ends) + interval - clock()));
      if (wait >= noticeable) {
        talk(
          `waiting ${(wait / 1000).toFixed(0)} s: ${settings.what} is used up (${share()} calls in ${interval / 1000} s for rollcall)`,
        );
      }
      await sleep(wait);
    }
  };

  const release = (): void => {
    inFlight -= 1;
    answered = [...answered, clock()];
    wake?.();
    wake = undefined;
  };

  return {
    take() {
      const turn = line.then(async () => {
        await waitForPlace();
        inFlight += 1;
        remaining -= 1;
        return once(release);
      });
      line = turn.catch(() => undefined);
      return turn;
    },
    learn(state) {
      if (!(state.max >= 1) || !(state.interval >= 1) || !(state.remaining >= 0)) return;
      max = state.max;
      interval = Math.min(state.interval, longestInterval);
      // Calls in flight may be counted in it or not: count them as not.
      remaining = Math.max(0, state.remaining - Math.max(0, inFlight - 1));
      learntAt = clock();
    },
  };
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
