/** How many calls may leave in how much time. Times are milliseconds of a clock that never goes back. */
export interface Rate {
  readonly max: number;
  readonly interval: number;
}

export interface LimiterPorts {
  readonly clock: () => number;
  /** Waits. May reject as soon as the signal is aborted; whoever waited looks at the signal too. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Told what is waited for when a wait is long enough to be noticed. */
  readonly onWait: (line: string) => void;
}

/**
 * Keeps this process within its share of a rolling window, in order of asking. A call occupies its place
 * while it is in flight, and until one interval after it left: HubSpot counts a call when it comes in.
 */
export interface Limiter {
  /**
   * Waits for a place, until the signal is aborted: then it rejects. The function it gives must be
   * called when the answer is there.
   */
  acquire(signal?: AbortSignal): Promise<() => void>;
  /**
   * What the account allows, and how much of it was left to all its clients together when a call came
   * in that left at `startedAt`; at present when left out.
   */
  update(state: Rate & { readonly remaining: number }, startedAt?: number): void;
}

const shortestLoggedWait = 1_000;
/** HubSpot's own intervals are 1 and 10 seconds. A longer one, of a broken proxy, would stop rollcall. */
const longestInterval = 10_000;

/** How long a call may be on its way before HubSpot counts it: a new connection, and a round trip. */
const maxTransitMilliseconds = 150;

/**
 * Calls that overtake each other on their way make others seem to take some places: so small a share of
 * the rate is nobody.
 */
const noiseShare = 1 / 38;

/** Where there are others, this share is left free: they may take more before it is told. */
const headroomShare = 1 / 50;

/** `percent` is the share of the rate that this process may use. `what` names the limit in log lines. */
export function openLimiter(
  settings: Rate & { readonly percent: number; readonly what: string },
  { clock, sleep, onWait }: LimiterPorts,
): Limiter {
  let { max, interval } = settings;
  let inFlight = 0;
  /** When each call left, for two intervals. */
  const starts: number[] = [];
  /** Until when each answered call still occupies a place, the first one first. */
  const releaseTimes: number[] = [];
  /** Places that others took, as answers told it during the last interval: each more than the ones after it. */
  const others: { readonly at: number; readonly count: number }[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  let wake: (() => void) | undefined;

  let loggedLongInterval = false;
  const logLongInterval = (state: Rate): void => {
    if (loggedLongInterval) return;
    loggedLongInterval = true;
    onWait(
      `HubSpot reports ${settings.what} as ${state.max} requests in ${Math.round(state.interval / 1000)} s; rollcall counts it as ${state.max} in ${longestInterval / 1000} s, the longest interval that HubSpot documents`,
    );
  };

  const share = (): number => Math.max(1, Math.floor((max * settings.percent) / 100));

  const capacity = (): number => {
    const usedByOthers = others[0]?.count ?? 0;
    return Math.min(
      share(),
      usedByOthers <= max * noiseShare ? max : max - usedByOthers - Math.ceil(max * headroomShare),
    );
  };

  const expire = (): void => {
    const now = clock();
    while ((starts[0] ?? now) <= now - 2 * interval) starts.shift();
    while ((releaseTimes[0] ?? Number.POSITIVE_INFINITY) <= now) releaseTimes.shift();
    while ((others[0]?.at ?? now) <= now - interval) others.shift();
  };

  const waitForCapacity = async (signal: AbortSignal | undefined): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      expire();
      if (inFlight + releaseTimes.length < capacity()) return;
      const oldestOther = others[0];
      const ends = [releaseTimes[0] ?? [], oldestOther === undefined ? [] : oldestOther.at + interval].flat();
      if (ends.length === 0) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const wait = Math.max(1, Math.ceil(Math.min(...ends) - clock()));
      if (wait >= shortestLoggedWait) {
        onWait(
          `waiting ${(wait / 1000).toFixed(0)} s: ${settings.what} is used up (${share()} requests in ${interval / 1000} s for rollcall)`,
        );
      }
      await sleep(wait, signal);
    }
  };

  const release = (startedAt: number): void => {
    inFlight -= 1;
    const until = Math.min(clock(), startedAt + maxTransitMilliseconds) + interval;
    releaseTimes.splice(countUpTo(releaseTimes, until), 0, until);
    wake?.();
    wake = undefined;
  };

  return {
    acquire(signal) {
      const slot = queue.then(async () => {
        await waitForCapacity(signal);
        inFlight += 1;
        const startedAt = clock();
        starts.push(startedAt);
        return once(() => release(startedAt));
      });
      queue = slot.catch(() => undefined);
      return slot;
    },
    update(state, startedAt = clock()) {
      if (!(state.max >= 1) || !(state.interval >= 1) || !(state.remaining >= 0)) return;
      max = state.max;
      interval = Math.min(state.interval, longestInterval);
      if (interval < state.interval) logLongInterval(state);
      const ours = countUpTo(starts, startedAt) - countUpTo(starts, startedAt - interval);
      const count = max - state.remaining - ours;
      while ((others.at(-1)?.count ?? Number.POSITIVE_INFINITY) <= count) others.pop();
      others.push({ at: startedAt, count });
    },
  };
}

/** How many of the sorted values are no greater. */
function countUpTo(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
