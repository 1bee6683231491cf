/** The result of `doctor`: one check per examined item. */
import type { AccountReader, Progress } from '../account.ts';
import type { DesiredState, Portal } from '../desired-state.ts';
import type { Source } from './diagnostic.ts';
import type { CheckCode } from './problem-codes.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Instant } from '../time.ts';
import type { Account } from '../observed-state.ts';

export type CheckArea =
  | 'files'
  | 'account'
  | 'token'
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
  /** The finding, with the numbers. */
  readonly message: string;
  readonly source?: Source;
}

/** One finding. `warning`: a likely surprise, or an item that could not be checked. `failed`: a command will fail. */
export type Check = CheckBase &
  (
    | { readonly status: 'ok' }
    | { readonly status: 'warning'; readonly help: string }
    | { readonly status: 'failed'; readonly help: string; readonly exitCode: ExitCode }
  );

/** The part of the configuration that an examination needs. `doctor` also examines an account without files. */
export type ExaminationRequest = Pick<
  DesiredState,
  | 'dialect'
  | 'apiVersion'
  | 'workflowApiVersion'
  | 'targets'
  | 'creations'
  | 'definitions'
  | 'references'
  | 'ratePercent'
  | 'token'
> & {
  /** The expected account. Absent: the account of the token. */
  readonly portal?: Portal;
  /** Check every scope that some configuration needs: there are no files that name the needed ones. */
  readonly everyScope?: true;
};

export interface Examination {
  /** Absent if the token is not valid, or belongs to another account than the files name. */
  readonly account?: Account;
  /** The account's time, or this machine's if the account sent no response. */
  readonly now: Instant;
  readonly checks: readonly Check[];
}

/** Examines an account read-only. Reports every problem as a check and never throws for one. */
export interface AccountExaminer extends Pick<AccountReader, 'sequences'> {
  /** Checks that the token belongs to the account of the files. Callers call it before `examine`. */
  open(wanted: ExaminationRequest): Promise<Examination>;
  /** Runs all other checks. A failed check does not stop the next one. */
  examine(wanted: ExaminationRequest, progress: Progress): Promise<readonly Check[]>;
}
