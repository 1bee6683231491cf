/** Compares the requests of a plan with the daily quota of the account. */
import type { AccountReader } from '../../model/account.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { ObservedTarget } from '../../model/observed-state.ts';
import type { Change } from '../../model/results/plan.ts';
import { count } from '../../model/text/count.ts';
import { expectedRequests } from '../../reconciler/plan-summary.ts';

/**
 * Throws a `Failure` with exit code 10 if the changes need more requests than the account has left today, so that
 * the run does not stop halfway. An account that reports no quota passes.
 */
export function checkDailyQuota(changes: readonly Change[], options: QuotaOptions): void {
  const { canary } = options;
  const shortage = quotaShortage(canary === undefined ? changes : limitToCanary(canary, changes), options);
  if (shortage === undefined) return;
  throw quotaFailure(
    `Applying ${count(changes.length, 'change')} ${shortage}. Nothing was sent.`,
    "Run again after midnight in the account's time zone, apply a part with --only, or start with --canary N.",
  );
}

/** Returns why an unattended apply must not start, or undefined. Its removals of suppressed contacts are sent anyway. */
export function unattendedQuotaFailure(
  changes: readonly Change[],
  options: QuotaOptions,
): Failure | undefined {
  const shortage = quotaShortage(changes, options);
  if (shortage === undefined) return undefined;
  return quotaFailure(
    `Applying ${count(changes.length, 'change')} ${shortage}.`,
    "Run again after midnight in the account's time zone.",
  );
}

interface QuotaOptions {
  readonly reader: Pick<AccountReader, 'quota'>;
  readonly targets: ReadonlyMap<string, ObservedTarget>;
  readonly canary?: number | undefined;
}

/** Returns `needs about 12 requests, but the account has only 3 of 1000 left today`; undefined if there are enough. */
function quotaShortage(
  changes: readonly Change[],
  { reader, targets }: Omit<QuotaOptions, 'canary'>,
): string | undefined {
  const { remaining, daily } = reader.quota();
  const requests = expectedRequests(changes, targets);
  if (remaining === undefined || requests <= remaining) return undefined;
  const ofDay = daily === undefined ? '' : ` of ${daily}`;
  return `needs about ${count(requests, 'request')}, but the account has only ${remaining}${ofDay} left today`;
}

function quotaFailure(message: string, help: string): Failure {
  return new Failure({ exitCode: ExitCode.quota, code: 'quota-too-small', message, help });
}

function limitToCanary(canary: number, changes: readonly Change[]): readonly Change[] {
  const enrolls = changes.filter(({ action }) => action === 'enroll');
  return [...changes.filter(({ action }) => action !== 'enroll'), ...enrolls.slice(0, canary)];
}
