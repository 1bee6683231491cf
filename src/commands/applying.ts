import type { AccountReader, AccountWriter } from '../model/account.ts';
import type { Lease, Ledger } from '../model/ledger/ledger.ts';
import type { Plan } from '../model/plan.ts';
import type { WriteDeps } from './deps.ts';
import type { LineArgs, Loaded } from './pipeline.ts';

export interface ApplyArgs extends LineArgs {
  readonly autoApprove: boolean;
  readonly newLedger: boolean;
  /** Refuse every plan but this one. */
  readonly expect?: string | undefined;
  /** Enroll only so many people, then stop. */
  readonly canary?: number | undefined;
  /** Without it, a plan that deletes a workflow is refused. */
  readonly allowArchive?: boolean | undefined;
  readonly full: boolean;
}

/** One apply, with everything that it holds. */
export interface Applying {
  readonly args: ApplyArgs;
  readonly loaded: Loaded;
  readonly saved: Plan | undefined;
  readonly portalId: number;
  readonly reader: AccountReader;
  readonly writer: AccountWriter;
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly deps: WriteDeps;
}
