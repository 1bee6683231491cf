import { hasErrors } from '../model/diagnostic.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import { type Instant, isCalendarDay } from '../model/time.ts';
import type { LedgerAdminDeps, LedgerSelector } from './deps.ts';
import { noLedgerFailure, openLedgerOffline } from './ledger/open-ledger.ts';
import { withLease } from './ledger/with-lease.ts';
import { loadFiles } from './pipeline.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

interface LedgerCreateArgs {
  readonly paths: readonly string[];
  /** Overrides the environment and the files. */
  readonly ledger?: string | undefined;
}

/** Begins a ledger where there is none, and prints the line that pins it. */
export async function ledgerCreate(args: LedgerCreateArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const which = await selectLedger(args, deps);
  if (!which) return ExitCode.invalidConfiguration;
  deps.view.ledgerCreated(await deps.ledgers.create(which));
  return ExitCode.done;
}

/**
 * Which ledger the files name, or the environment and defaults where the folder has no files yet; nothing
 * after showing what is wrong with the files.
 */
async function selectLedger(
  { paths, ledger }: LedgerCreateArgs,
  deps: LedgerAdminDeps,
): Promise<LedgerSelector | undefined> {
  const address = omitUndefined({ address: ledger });
  const validation = await loadFiles({ paths }, deps);
  const { desired, diagnostics } = validation;
  if (desired && !hasErrors(diagnostics)) return { ...address, desired };
  const isMissing = diagnostics.length === 1 && diagnostics[0]?.code === 'file-not-found';
  if (isMissing && paths.length === 0) return address;
  deps.view.validation(validation);
  return undefined;
}

/** Shows where the ledger is and what it holds, whether or not the files accept it. */
export async function ledgerStatus(args: LedgerCreateArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const which = await selectLedger(args, deps);
  if (!which) return ExitCode.invalidConfiguration;
  const { place, status } = await deps.ledgers.status(which);
  if (!status) throw noLedgerFailure(place);
  const pinned = which.desired?.ledgerId;
  deps.view.ledgerStatus({ place, status, ...omitUndefined({ pinned }) });
  return pinned === undefined || pinned === status.ledgerId ? ExitCode.done : ExitCode.error;
}

interface LedgerCopyArgs {
  /** An address without a password, or `env:NAME`; so is `to`. */
  readonly from: string;
  readonly to: string;
}

/** Moves a ledger to an empty place. The source refuses writes from then on. */
export async function ledgerCopy({ from, to }: LedgerCopyArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  deps.view.ledgerCopied(await deps.ledgers.copy(from, to));
  return ExitCode.done;
}

interface MarkGapArgs {
  readonly paths: readonly string[];
  /** A calendar day. */
  readonly from: string;
}

/** Marks the history from a day until now as incomplete, after a backup of the ledger was restored. */
export async function ledgerMarkGap(args: MarkGapArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const opened = await openLedgerOffline(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { ledger, portalId, now } = opened;
  const from = gapStart(args.from, now);
  await withLease({ ledger, portalId, deps }, async (lease) => {
    const markedAt = latestInstant(await ledger.view(portalId, now), now);
    await lease.markGap({ from, markedAt, actor: deps.run.actor });
    deps.view.gapMarked({ portalId, from, markedAt });
  });
  return ExitCode.done;
}

/** Midnight in UTC: HubSpot, which knows the time zone of the account, is not asked. */
function gapStart(day: string, now: Instant): Instant {
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
function latestInstant({ entries, startedAt = '' }: LedgerView, now: Instant): Instant {
  return entries.reduce((last, { at }) => (at > last ? at : last), now > startedAt ? now : startedAt);
}
