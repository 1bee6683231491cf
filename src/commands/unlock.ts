import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerDeps, LedgerReadDeps } from './deps.ts';
import { noLedgerFailure, readLedgerOnline } from './ledger/open-ledger.ts';
import type { LedgerArgs } from './ledger/open-ledger.ts';

export interface UnlockArgs extends LedgerArgs {
  /** The number of the lock, as the `locked` failure shows it. Without it, only the lock holder is shown. */
  readonly id?: number | undefined;
}

/** Shows the lock holder. With the number of the lock, force-unlocks it. */
export async function unlock(args: UnlockArgs, deps: LedgerDeps & LedgerReadDeps): Promise<ExitCode> {
  const open = await readLedgerOnline(args, deps);
  if (!open) return ExitCode.invalidConfiguration;
  const { desired, portalId, ledger } = open;
  const held = await ledger.lease(portalId);
  deps.view.lease(held);
  if (!held || args.id === undefined) return ExitCode.done;
  if (held.generation !== args.id) {
    throw new Failure({
      code: 'lock-id-differs',
      message: `The current lock has number ${held.generation}, not ${args.id}: another run has acquired it since.`,
      help: `Check whether that run is alive. To force-unlock: rollcall unlock ${held.generation}`,
    });
  }
  const writable = await deps.openLedger(desired, false);
  if (!writable) throw noLedgerFailure(deps.ledgerPlace(desired));
  await writable.unlock(portalId);
  deps.view.log(
    `Lock ${held.generation} was force-unlocked. If its run is still alive, its next write fails before anything is sent.`,
  );
  return ExitCode.done;
}
