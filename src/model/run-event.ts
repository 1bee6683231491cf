/**
 * What happens while a plan, an apply or a drift goes on, as `--events` writes it: one line an event.
 * Addresses are as in a plan: contact ids and masked addresses only.
 */
import type { Progress } from './account.ts';
import type { Address } from './target.ts';
import type { ExitCode } from './exit-code.ts';
import type { FailureCode } from './problem-codes.ts';
import type { Change, Plan } from './plan.ts';
import type { OutcomeStatus, Report } from './report.ts';

export type RunEvent =
  | { readonly event: 'run-started'; readonly command: string; readonly version: string }
  /** How far reading or applying has come. */
  | ({ readonly event: 'progress' } & Parameters<Progress>[0])
  | ({
      readonly event: 'plan-made';
      readonly changes: number;
      /** What moved in the account and counts as drift. */
      readonly drift: number;
    } & Pick<Plan, 'planId' | 'portalId' | 'summary' | 'applyable' | 'errored'>)
  /** The run has its number in the ledger; changes come next. */
  | {
      readonly event: 'apply-started';
      readonly run: number;
      readonly planId: string;
      /** Changes that this run is asked for. */
      readonly planned: number;
    }
  /** The intent is recorded, and the request is about to leave. */
  | ({ readonly event: 'change-sent' } & ChangeOfRun)
  /** May come again for a change while its effect is looked for; the last one counts. */
  | ({
      readonly event: 'change-outcome';
      readonly status: OutcomeStatus;
      readonly reason: string;
    } & ChangeOfRun)
  /** Nothing new is sent any more; the outcomes of what is left follow. */
  | { readonly event: 'stopped'; readonly run: number; readonly why: StopCause; readonly reason: string }
  /** The last line, unless the process was killed. The counts are there once there is a report. */
  | ({
      readonly event: 'run-finished';
      readonly exitCode: ExitCode;
      /** What ended the run before its result. */
      readonly error?: { readonly code: FailureCode; readonly message: string };
    } & Partial<Pick<Report, 'counts' | 'emails' | 'requests'>>);

interface ChangeOfRun {
  readonly run: number;
  readonly address: Address;
  readonly action: Change['action'];
}

/** Why an apply stops before its last change. */
export type StopCause =
  | 'ledger-lost'
  | 'denied'
  | 'unreliable'
  | 'quota'
  | 'unreadable'
  | 'interrupted'
  | 'canary';

/** Hears of each event as it happens. Never throws: whoever cannot listen any more must not stop an apply. */
export type EmitRunEvent = (event: RunEvent) => void;
