/** Tracks the responses of one run: whether the connection is reliable, and which senders may continue. */

/** What a response shows about the connection to the account. */
type ResponseClass =
  /** HubSpot confirmed or accepted the request. */
  | 'success'
  /** Any other unambiguous response. */
  | 'clear'
  /** The request may have taken effect. */
  | 'ambiguous';

export interface ResponseWatch {
  /** Counts a response. `sender` is absent for a workflow and for a removal. */
  readonly note: (response: ResponseClass, sender?: string) => void;
  /** Marks a sender as proven, after a read showed that one of its enrollments took effect. */
  readonly markProven: (sender: string | undefined) => void;
  /** Returns whether too many responses in a row were ambiguous. The run must then stop. */
  readonly isUnreliable: () => boolean;
  /** Returns whether an enrollment of the sender has succeeded in this run. */
  readonly isProven: (sender: string) => boolean;
  /** Stops the other changes of a sender in this run. Keeps the first reason. */
  readonly stopSender: (sender: string, why: string) => void;
  /** Returns why the sender was stopped; `undefined` while its changes may be sent. */
  readonly senderStopReason: (sender: string) => string | undefined;
}

/** Ambiguous responses in a row after which HubSpot or the network is not reliable enough to send email. */
export const maxAmbiguousInARow = 5;

/**
 * Returns a new response watch. Five ambiguous responses in a row for one sender stop that sender. Toward the
 * run's own five they count once, so a broken inbox does not stop other senders.
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
    note: (response, sender) => {
      if (response !== 'ambiguous') {
        inARow.clear();
        withoutSender = 0;
        if (response === 'success' && sender !== undefined) proven.add(sender);
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
