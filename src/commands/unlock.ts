import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerDeps } from './deps.ts';
import { openLedgerOnline } from './ledger/open-ledger.ts';
import type { LedgerArgs } from './ledger/open-ledger.ts';

export interface UnlockArgs extends LedgerArgs {
  /** The number of the lock, as the message that met it says. Absent: only show whose it is. */
  readonly id?: number | undefined;
}

/** Shows whose the lock is, and breaks it when its number is given. */
export async function unlock(args: UnlockArgs, deps: LedgerDeps): Promise<ExitCode> {
  const open = await openLedgerOnline(args, deps);
  if (!open) return ExitCode.invalidConfiguration;
  const { portalId, ledger } = open;
  const held = await ledger.lease(portalId);
  deps.view.lease(held);
  if (!held || args.id === undefined) return ExitCode.done;
  if (held.generation !== args.id) {
    throw new Failure({
      code: 'other-lock',
      message: `The lock in force is number ${held.generation}, not ${args.id}: another run took it since.`,
      help: `Look whether that run is alive. To break its lock: rollcall unlock ${held.generation}`,
    });
  }
  await ledger.unlock(portalId);
  deps.view.log(
    `Lock ${held.generation} is broken. If its run is still alive, its next write fails before anything is sent.`,
  );
  return ExitCode.done;
}
