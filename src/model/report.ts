/** What an apply did: planned = done + failed + blocked + unknown + not attempted. */
import type { Address } from './address.ts';
import type { ExitCode } from './exit-code.ts';
import type { Change, Kept } from './plan.ts';

export type OutcomeStatus =
  /** Took effect, or was taken by HubSpot and will be watched (`accepted`). */
  'done' | 'failed' | 'blocked' | 'unknown' | 'not-attempted';

export interface Outcome {
  readonly address: Address;
  readonly action: Change['action'];
  readonly status: OutcomeStatus;
  readonly reason: string;
  readonly help?: string;
}

export interface Report {
  readonly formatVersion: 1;
  readonly planId: string;
  readonly portalId: number;
  readonly run: number;
  readonly exitCode: ExitCode;
  /** Every reason that could set the exit code, most serious first. */
  readonly exitReasons: readonly string[];
  readonly counts: Readonly<
    Record<'planned' | 'done' | 'failed' | 'blocked' | 'unknown' | 'notAttempted', number>
  >;
  /** Mails that the enrollments done will send. */
  readonly mails: number;
  readonly outcomes: readonly Outcome[];
  /** Removals left for a person. */
  readonly manual: readonly Kept[];
  readonly calls: number;
}
