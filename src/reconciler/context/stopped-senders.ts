import type { LedgerEntry } from '../../model/ledger/ledger-view.ts';

/**
 * Returns the latest refusal of each stopped sender, by user id: HubSpot refused the sender itself (no inbox, no seat,
 * a sending limit), and no later enrollment of that sender succeeded.
 */
export function stoppedSenders(entries: readonly LedgerEntry[]): ReadonlyMap<string, LedgerEntry> {
  const stopped = new Map<string, LedgerEntry>();
  const succeeded = new Map<string, string>();
  for (const entry of entries) {
    const { senderUserId: sender, action, state, at } = entry;
    if (sender === undefined || action !== 'enroll') continue;
    if (state === 'proved' || state === 'accepted') {
      if (at > (succeeded.get(sender) ?? '')) succeeded.set(sender, at);
    } else if (state === 'refused' && entry.refusal?.cause === 'sender') {
      if (at > (stopped.get(sender)?.at ?? '')) stopped.set(sender, entry);
    }
  }
  // Requests of one batch have the same time. A success of that time does not show that the sender works again.
  for (const [sender, at] of succeeded) {
    const refusal = stopped.get(sender);
    if (refusal && at > refusal.at) stopped.delete(sender);
  }
  return stopped;
}
