import { Failure } from '../../model/failure.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { defaultSimulatorFile } from '../../runtime/adapters.ts';
import type { AccountSeed } from '../../simulator/account/account-seed.ts';
import type { RehearseRequest } from '../../stories/rehearsal/rehearse.ts';
import type { Session } from '../session.ts';
import { flagFailure } from './rehearse-flags.ts';

/** Returns how the account of a forecast is opened: from a file, or from the simulated account of this folder. Not from a snapshot. */
export function accountOpener(
  { account, snapshot }: { readonly account: string | undefined; readonly snapshot: string | undefined },
  session: Session,
): RehearseRequest['openAccount'] {
  const { files, copyLedger } = session.rehearsalDeps();
  return async (desired) => {
    const { readAccount, snapshotNeeded } = await import('../../stories/rehearsal/read-account.ts');
    if (account !== undefined && snapshot !== undefined) throw bothAccounts();
    if (account !== undefined)
      return { account: await readAccount(account, files), from: { kind: 'file', file: account } };
    const { writeLedger } = await copyLedger(desired);
    const ledger = omitUndefined({ writeLedger });
    if (desired.portal !== 'simulated') throw snapshotNeeded(desired.portal);
    return { account: await openSimulated(), from: { kind: 'simulated' }, ...ledger };
  };
}

function bothAccounts(): Failure {
  return flagFailure('--account cannot be used with --snapshot', 'Pass one of them.');
}

/** Returns a copy of the simulated account of this folder, which stays as it is. */
async function openSimulated(): Promise<AccountSeed> {
  if ((process.env['HUBSPOT_BASE_URL'] ?? '') !== '') {
    throw new Failure({
      code: 'account-file',
      message: 'HUBSPOT_BASE_URL points to a running server, whose account a rehearsal cannot copy.',
      help: 'Unset it, or pass the state file of the server with --account.',
    });
  }
  const { readStateFile } = await import('../../simulator/control-account.ts');
  return readStateFile(defaultSimulatorFile);
}
