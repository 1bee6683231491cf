/** The account of a forecast, as a plan read it. Sends no request. */
import type { AccountRecording } from '../../model/account-recording.ts';
import type { AccountSeed } from '../../simulator/account/account-seed.ts';
import { makeSnapshot, type SnapshotSources } from '../snapshot/make-snapshot.ts';
import { realAddresses } from '../snapshot/pseudonyms.ts';

/** Returns the copy, with real addresses. It holds what HubSpot returned to the reads of the plan, and nothing else. */
export function copyAccount(
  read: Pick<SnapshotSources, 'desired' | 'observed' | 'ledger'>,
  recording: AccountRecording,
): AccountSeed {
  const sources = { ...read, recording, repOrders: new Map(), texts: new Map<string, string>() };
  const { snapshot: _files, ...account } = makeSnapshot(sources, realAddresses, undefined);
  return account;
}
