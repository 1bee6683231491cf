import { count } from '../../model/text/count.ts';

/** A rate limit: at most `max` requests in `interval` milliseconds. */
export interface Rate {
  readonly max: number;
  readonly interval: number;
}

/** When a request left, and when it arrived at the latest; infinite while it is in flight. */
interface Departure {
  readonly sentAt: number;
  latestArrival: number;
}

export interface LimiterPorts {
  /** Returns milliseconds of a monotonic clock. */
  readonly clock: () => number;
  /** Waits. May reject when the signal is aborted, but does not have to: the caller also checks the signal. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Called before a wait of a second or more, with one line that names the reason. */
  readonly onWait: (line: string) => void;
}

/** Permission to send one request. */
export interface Slot {
  /** The request leaves now: its connection is open. Without this call, it left when the slot was acquired. */
  readonly sent: () => void;
  /** The request has ended. Must be called once. */
  readonly ended: () => void;
}

/**
 * Keeps this process within its share of a rolling window, first come, first served. HubSpot counts a request when it
 * arrives, so a request counts while it is in flight and for one interval after its estimated arrival.
 */
export interface Limiter {
  /**
   * Waits until a request may be sent. Rejects when the signal is aborted. `lead` is the shortest time in milliseconds
   * until the request leaves, because its connection must be opened first: the slot is given that much earlier.
   */
  acquire(signal?: AbortSignal, lead?: number): Promise<Slot>;
  /**
   * Records the account's rate limit, and how much of it remained for all clients together when a request arrived.
   * `sentAt` is when that request left; now by default.
   */
  update(state: Rate & { readonly remaining: number }, sentAt?: number): void;
}

const shortestLoggedWait = 1_000;
/** HubSpot's intervals are 1 and 10 seconds. A longer one, from a broken proxy, would stop rollcall. */
const longestInterval = 10_000;

/** The time from sending a request over an open connection until HubSpot counts it, at most: half a round trip. */
const maxTransitMilliseconds = 150;

/** Below this share of the rate, the limiter treats requests of other clients as noise. */
const noiseShare = 1 / 38;

/** While other clients send requests, this share of the rate stays free: they may send more before rollcall sees it. */
const headroomShare = 1 / 50;

/** Opens a limiter. `percent` is the share of the rate that this process may use. `name` is for log lines. */
export function openLimiter(
  settings: Rate & { readonly percent: number; readonly name: string },
  { clock, sleep, onWait }: LimiterPorts,
): Limiter {
  let { max, interval } = settings;
  let inFlight = 0;
  /** The requests of the last two intervals, in the order in which they left. */
  const departures: Departure[] = [];
  /** When each ended request stops counting, in ascending order. */
  const releaseTimes: number[] = [];
  /** Requests of other clients, computed from responses of the last interval; each count is above all later ones. */
  const others: { readonly at: number; readonly count: number }[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  let wake: (() => void) | undefined;

  let loggedLongInterval = false;
  const logLongInterval = (state: Rate): void => {
    if (loggedLongInterval) return;
    loggedLongInterval = true;
    onWait(
      `HubSpot reports ${settings.name} as ${count(state.max, 'request')} in ${Math.round(state.interval / 1000)} s; rollcall treats it as ${state.max} in ${longestInterval / 1000} s, the longest interval that HubSpot documents`,
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
    while ((departures[0]?.sentAt ?? now) <= now - 2 * interval) departures.shift();
    while ((releaseTimes[0] ?? Number.POSITIVE_INFINITY) <= now) releaseTimes.shift();
    while ((others[0]?.at ?? now) <= now - interval) others.shift();
  };

  const waitForCapacity = async (signal: AbortSignal | undefined, lead: number): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted();
      expire();
      const counting = inFlight + releaseTimes.length - countUpTo(releaseTimes, clock() + lead);
      if (counting < capacity()) return;
      const oldestOther = others[0];
      const nextRelease = releaseTimes[countUpTo(releaseTimes, clock() + lead)];
      const ends = [
        nextRelease === undefined ? [] : nextRelease - lead,
        oldestOther === undefined ? [] : oldestOther.at + interval,
      ].flat();
      if (ends.length === 0) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const wait = Math.max(1, Math.ceil(Math.min(...ends) - clock()));
      if (wait >= shortestLoggedWait) {
        onWait(
          `waiting ${(wait / 1000).toFixed(0)} s: ${settings.name} is used up (${count(share(), 'request')} in ${interval / 1000} s for rollcall)`,
        );
      }
      await sleep(wait, signal);
    }
  };

  const release = (departure: Departure): void => {
    inFlight -= 1;
    departure.latestArrival = Math.min(clock(), departure.sentAt + maxTransitMilliseconds);
    insert(releaseTimes, departure.latestArrival + interval);
    wake?.();
    wake = undefined;
  };

  const depart = (sentAt: number): Departure => {
    const departure = { sentAt, latestArrival: Number.POSITIVE_INFINITY };
    const later = departures.findIndex((other) => other.sentAt > sentAt);
    departures.splice(later === -1 ? departures.length : later, 0, departure);
    return departure;
  };

  const openSlot = (): Slot => {
    inFlight += 1;
    const openedAt = clock();
    let departure: Departure | undefined;
    let hasEnded = false;
    const sent = (): void => {
      if (!hasEnded) departure ??= depart(clock());
    };
    const ended = (): void => {
      if (hasEnded) return;
      hasEnded = true;
      // An error before the connection was open proves that HubSpot counted nothing, but a caller may not report it.
      release(departure ?? depart(openedAt));
    };
    return { sent, ended };
  };

  /**
   * Returns how many of `counted` requests other clients sent in the interval before `sentAt`. A request of ours at an
   * edge of the interval may count or not, because only HubSpot knows the order of arrival: if such requests explain the
   * difference, there is no other client.
   */
  const theirRequests = (counted: number, sentAt: number): number => {
    const from = sentAt - interval;
    const arrivedBy = Math.min(clock(), sentAt + maxTransitMilliseconds);
    const certain = departures.filter((ours) => ours.sentAt > from && ours.sentAt <= sentAt);
    const possible = departures.filter((ours) => ours.latestArrival > from && ours.sentAt <= arrivedBy);
    const atLeast = counted - possible.length;
    return atLeast <= max * noiseShare ? atLeast : counted - certain.length;
  };

  return {
    acquire(signal, lead = 0) {
      const slot = queue.then(async () => {
        await waitForCapacity(signal, lead);
        return openSlot();
      });
      queue = slot.catch(() => undefined);
      return slot;
    },
    update(state, sentAt = clock()) {
      if (!(state.max >= 1) || !(state.interval >= 1) || !(state.remaining >= 0)) return;
      max = state.max;
      interval = Math.min(state.interval, longestInterval);
      if (interval < state.interval) logLongInterval(state);
      const theirs = theirRequests(max - state.remaining, sentAt);
      while ((others.at(-1)?.count ?? Number.POSITIVE_INFINITY) <= theirs) others.pop();
      others.push({ at: sentAt, count: theirs });
    },
  };
}

/** Returns how many of the sorted values are at most `value`. */
function countUpTo(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Inserts a value into sorted values. */
function insert(sorted: number[], value: number): void {
  sorted.splice(countUpTo(sorted, value), 0, value);
}
