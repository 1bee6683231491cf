import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { isOverdue, type Status } from '../model/results/status.ts';
import { parseDuration } from '../model/time.ts';
import { reviewOf } from './apply/review.ts';
import type { LedgerAdminDeps, LedgerAdminView, LedgerReadDeps, View } from './deps.ts';
import { noLedgerFailure } from './ledger/open-ledger.ts';
import { loadOrShowProblems } from './pipeline.ts';

interface StatusArgs {
  readonly paths: readonly string[];
  /** A duration such as `26h`. Without it, the age of the last apply does not matter. */
  readonly maxAge?: string | undefined;
}

/** The dependencies of `status`, which reads the ledger and needs no token. */
interface StatusDeps extends LedgerReadDeps, Pick<LedgerAdminDeps, 'offlineAccount'> {
  readonly view: View & Pick<LedgerAdminView, 'status'>;
}

/**
 * Shows the last runs, and what waits or needs a decision, from the ledger alone. Returns 2 if no apply completed
 * within `maxAge`.
 */
export async function status(args: StatusArgs, deps: StatusDeps): Promise<ExitCode> {
  const maxAge = args.maxAge === undefined ? undefined : milliseconds(args.maxAge);
  const loaded = await loadOrShowProblems(args, deps);
  if (!loaded) return ExitCode.invalidConfiguration;
  const { desired } = loaded;
  const { portalId, now: at } = await deps.offlineAccount(desired);
  const ledger = await deps.openLedgerReader(desired);
  // The first apply creates the ledger of the simulated account.
  if (!ledger && desired.portal !== 'simulated') throw noLedgerFailure(deps.ledgerPlace(desired));
  const reviews = (await ledger?.reviews(portalId)) ?? [];
  const found: Status = {
    portalId,
    at,
    ...omitUndefined({ maxAge }),
    activity: (await ledger?.activity(portalId)) ?? { openIntents: [] },
    pauses: (await ledger?.pauses(portalId)) ?? [],
    reviews,
    ...omitUndefined({ review: reviewOf(desired, reviews), lease: await ledger?.lease(portalId) }),
  };
  deps.view.status(found);
  return isOverdue(found) ? ExitCode.changes : ExitCode.done;
}

function milliseconds(maxAge: string): number {
  const duration = parseDuration(maxAge);
  if (duration !== undefined) return duration;
  throw new Failure({
    code: 'bad-flag',
    message: `Invalid value of --max-age: "${maxAge}" is not a duration.`,
    help: 'Use a number and a unit, for example 90m, 26h or 3d.',
  });
}
