/** Follows the responses of one run: when they stop being reliable, and which senders may continue. */

/** Judges by responses how reliable the connection to the account is. */
type ResponseClass =
  /** An enrollment that HubSpot confirmed or took. */
  | 'success'
  /** Any other clear response. */
  | 'clear'
  | 'ambiguous';

export interface ResponseWatch {
  /** Notes the response to a request of this sender, or of none (a workflow, a removal). */
  readonly note: (heard: ResponseClass, sender?: string) => void;
  /** A read showed that an enrollment of the sender took effect. */
  readonly markProven: (sender: string | undefined) => void;
  /** Too many ambiguous responses in a row: nothing more should be sent. */
  readonly isUnreliable: () => boolean;
  /** Whether a first enrollment of the sender has succeeded in this run. */
  readonly isProven: (sender: string) => boolean;
  /** Leaves the sender's other changes out of this run. The first reason stays. */
  readonly stopSender: (sender: string, why: string) => void;
  /** Why the sender's other changes are left out; nothing while they may be sent. */
  readonly senderStopReason: (sender: string) => string | undefined;
}

/** Ambiguous responses in a row after which HubSpot or the network is not reliable enough to send email. */
export const maxAmbiguousInARow = 5;

/**
 * The ambiguous responses of one sender count once toward the run's five: a broken inbox stops its own
 * changes, not those of other senders. Five in a row of one sender stop that sender.
 */
export function watchResponses(): ResponseWatch {
  const proven = new Set<string>();
  const stopped = new Map<string, string>();
  const inARow = new Map<string, number>();
  let withoutSender = 0;
  const stopSender = (sender: string, why: string): void => {
    if (!stopped.has(sender)) stopped.set(sender, why);
  };
  return {
    note: (heard, sender) => {
      if (heard !== 'ambiguous') {
        inARow.clear();
        withoutSender = 0;
        if (heard === 'success' && sender !== undefined) proven.add(sender);
      } else if (sender === undefined) {
        withoutSender += 1;
      } else {
        const count = (inARow.get(sender) ?? 0) + 1;
        inARow.set(sender, count);
        if (count >= maxAmbiguousInARow) {
          stopSender(sender, `${count} responses in a row for this sender were ambiguous`);
        }
      }
    },
    markProven: (sender) => {
      if (sender !== undefined) proven.add(sender);
    },
    isUnreliable: () => withoutSender + inARow.size >= maxAmbiguousInARow,
    isProven: (sender) => proven.has(sender),
    stopSender,
    senderStopReason: (sender) => stopped.get(sender),
  };
}
