import PQueue from 'p-queue';
import type { DayQuota } from '../../model/account.ts';
import type { Dialect } from '../../model/desired-state.ts';
import type { Instant } from '../../model/time.ts';
import type { CallMaker } from './request.ts';
import type { Read } from './read-client.ts';
import type { Route } from '../routes.ts';

/** What every read of an account is made with. */
export interface Api {
  readonly dialect: Dialect;
  readonly call: CallMaker;
  readonly read: Read;
  readonly now: () => Instant;
  /** Every row of the table that was called so far. */
  readonly used: () => readonly Route[];
  readonly quota: () => DayQuota;
  /** Calls made so far by this process. */
  readonly requests: () => number;
}

/** Requests in flight at once: they fill the highest rate, 19 a second, as long as an answer takes 0.8 s. */
const mostInFlight = 16;

/** Asks for many things at once, a few in flight; the first failure ends it. Answers stand in order. */
export async function askAll<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const queue = new PQueue({ concurrency: mostInFlight });
  try {
    return await queue.addAll(items.map((item) => () => ask(item)));
  } catch (error) {
    queue.clear();
    throw error;
  }
}

/** Cuts into pieces of at most `size`, in order. */
export function batchesOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
