/** What an apply did: planned = done + failed + blocked + unknown + not attempted. */
import type { outputFormatVersion } from './plan.ts';
import type { Address } from './target.ts';
import type { Source } from './diagnostic.ts';
import type { ExitCode } from './exit-code.ts';
import type { Change, ChangeContact, Unchanged, PlanContext } from './plan.ts';

export type OutcomeStatus =
  /** Took effect, or was taken by HubSpot and will be watched (`accepted`). */
  'done' | 'failed' | 'blocked' | 'unknown' | 'not-attempted';

export interface Outcome {
  readonly address: Address;
  readonly action: Change['action'];
  readonly status: OutcomeStatus;
  readonly reason: string;
  readonly help?: string;
  /** As the change has it, masked. */
  readonly contact?: ChangeContact;
  /** The line that asked for the change. */
  readonly source?: Source;
}

export interface Report {
  readonly formatVersion: typeof outputFormatVersion;
  readonly planId: string;
  readonly portalId: number;
  /** Absent when there was nothing to write down. */
  readonly run?: number;
  readonly exitCode: ExitCode;
  /** Every reason that could set the exit code, most serious first. */
  readonly exitReasons: readonly string[];
  readonly counts: Readonly<
    Record<'planned' | 'done' | 'failed' | 'blocked' | 'unknown' | 'notAttempted', number>
  >;
  /** Mails that the enrollments done will send. */
  readonly emails: number;
  readonly outcomes: readonly Outcome[];
  /** Removals left for manual work. */
  readonly manual: readonly Unchanged[];
  readonly requests: number;
  /** Where the account's pages are, for links. */
  readonly context?: Pick<PlanContext, 'uiDomain' | 'contactPage'>;
}
