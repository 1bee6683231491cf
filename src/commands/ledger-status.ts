import { ExitCode } from '../model/exit-code.ts';
import { ledgerOfFiles } from './ledger.ts';
import type { LedgerCreateArgs } from './ledger.ts';
import type { LedgerAdminDeps } from './ledger-deps.ts';
import { noLedger } from './ledger/open-ledger.ts';

/** Shows where the ledger is and what it holds, whether or not the files accept it. */
export async function ledgerStatus(args: LedgerCreateArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const which = await ledgerOfFiles(args, deps);
  if (!which) return ExitCode.invalidConfiguration;
  const { place, status } = await deps.ledgers.status(which);
  if (!status) throw noLedger(place);
  const pinned = which.desired?.ledgerId;
  deps.view.ledgerStatus({ place, status, ...(pinned === undefined ? {} : { pinned }) });
  return pinned === undefined || pinned === status.ledgerId ? ExitCode.done : ExitCode.error;
}
