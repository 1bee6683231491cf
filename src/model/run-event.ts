/**
 * What happens while an apply goes on, as `--events` writes it: one line an event. Ids only: no e-mail
 * address and no free text, so that a log of events may be kept anywhere.
 */
import type { Address } from './address.ts';
import type { ExitCode } from './exit-code.ts';
import type { Instant } from './instant.ts';
import type { Change } from './plan.ts';
import type { OutcomeStatus, Report } from './report.ts';

export type RunEvent = { readonly at: Instant; readonly run: number } & (
  | {
      readonly event: 'run-started';
      readonly planId: string;
      readonly portalId: number;
      /** Changes that this run will attempt. */
      readonly planned: number;
    }
  /** The intent is recorded, and the request is about to leave. */
  | { readonly event: 'change-sent'; readonly address: Address; readonly action: Change['action'] }
  /** May come more than once for an address while its effect is looked for; the last one counts. */
  | {
      readonly event: 'change-settled';
      readonly address: Address;
      readonly action: Change['action'];
      readonly status: OutcomeStatus;
    }
  | {
      readonly event: 'waiting';
      /** HubSpot asked for it, an effect is looked for, or the connection never opened. */
      readonly why: 'rate-limit' | 'effect' | 'connection';
      readonly milliseconds: number;
      /** How many changes wait. */
      readonly changes: number;
    }
  | {
      readonly event: 'run-finished';
      readonly exitCode: ExitCode;
      readonly counts: Report['counts'];
      readonly mails: number;
      readonly calls: number;
    }
);
