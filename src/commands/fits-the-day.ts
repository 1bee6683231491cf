import type { AccountReader } from '../model/account.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Change } from '../model/plan.ts';
import type { ObservedTarget } from '../model/observed-state.ts';
import { expectedRequests } from '../reconciler/plan-summary.ts';

/**
 * Throws a `Failure` with exit code 10 when the account's calls of today can't carry the changes: a
 * plan that would stop in the middle is better begun tomorrow. An account that does not tell is trusted.
 */
export function checkFitsTheDay(
  changes: readonly Change[],
  {
    reader,
    targets,
    canary,
  }: {
    readonly reader: Pick<AccountReader, 'quota'>;
    readonly targets: ReadonlyMap<string, ObservedTarget>;
    readonly canary?: number | undefined;
  },
): void {
  const { remaining, daily } = reader.quota();
  const requests = expectedRequests(canary === undefined ? changes : upTo(canary, changes), targets);
  if (remaining === undefined || requests <= remaining) return;
  const ofDay = daily === undefined ? '' : ` of ${daily}`;
  throw new Failure({
    exitCode: ExitCode.quota,
    code: 'quota-too-small',
    message: `Applying ${changes.length} changes takes about ${requests} requests, and ${remaining}${ofDay} are left to the account today. Nothing was sent.`,
    help: "Run again after the account's midnight, apply a part of it with --only, or start with --canary N.",
  });
}

function upTo(canary: number, changes: readonly Change[]): readonly Change[] {
  const enrolls = changes.filter(({ action }) => action === 'enroll');
  return [...changes.filter(({ action }) => action !== 'enroll'), ...enrolls.slice(0, canary)];
}
