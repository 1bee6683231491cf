import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Instant } from '../model/time.ts';
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import { isCalendarDay } from '../schema/people/calendar-day.ts';
import type { LedgerAdminDeps } from './ledger-deps.ts';
import { openOffline } from './ledger/open-ledger.ts';
import { withLease } from './ledger/with-lease.ts';

export interface MarkGapArgs {
  readonly paths: readonly string[];
  /** A calendar day. */
  readonly from: string;
}

/** Marks the history from a day until now as incomplete, after a backup of the ledger was restored. */
export async function ledgerMarkGap(args: MarkGapArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const opened = await openOffline(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { ledger, portalId, now } = opened;
  const from = startOf(args.from, now);
  await withLease({ ledger, portalId, deps }, async (lease) => {
    const markedAt = latest(await ledger.view(portalId, now), now);
    await lease.markGap({ from, markedAt, actor: deps.run.actor });
    deps.view.gapMarked({ portalId, from, markedAt });
  });
  return ExitCode.done;
}

/** Midnight in UTC: HubSpot, which knows the time zone of the account, is not asked. */
function startOf(day: string, now: Instant): Instant {
  if (!isCalendarDay(day)) {
    throw new Failure({
      code: 'bad-flag',
      message: `--from ${day} is not a day.`,
      help: 'Write the day of the backup as YYYY-MM-DD, for example --from 2026-11-02.',
    });
  }
  const from = `${day}T00:00:00.000Z`;
  if (from <= now) return from;
  throw new Failure({
    code: 'bad-flag',
    message: `--from ${day} is in the future.`,
    help: 'Write the day of the backup that was restored.',
  });
}

/** A clock of this machine that is behind must not end the gap before what the ledger itself knows. */
function latest({ entries, startedAt = '' }: LedgerView, now: Instant): Instant {
  return entries.reduce((last, { at }) => (at > last ? at : last), now > startedAt ? now : startedAt);
}
