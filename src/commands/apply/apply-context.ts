/** The arguments and the open connections of one apply. */
import type { AccountReader, AccountWriter } from '../../model/account.ts';
import type { Failure } from '../../model/failure.ts';
import type { Lease, Ledger } from '../../model/ledger/ledger.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { WriteDeps } from '../deps.ts';
import type { LoadedConfiguration, PipelineOptions } from '../pipeline.ts';

export interface ApplyArgs extends PipelineOptions {
  readonly autoApprove: boolean;
  readonly newLedger: boolean;
  /** A saved plan in memory, instead of the path of one. */
  readonly plan?: Plan | undefined;
  /** Refuse any other plan id. */
  readonly expect?: string | undefined;
  /** Enroll only this number of contacts, then stop. */
  readonly canary?: number | undefined;
  /** Allow a plan with archives, which delete workflows. */
  readonly allowArchive?: boolean | undefined;
  readonly full: boolean;
}

/** The arguments and open connections of one apply. */
export interface ApplyContext {
  readonly args: ApplyArgs;
  readonly loaded: LoadedConfiguration;
  readonly saved: Plan | undefined;
  readonly portalId: number;
  readonly reader: AccountReader;
  readonly writer: AccountWriter;
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly deps: WriteDeps;
  /** Why an unattended apply may only unenroll suppressed contacts: problems of the files. */
  readonly invalid?: Failure;
}
