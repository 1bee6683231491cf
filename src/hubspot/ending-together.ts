import { setMaxListeners } from 'node:events';
import type { Api } from './http/api.ts';
import type { Known } from './read/account-cache.ts';

/** What an account is read with. */
interface Reading {
  readonly api: Api;
  readonly known: Known;
}

/**
 * Does a piece of work whose reads end together: when it fails, the requests in flight are broken off,
 * and no other is sent, waited for or spoken of. The reads that were cut short reject with the same failure.
 */
export async function endingTogether<Result>(
  { api, known }: Reading,
  work: (reading: Reading) => Promise<Result>,
): Promise<Result> {
  const broken = new AbortController();
  // Each read in flight listens, and Node would warn of a leak at the eleventh.
  setMaxListeners(0, broken.signal);
  const stage: Api = { ...api, read: (call, accept) => api.read(call, accept, broken.signal) };
  try {
    return await work({ api: stage, known: known.readThrough(stage) });
  } catch (error) {
    broken.abort(error);
    throw error;
  }
}
