import type { TimelineEvent } from '../timeline.ts';

/** An expectation that does not hold. */
export interface Mismatch {
  readonly expected: string;
  readonly actual: string;
  /** The id of the contact that it concerns. */
  readonly contact?: string;
  /** The events that show it. Absent: all events of the contact, or all. */
  readonly events?: readonly TimelineEvent[];
}
