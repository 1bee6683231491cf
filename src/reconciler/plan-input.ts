import type { LiftedLimits } from '../model/results/plan.ts';
import type { Address } from '../model/target.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import type { ObservedState } from '../model/observed-state.ts';

/** The input of a plan. The current time is `observed.observedAt`, the account's clock. */
export interface PlanInput {
  readonly desired: DesiredState;
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
  /** Diagnostics of the files. With an error among them, the plan has no changes. */
  readonly diagnostics: readonly Diagnostic[];
  /** Address globs to include; without any, all addresses are included. `exclude` takes precedence. */
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  /** Plan only these changes: those of a reviewed plan that are not done yet. */
  readonly reviewed?: Reviewed;
  readonly liftedLimits?: LiftedLimits;
  /** Plan only to unenroll the contacts that this run enrolled. */
  readonly undoRun?: number;
  /** Plan only the removals that `suppress` requires. Errors that would refuse a plan become warnings. */
  readonly suppressionsOnly?: boolean;
  /** Leave changes that need a reviewed plan for one, and count the whole day against `limits.enroll`. */
  readonly unattended?: boolean;
}

/** The changes of a reviewed plan, by their addresses and by `changeKey`. */
export interface Reviewed {
  readonly addresses: ReadonlySet<Address>;
  readonly keys: ReadonlySet<string>;
}
