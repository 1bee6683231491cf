import type { Progress } from '../../model/account.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { Api } from '../http/api.ts';

/** A stretch of reading. */
interface ReadStage {
  readonly what: string;
  /** How many things there are to read, and how many calls some of them take; absent where nobody knows. */
  readonly size?: { readonly total: number; readonly requestsFor: (count: number) => number };
}

/**
 * Begins a stretch of reading and gives back what to tell as things arrive. Throws a `Failure` with exit
 * code 10 when the account's calls of today can't carry it: what is left of them is better kept for a day
 * on which it can be finished. An account that does not tell is trusted.
 */
export function beginStage(
  api: Pick<Api, 'quota' | 'requestCount'>,
  progress: Progress,
  { what, size }: ReadStage,
): (count: number) => void {
  if (size) requireQuota(api, what, { total: size.total, requests: size.requestsFor(size.total) });
  let done = 0;
  return (count) => {
    done += count;
    const totals = size && { total: size.total };
    const left = size && { left: size.requestsFor(Math.max(0, size.total - done)) };
    progress({ what, done, ...totals, requests: { done: api.requestCount(), ...left } });
  };
}

function requireQuota(
  api: Pick<Api, 'quota'>,
  what: string,
  { total, requests }: { readonly total: number; readonly requests: number },
): void {
  const { remaining, daily } = api.quota();
  if (remaining === undefined || requests <= remaining) return;
  throw new Failure({
    exitCode: ExitCode.quota,
    code: 'quota-too-small',
    message: `Reading ${total} ${what} takes ${requests} requests, and ${remaining}${daily === undefined ? '' : ` of ${daily}`} are left to the account today. Nothing was changed.`,
    help: "Run again after the account's midnight, or let its other clients send fewer requests.",
  });
}
