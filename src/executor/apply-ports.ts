import type { AccountReader, AccountWriter, Progress, UnenrollCommand } from '../model/account.ts';
import type { Lease } from '../model/ledger/ledger.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import type { Change, Rejudged, UnenrollChange } from '../model/plan.ts';
import type { EmitRunEvent } from '../model/run-event.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import type { RunOutcomes } from './run-outcomes.ts';

/** What applying needs of the world. Every wait goes through `sleep`, every write through `lease` first. */
export interface ApplyPorts {
  readonly reader: Pick<AccountReader, 'contacts' | 'inWorkflow' | 'members' | 'now' | 'requests'>;
  readonly writer: AccountWriter;
  readonly lease: Pick<Lease, 'recordIntents' | 'settle' | 'rememberIdentities'>;
  /**
   * Reads the ledger again and gives back the judge of re-read contacts. Called at the start of each
   * phase, so that enrollments know of the removals that this run made for them.
   */
  readonly loadJudge: () => Promise<Judge>;
  /** The way out of a target, as the files declare it. */
  readonly unenrollRoute: (change: UnenrollChange) => Pick<UnenrollCommand, 'route' | 'viaList'>;
  /** Milliseconds; ends early when an interrupt comes. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** The first Ctrl-C: nothing new is sent. */
  readonly interrupted: () => boolean;
  readonly progress: Progress;
  readonly emit: EmitRunEvent;
  readonly pollDelays: PollDelays;
}

/** The input of a judge: one batch, just read again. */
export interface RereadBatch {
  readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
  /** The active contacts of the workflows that the batch deletes. */
  readonly members: ReadonlyMap<TargetId, ReadonlySet<ContactId>>;
  /** Enrollments since `readyJudge`, by the sender's user id. */
  readonly sent: ReadonlyMap<string, number>;
}

/** The current judgment of the approved changes, by `changeKey`. A change without an entry no longer holds. */
export type Judge = (reread: RereadBatch) => Promise<ReadonlyMap<string, Rejudged>>;

/** How long an effect is looked for, in milliseconds between reads. */
export interface PollDelays {
  /** After an ambiguous answer: calculated properties lag by seconds to minutes. */
  readonly ambiguous: readonly number[];
  /** After an accepted removal: a bridge takes about 80 seconds. */
  readonly removal: readonly number[];
}

/** Two minutes in all after an ambiguous response, four for a removal. */
export const defaultPollDelays: PollDelays = {
  ambiguous: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000],
  removal: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 60_000, 60_000],
};

/** A change that still held when its person was read again. */
export interface ReadyChange {
  readonly change: Change;
  /** Absent for an archive. */
  readonly contact: ObservedContact | undefined;
}

/** What a send needs beside its change. */
export interface SendContext {
  readonly journal: RunOutcomes;
  readonly ports: ApplyPorts;
  /** The account's clock at the re-read: what begins later is ours. */
  readonly readAt: Instant;
}
