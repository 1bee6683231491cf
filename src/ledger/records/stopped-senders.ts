import type { RecordedRefusal, SenderStop } from '../../model/ledger/ledger-view.ts';
import type { Instant } from '../../model/time.ts';

/** What a request of the ledger shows about its sender. */
interface SenderRequest {
  readonly sender: string | null;
  readonly at: Instant;
  readonly refusal: RecordedRefusal | undefined;
  readonly succeeded: boolean;
}

/**
 * Adds the next request, oldest first, to the senders that HubSpot refused last: a refusal of the sender itself (no inbox,
 * no seat, a sending limit) stops it, and a later success ends that. Requests of one batch have the same time, and a
 * success of that time does not show that the sender works again.
 */
export function noteSender(stopped: Map<string, SenderStop>, request: SenderRequest): void {
  const { sender, at, refusal, succeeded } = request;
  if (sender === null) return;
  if (refusal?.cause === 'sender') stopped.set(sender, { at, reason: refusal.reason });
  else if (succeeded && at > (stopped.get(sender)?.at ?? at)) stopped.delete(sender);
}
