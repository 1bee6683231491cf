/** Tracks the responses of one run: whether the connection is reliable, and which senders may continue. */

/** What a response shows about the connection to the account, and about its sender. */
type ResponseClass =
  /** HubSpot confirmed or accepted the request. */
  | 'success'
  /** HubSpot refused the request for a cause that it named. */
  | 'clear'
  /** HubSpot refused the request and did not name the cause. */
  | 'unclear'
  /** The request may have taken effect. */
  | 'ambiguous';

/** Why a run sends nothing more for a sender. */
interface SenderStop {
  /** In plain words. Calls the sender `the sender`. */
  readonly reason: string;
  readonly help: string;
}

/** Returns a reason with the email of the sender, for a report: a run can have many senders. */
export function nameSender(reason: string, sender = 'the sender'): string {
  return reason.replace('the sender', () => sender);
}

export interface ResponseWatch {
  /** Counts a response. `sender` is absent for a workflow and for a removal. */
  readonly note: (response: ResponseClass, sender?: string) => void;
  /**
   * Marks a sender as proven, after a read showed that one of its enrollments took effect. That also ends a stop by
   * unclear responses.
   */
  readonly markProven: (sender: string | undefined) => void;
  /** Returns whether too many responses in a row were ambiguous. The run must then stop. */
  readonly isUnreliable: () => boolean;
  /** Returns whether an enrollment of the sender has succeeded in this run. */
  readonly isProven: (sender: string) => boolean;
  /** Stops the other changes of a sender in this run. Keeps the first reason. */
  readonly stopSender: (sender: string, stop: SenderStop) => void;
  /** Returns why the sender was stopped; `undefined` while its changes may be sent. */
  readonly stopOf: (sender: string) => SenderStop | undefined;
}

/** Ambiguous responses in a row after which HubSpot or the network is not reliable enough to send email. */
export const maxAmbiguousInARow = 5;

/** Responses of one sender in a row that are ambiguous or name no cause, after which the sender is stopped. */
const maxUnclearOfSender = 3;

/**
 * Returns a new response watch. Three unclear responses in a row for one sender stop that sender. Toward the run's five
 * ambiguous ones they count once, so a broken inbox does not stop other senders.
 */
export function watchResponses(): ResponseWatch {
  const proven = new Set<string>();
  const stopped = new Map<string, SenderStop>();
  const unclearOf = new Map<string, number>();
  const ambiguousSenders = new Set<string>();
  let ambiguousWithoutSender = 0;
  const stopSender = (sender: string, stop: SenderStop): void => {
    if (!stopped.has(sender)) stopped.set(sender, stop);
  };
  const noteRun = (isAmbiguous: boolean, sender: string | undefined): void => {
    if (!isAmbiguous) {
      ambiguousSenders.clear();
      ambiguousWithoutSender = 0;
    } else if (sender === undefined) ambiguousWithoutSender += 1;
    else ambiguousSenders.add(sender);
  };
  const stoppedByUnclear = new Set<string>();
  const noteSender = (isUnclear: boolean, sender: string): void => {
    const count = isUnclear ? (unclearOf.get(sender) ?? 0) + 1 : 0;
    unclearOf.set(sender, count);
    if (count < maxUnclearOfSender || stopped.has(sender)) return;
    stoppedByUnclear.add(sender);
    stopSender(sender, unclearStop(count));
  };
  return {
    note: (response, sender) => {
      noteRun(response === 'ambiguous', sender);
      if (sender === undefined) return;
      if (response === 'success') proven.add(sender);
      noteSender(response === 'unclear' || response === 'ambiguous', sender);
    },
    markProven: (sender) => {
      if (sender === undefined) return;
      proven.add(sender);
      unclearOf.set(sender, 0);
      if (stoppedByUnclear.delete(sender)) stopped.delete(sender);
    },
    isUnreliable: () => ambiguousWithoutSender + ambiguousSenders.size >= maxAmbiguousInARow,
    isProven: (sender) => proven.has(sender),
    stopSender,
    stopOf: (sender) => stopped.get(sender),
  };
}

function unclearStop(count: number): SenderStop {
  return {
    reason: `${count} responses in a row for the sender did not show why or whether HubSpot refused`,
    help: "Check the sender's inbox and seat in HubSpot, or use another `sender`.",
  };
}
