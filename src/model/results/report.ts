/** The result of an apply: planned = done + failed + blocked + unknown + not attempted. */
import type { outputFormatVersion } from './plan.ts';
import type { Address, TargetId } from '../target.ts';
import type { Source } from './diagnostic.ts';
import type { HubSpotResponse } from '../account.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Day } from '../time.ts';
import type { Change, ChangeContact, ChangeTarget, PlanContext, Unchanged, WaitCause } from './plan.ts';

export type OutcomeStatus =
  /** `done`: took effect, or HubSpot accepted it and a later run checks the effect. */
  'done' | 'failed' | 'blocked' | 'unknown' | 'not-attempted';

/** How rollcall knows that a change took effect. */
export type OutcomeEvidence =
  /** The response confirms the effect. */
  | 'confirmed'
  /** A later read shows the effect. */
  | 'read-back'
  /** HubSpot accepted the request and does not show the effect yet; a later run verifies it. */
  | 'accepted';

export interface Outcome {
  readonly address: Address;
  readonly action: Change['action'];
  readonly status: OutcomeStatus;
  /** The cause in plain words. The response of HubSpot is separate. */
  readonly reason: string;
  readonly help?: string;
  /** What an enrollment waits for that was not attempted. */
  readonly waitsFor?: WaitCause;
  /** The day of its turn, if known. */
  readonly until?: Day;
  /** The id of the new workflow. For `done` only. */
  readonly createdId?: TargetId;
  /** For `done` only. */
  readonly evidence?: OutcomeEvidence;
  /** The request and what HubSpot returned, if the response did not prove the effect. */
  readonly response?: HubSpotResponse;
  readonly target?: ChangeTarget;
  /** The contact of the change, with its masked email. */
  readonly contact?: ChangeContact;
  /** The line that declares the change. */
  readonly source?: Source;
}

/** A sender that HubSpot refused, or whose responses were unclear too often. Its other changes were not attempted. */
export interface StoppedSender {
  /** The sender's email. */
  readonly sender: string;
  readonly reason: string;
  /** What to do in HubSpot or in the file. */
  readonly help: string;
}

export interface Report {
  readonly formatVersion: typeof outputFormatVersion;
  readonly planId: string;
  readonly portalId: number;
  /** The number of the run. Absent if the ledger recorded none. */
  readonly run?: number;
  /** The run that this run undid. */
  readonly undoRun?: number;
  /** The configuration files, for commands that follow. Absent if there is only the default file. */
  readonly files?: readonly string[];
  readonly exitCode: ExitCode;
  /** All reasons that affect the exit code, most serious first. */
  readonly exitReasons: readonly string[];
  readonly counts: Readonly<
    Record<'planned' | 'done' | 'failed' | 'blocked' | 'unknown' | 'notAttempted', number>
  >;
  /** Active enrollments of others that the run recorded. Absent if it recorded none. */
  readonly adopted?: number;
  /** Changes that an unattended apply left for a reviewed plan. Absent if it left none. */
  readonly forReview?: number;
  /** Emails that the completed enrollments will send. */
  readonly emails: number;
  /** The part of `emails` that leaves on the day of the apply. Absent if HubSpot does not show the days of all of them. */
  readonly emailsToday?: number;
  /** The day on which the last of the emails leaves. Absent without emails, or if it is not known. */
  readonly emailsUntil?: Day;
  /** Senders for which the run stopped sending. Absent if it stopped none. */
  readonly stoppedSenders?: readonly StoppedSender[];
  readonly outcomes: readonly Outcome[];
  /** Contacts that a person must unenroll in HubSpot. */
  readonly manual: readonly Unchanged[];
  readonly requests: number;
  /** Hosts and URLs of the account, for links. */
  readonly context?: Pick<PlanContext, 'uiDomain' | 'contactPage'>;
}
