/** What HubSpot returned about the targets, lists and reps of a plan, for `rollcall snapshot`. */
import type { ContactId, TargetId } from './target.ts';
import type { Instant } from './time.ts';

type Body = Readonly<Record<string, unknown>>;

/** The parts of an account that a plan reads and of which `ObservedState` keeps only conclusions. */
export interface AccountRecording {
  readonly sequences: ReadonlyMap<TargetId, Body>;
  /** Workflows by flow id: targets, unenroll workflows and exit workflows. */
  readonly workflows: ReadonlyMap<TargetId, Body>;
  /** The v2 ids by flow id. */
  readonly workflowIds: ReadonlyMap<TargetId, string>;
  /** By list id. */
  readonly lists: ReadonlyMap<string, RecordedList>;
  readonly owners: readonly Body[];
  /** Contact properties by name, of reads of one property. */
  readonly properties: ReadonlyMap<string, Body>;
  /** The properties about sequences of each contact that has some. */
  readonly sequenceProperties: ReadonlyMap<ContactId, Readonly<Record<string, string>>>;
}

export interface RecordedList {
  readonly body: Body;
  readonly members: readonly { readonly id: ContactId; readonly since?: Instant }[];
}
