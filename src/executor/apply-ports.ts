import type { AccountReader, AccountWriter, Progress, UnenrollCommand } from '../model/account.ts';
import type { WorkflowDefinition } from '../model/definition.ts';
import type { Lease } from '../model/ledger/ledger.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import type { Change, CreateChange, Rejudged, UnenrollChange } from '../model/results/plan.ts';
import type { EmitRunEvent } from '../model/results/run-event.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import type { RunOutcomes } from './run-outcomes.ts';

/** The dependencies of an apply. Every write is recorded through `lease` before it is sent. */
export interface ApplyPorts {
  readonly reader: Pick<
    AccountReader,
    'contacts' | 'inWorkflow' | 'members' | 'namesakes' | 'now' | 'requests'
  >;
  readonly writer: AccountWriter;
  readonly lease: Pick<Lease, 'recordIntents' | 'settle' | 'rememberIdentities'>;
  /**
   * Reads the ledger again and returns a judge of reread contacts. Called at the start of each phase, so that
   * enrollments take into account the removals of this run.
   */
  readonly loadJudge: () => Promise<Judge>;
  /** Returns the unenroll route that the files declare for the target of a change. */
  readonly unenrollRoute: (change: UnenrollChange) => Pick<UnenrollCommand, 'route' | 'viaList'>;
  /** Returns what the workflow to create does, as the files define it. */
  readonly definitionOf: (change: CreateChange) => WorkflowDefinition;
  /** Waits for a number of milliseconds. Returns early on an interrupt. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Returns whether the user pressed Ctrl-C. The run then sends no new request. */
  readonly interrupted: () => boolean;
  readonly progress: Progress;
  readonly emit: EmitRunEvent;
  readonly pollDelays: PollDelays;
}

/** The input of a judge: one batch that was just reread. */
export interface RereadBatch {
  readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
  /** The active contacts of the workflows that the batch archives. */
  readonly members: ReadonlyMap<TargetId, ReadonlySet<ContactId>>;
  /** Enrollments since `loadJudge`, by the sender's user id. */
  readonly sent: ReadonlyMap<string, number>;
  /** The same by `targetIdentityKey`. */
  readonly enrolled: ReadonlyMap<string, number>;
}

/** The current judgment of the approved changes, by `changeKey`. A change without an entry no longer holds. */
export type Judge = (reread: RereadBatch) => Promise<ReadonlyMap<string, Rejudged>>;

/** The milliseconds before each further read of an effect. */
export interface PollDelays {
  /** After an ambiguous response: calculated properties lag by seconds to minutes. */
  readonly ambiguous: readonly number[];
  /** After an accepted removal: an unenroll workflow takes about 80 seconds. */
  readonly removal: readonly number[];
}

/** Two minutes in all after an ambiguous response, four for a removal. */
export const defaultPollDelays: PollDelays = {
  ambiguous: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000],
  removal: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 60_000, 60_000],
};

/** A change that is still valid after the reread of its contact. */
export interface ReadyChange {
  readonly change: Change;
  /** Absent for an archive and for a new workflow. */
  readonly contact: ObservedContact | undefined;
}

/** What a send needs apart from its change. */
export interface SendContext {
  readonly outcomes: RunOutcomes;
  readonly ports: ApplyPorts;
  /** The account's clock at the reread. An enrollment that began later may be from this run. */
  readonly readAt: Instant;
}
