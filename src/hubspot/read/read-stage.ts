import type { Progress } from '../../model/account.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { count } from '../../model/text/count.ts';
import type { Api } from '../http/api.ts';

/** A part of a long read, shown as one progress line. */
interface ReadStage {
  /** What is read, in the plural. */
  readonly what: string;
  /** How many objects there are to read, and how many requests `count` of them take. Absent if unknown. */
  readonly size?: { readonly total: number; readonly requestsFor: (count: number) => number };
}

/**
 * Begins a stage and returns the function that reports progress, to be called with the number of objects just read.
 * Throws a `Failure` with exit code 10 if the stage needs more requests than remain of the daily quota. Without a known
 * quota it does not check.
 */
export function beginStage(
  api: Pick<Api, 'quota' | 'requestCount'>,
  progress: Progress,
  { what, size }: ReadStage,
): (count: number) => void {
  if (size) requireQuota(api, what, { total: size.total, requests: size.requestsFor(size.total) });
  let done = 0;
  return (added) => {
    done += added;
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
    message: `Reading ${total} ${what} takes ${count(requests, 'request')}, but only ${remaining}${daily === undefined ? '' : ` of ${daily}`} remain in the account's daily quota. Nothing was changed.`,
    help: "Run again after midnight in the account's time zone, or reduce the requests of its other clients.",
  });
}
