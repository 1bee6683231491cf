/** What must never be seen. Numbers are those of the design's invariants. */
export type Broken =
  | 'duplicate' // 1
  | 'write-without-intent' // 2
  | 'write-elsewhere' // 2
  | 'several-requests' // 2
  | 'commit-without-lease' // 2
  | 'not-converged' // 3
  | 'claimed-untrue' // 3
  | 'unknown-though-visible' // 3
  | 'counts' // 4
  | 'outcome-untrue' // 4
  | 'ledger-untrue' // ruling 4
  | 'limit-run' // 5
  | 'limit-sender-day' // 5
  | 'bytes-differ' // 7
  | 'write-on-bad-input' // 8
  | 'unmanaged-touched' // 9
  | 'declared-taken-out' // 9
  | 'wrong-effect' // 9
  // What the judge of histories adds.
  | 'unwanted' // an effect that no approved line or plan asked for
  | 'blocked-enrolled' // suppressed, opted out, bounced, forgotten or paused, or a condition unmet, and enrolled
  | 'limit-pace' // more than the pace of a target on one day, or on a day that is not one of its days
  | 'false-turn' // a contact enrolled before its turn, or a day that is not its turn
  | 'false-sender' // a planned sender that the files and the requests so far do not give
  | 'moved-ledger-used' // a ledger that was copied elsewhere took a write
  | 'silence' // enrolled by rollcall, no longer wanted, and in no line of the plan
  | 'false-statement'
  | 'unclassified' // a sentence that the judge has no check for
  | 'defect';

export interface Violation {
  readonly broken: Broken;
  readonly what: string;
}
