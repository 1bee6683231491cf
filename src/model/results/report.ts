/** The result of an apply: planned = done + failed + blocked + unknown + not attempted. */
import type { outputFormatVersion } from './plan.ts';
import type { Address } from '../target.ts';
import type { Source } from './diagnostic.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Change, ChangeContact, Unchanged, PlanContext } from './plan.ts';

export type OutcomeStatus =
  /** `done`: took effect, or HubSpot accepted it and a later run checks the effect. */
  'done' | 'failed' | 'blocked' | 'unknown' | 'not-attempted';

export interface Outcome {
  readonly address: Address;
  readonly action: Change['action'];
  readonly status: OutcomeStatus;
  readonly reason: string;
  readonly help?: string;
  /** The contact of the change, with its masked email. */
  readonly contact?: ChangeContact;
  /** The line that declares the change. */
  readonly source?: Source;
}

export interface Report {
  readonly formatVersion: typeof outputFormatVersion;
  readonly planId: string;
  readonly portalId: number;
  /** The number of the run. Absent if the ledger recorded none. */
  readonly run?: number;
  readonly exitCode: ExitCode;
  /** All reasons that affect the exit code, most serious first. */
  readonly exitReasons: readonly string[];
  readonly counts: Readonly<
    Record<'planned' | 'done' | 'failed' | 'blocked' | 'unknown' | 'notAttempted', number>
  >;
  /** Emails that the completed enrollments will send. */
  readonly emails: number;
  readonly outcomes: readonly Outcome[];
  /** Contacts that a person must unenroll in HubSpot. */
  readonly manual: readonly Unchanged[];
  readonly requests: number;
  /** Hosts and URLs of the account, for links. */
  readonly context?: Pick<PlanContext, 'uiDomain' | 'contactPage'>;
}
