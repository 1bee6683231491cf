/** What `doctor` finds: one line for each thing that was looked at. */
import type { AccountReader, Progress } from './account.ts';
import type { DesiredState, Portal } from './desired-state.ts';
import type { Source } from './diagnostic.ts';
import type { CheckCode } from './problem-codes.ts';
import type { ExitCode } from './exit-code.ts';
import type { Instant } from './time.ts';
import type { Account } from './observed-state.ts';

export type CheckArea =
  | 'files'
  | 'account'
  | 'scopes'
  | 'senders'
  | 'sequences'
  | 'workflows'
  | 'lists'
  | 'routes'
  | 'rate'
  | 'clock'
  | 'ledger';

interface CheckBase {
  readonly area: CheckArea;
  /** Stable and public. */
  readonly code: CheckCode;
  /** What was found, with the numbers. */
  readonly message: string;
  readonly source?: Source;
}

/** `warning`: it may surprise, or could not be looked at. `failed`: something will not work. */
export type Check = CheckBase &
  (
    | { readonly status: 'ok' }
    | { readonly status: 'warning'; readonly help: string }
    | { readonly status: 'failed'; readonly help: string; readonly exitCode: ExitCode }
  );

/** What an examination needs of the files; without files there is an account to look at all the same. */
export type ExaminationRequest = Pick<
  DesiredState,
  'dialect' | 'sequenceRoutes' | 'targets' | 'ratePercent'
> & {
  /** Left out: whatever account the token opens. */
  readonly portal?: Portal;
};

export interface Examination {
  /** Absent when the token opens no account, or another than the files name. */
  readonly account?: Account;
  /** The account's clock; this machine's where the account did not answer. */
  readonly now: Instant;
  readonly checks: readonly Check[];
}

/** Looks at an account by reading. What is wrong there is a check, never thrown. */
export interface AccountExaminer extends Pick<AccountReader, 'sequences'> {
  /** Whether the token opens the account that the files are for. Called before anything else is read. */
  open(wanted: ExaminationRequest): Promise<Examination>;
  /** Everything else, whatever of it fails. */
  examine(wanted: ExaminationRequest, progress: Progress): Promise<readonly Check[]>;
}
