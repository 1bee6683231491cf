import type { ObservedContact } from '../model/observed-state.ts';
import type { Change } from '../model/plan.ts';
import type { Instant } from '../model/time.ts';
import type { ApplyPorts } from './apply-ports.ts';
import type { Journal } from './run-outcomes.ts';

/** A change that still held when its person was read again. */
export interface Ready {
  readonly change: Change;
  /** Absent for an archive. */
  readonly contact: ObservedContact | undefined;
}

/** What a send needs beside its change. */
export interface Sending {
  readonly journal: Journal;
  readonly ports: ApplyPorts;
  /** The account's clock at the re-read: what begins later is ours. */
  readonly readAt: Instant;
}
