import PQueue from 'p-queue';
import type { Dialect } from '../model/desired-state.ts';
import type { Instant } from '../model/instant.ts';
import type { CallMaker } from './call.ts';
import type { Read } from './read-client.ts';

/** What every read of an account is made with. */
export interface Api {
  readonly dialect: Dialect;
  readonly call: CallMaker;
  readonly read: Read;
  readonly now: () => Instant;
}

/** Requests in flight at once: enough to fill the rate at HubSpot's usual half second an answer. */
const mostInFlight = 8;

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
