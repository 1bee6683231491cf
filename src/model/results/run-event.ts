/**
 * The events of a plan, an apply or a drift that `--events` writes, one per line. As in a plan, they contain only
 * contact ids and masked email addresses.
 */
import type { HubSpotResponse, Progress } from '../account.ts';
import type { Address } from '../target.ts';
import type { ExitCode } from '../exit-code.ts';
import type { FailureCode } from './problem-codes.ts';
import type { Change, Plan } from './plan.ts';
import type { OutcomeStatus, Report } from './report.ts';

export type RunEvent =
  | { readonly event: 'run-started'; readonly command: string; readonly version: string }
  /** The progress of reading or applying. */
  | ({ readonly event: 'progress' } & Parameters<Progress>[0])
  | ({
      readonly event: 'plan-made';
      readonly changes: number;
      /** The number of drifts that count. */
      readonly drift: number;
    } & Pick<Plan, 'planId' | 'portalId' | 'summary' | 'applyable' | 'errored'>)
  /** The ledger recorded the run; its changes follow. */
  | {
      readonly event: 'apply-started';
      readonly run: number;
      readonly planId: string;
      /** The number of changes of this run. */
      readonly planned: number;
    }
  /** The intent is recorded, and rollcall is about to send the request. */
  | ({ readonly event: 'change-sent' } & ChangeOfRun)
  /** May repeat for one change while rollcall verifies its effect; the last one counts. */
  | ({
      readonly event: 'change-outcome';
      readonly status: OutcomeStatus;
      readonly reason: string;
      /** The request and what HubSpot returned, if the response did not prove the effect. */
      readonly response?: HubSpotResponse;
    } & ChangeOfRun)
  /** rollcall sends no further change. The outcomes of the remaining changes follow. */
  | { readonly event: 'stopped'; readonly run: number; readonly why: StopCause; readonly reason: string }
  /** The last line, unless the process was killed. Has counts if the run made a report. */
  | ({
      readonly event: 'run-finished';
      readonly exitCode: ExitCode;
      /** The failure that ended the run without a result. */
      readonly error?: { readonly code: FailureCode; readonly message: string };
    } & Partial<Pick<Report, 'counts' | 'emails' | 'requests'>>);

interface ChangeOfRun {
  readonly run: number;
  readonly address: Address;
  readonly action: Change['action'];
}

/** The reason why an apply stops before its last change. */
export type StopCause =
  | 'ledger-lost'
  /** A defect of rollcall. */
  | 'internal'
  | 'denied'
  | 'unreliable'
  | 'quota'
  /** An unattended apply: the files are not those of the last reviewed plan. */
  | 'unreviewed'
  /** An unattended apply: a limit refuses the rest of the plan. */
  | 'limit'
  /** An unattended apply: errors refuse the rest of the plan. */
  | 'plan-errors'
  | 'unreadable'
  | 'interrupted'
  | 'canary';

/** Receives each event as it happens. Never throws, because a lost receiver must not stop an apply. */
export type EmitRunEvent = (event: RunEvent) => void;
