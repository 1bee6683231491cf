import { hasErrors } from '../model/results/diagnostic.ts';
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

/** Creates a ledger, and shows the line that pins it. */
export async function ledgerCreate(args: LedgerCreateArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const selector = await selectLedger(args, deps);
  if (!selector) return ExitCode.invalidConfiguration;
  deps.view.ledgerCreated(await deps.ledgers.create(selector));
  return ExitCode.done;
}

/**
 * Returns the ledger that the files declare, or that of the environment and the defaults if the folder has no
 * files yet. Shows every problem and returns `undefined` if the files are invalid.
 */
async function selectLedger(
  { paths, ledger }: LedgerCreateArgs,
  deps: LedgerAdminDeps,
): Promise<LedgerSelector | undefined> {
  const location = omitUndefined({ location: ledger });
  const validation = await loadFiles({ paths }, deps);
  const { desired, diagnostics } = validation;
  if (desired && !hasErrors(diagnostics)) return { ...location, desired };
  const isMissing = diagnostics.length === 1 && diagnostics[0]?.code === 'file-not-found';
  if (isMissing && paths.length === 0) return location;
  deps.view.validation(validation);
  return undefined;
}

/** Shows the location and the content of the ledger. Returns 1 if the files pin another ledger. */
export async function ledgerStatus(args: LedgerCreateArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const selector = await selectLedger(args, deps);
  if (!selector) return ExitCode.invalidConfiguration;
  const { place, status } = await deps.ledgers.status(selector);
  if (!status) throw noLedgerFailure(place);
  const pinned = selector.desired?.ledgerId;
  deps.view.ledgerStatus({ place, status, ...omitUndefined({ pinned }) });
  return pinned === undefined || pinned === status.ledgerId ? ExitCode.done : ExitCode.error;
}

interface LedgerGrantArgs extends LedgerCreateArgs {
  readonly role: string;
  readonly write: boolean;
}

/** Shows the SQL that lets a role read the ledger, or with `write` also write it. Executes none of it. */
export async function ledgerGrant(args: LedgerGrantArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const { role, write } = args;
  // A line break would end the SQL line in a log.
  if (role === '' || /\p{Cc}/u.test(role)) {
    throw new Failure({
      code: 'bad-flag',
      message: '--role is empty or has control characters.',
      help: 'Name a role of the database, for example --role ci_reader.',
    });
  }
  const selector = await selectLedger(args, deps);
  if (!selector) return ExitCode.invalidConfiguration;
  const access = write ? 'write' : 'read';
  const { place, statements } = await deps.ledgers.grant(selector, { role, access });
  if (!statements) throw noLedgerFailure(place);
  deps.view.ledgerGrant({ place, role, access, statements });
  return ExitCode.done;
}

interface LedgerCopyArgs {
  /** A location without a password, or `env:NAME`. */
  readonly from: string;
  /** A location without a password, or `env:NAME`. */
  readonly to: string;
}

/** Moves a ledger to an empty location. From then on, the source refuses writes. */
export async function ledgerCopy({ from, to }: LedgerCopyArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  deps.view.ledgerCopied(await deps.ledgers.copy(from, to));
  return ExitCode.done;
}

interface MarkGapArgs {
  readonly paths: readonly string[];
  /** The day of the backup, as YYYY-MM-DD. */
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

/** Returns midnight in UTC: the command runs offline, so the account's time zone is unknown. Throws `bad-flag`. */
function gapStart(day: string, now: Instant): Instant {
  if (!isCalendarDay(day)) {
    throw new Failure({
      code: 'bad-flag',
      message: `--from ${day} is not a valid date.`,
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

/** Returns the latest of `now` and the ledger's records. A slow clock must not end the gap before those records. */
function latestInstant({ entries, startedAt = '' }: LedgerView, now: Instant): Instant {
  let latest = now > startedAt ? now : startedAt;
  for (const { at } of entries) if (at > latest) latest = at;
  return latest;
}
