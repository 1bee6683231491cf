import { ExitCode } from '../model/exit-code.ts';
import type { LedgerAdminDeps } from './ledger-deps.ts';

export interface LedgerCopyArgs {
  /** An address without a password, or `env:NAME`; so is `to`. */
  readonly from: string;
  readonly to: string;
}

/** Moves a ledger to an empty place. The source refuses writes from then on. */
export async function ledgerCopy({ from, to }: LedgerCopyArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  deps.view.ledgerCopied(await deps.ledgers.copy(from, to));
  return ExitCode.done;
}
