/** Opens the account and its ledger for the commands that need both. */
import type { AccountReader } from '../../model/account.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { Failure } from '../../model/failure.ts';
import { describeLedgerPlace, type LedgerPlace } from '../../model/ledger/ledger-location.ts';
import type { Ledger, LedgerReader } from '../../model/ledger/ledger.ts';
import type { Instant } from '../../model/time.ts';
import type { LedgerAdminDeps, LedgerDeps, LedgerReadDeps, ReadDeps } from '../deps.ts';
import {
  checkAccount,
  type PipelineOptions,
  type LoadedConfiguration,
  loadOrShowProblems,
} from '../pipeline.ts';

export interface LedgerArgs extends Pick<PipelineOptions, 'dialect'> {
  /** The configuration, which declares the account and the ledger. */
  readonly paths: readonly string[];
}

export interface OpenLedger<Opened extends LedgerReader = Ledger> {
  readonly loaded: LoadedConfiguration;
  readonly desired: DesiredState;
  readonly reader: AccountReader;
  readonly portalId: number;
  readonly ledger: Opened;
}

/**
 * Opens the account of the files and its ledger, and migrates the ledger. Shows every problem and returns `undefined` for
 * invalid files.
 */
export async function openLedgerOnline(args: LedgerArgs, deps: LedgerDeps): Promise<OpenLedger | undefined> {
  return openOnline(args, deps, (desired) => deps.openLedger(desired, false));
}

/** Does what `openLedgerOnline` does, and leaves the ledger unchanged. */
export async function readLedgerOnline(
  args: LedgerArgs,
  deps: LedgerReadDeps,
): Promise<OpenLedger<LedgerReader> | undefined> {
  return openOnline(args, deps, deps.openLedgerReader);
}

async function openOnline<Opened extends LedgerReader>(
  args: LedgerArgs,
  deps: ReadDeps,
  open: (desired: DesiredState) => Promise<Opened | undefined>,
): Promise<OpenLedger<Opened> | undefined> {
  const loaded = await loadOrShowProblems(args, deps);
  if (!loaded) return undefined;
  const { desired } = loaded;
  const reader = await deps.openReader(desired);
  const portalId = await checkAccount(desired, reader);
  const ledger = await open(desired);
  if (ledger) return { loaded, desired, reader, portalId, ledger };
  throw noLedgerFailure(deps.ledgerPlace(desired));
}

/** Opens the ledger of the files without HubSpot. Shows every problem and returns `undefined` for invalid files. */
export async function openLedgerOffline(
  args: LedgerArgs,
  deps: LedgerAdminDeps,
): Promise<OfflineLedger | undefined> {
  const loaded = await loadOrShowProblems(args, deps);
  if (!loaded) return undefined;
  const { desired } = loaded;
  const account = await deps.offlineAccount(desired);
  // The ledger of the simulated account is created on demand.
  const ledger = await deps.openLedger(desired, desired.portal === 'simulated');
  if (!ledger) throw noLedgerFailure(deps.ledgerPlace(desired));
  return { desired, ledger, ...account };
}

export interface OfflineLedger {
  readonly desired: DesiredState;
  readonly ledger: Ledger;
  readonly portalId: number;
  /** The account's clock, or this machine's. */
  readonly now: Instant;
}

export function noLedgerFailure(place: LedgerPlace): Failure {
  return new Failure({
    code: 'no-ledger',
    message: `There is no ledger at ${describeLedgerPlace(place)}, so earlier runs are unknown.`,
    help: 'Create one with `rollcall ledger create`. If there was one, run this command where apply runs, or set ROLLCALL_LEDGER to its address.',
  });
}
