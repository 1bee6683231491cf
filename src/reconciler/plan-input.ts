import type { Address } from '../model/target.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LedgerView } from '../model/ledger/ledger-view.ts';
import type { ObservedState } from '../model/observed-state.ts';

/** Everything that a plan is made from. "Now" is `observed.observedAt`, the account's clock. */
export interface PlanInput {
  readonly desired: DesiredState;
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
  /** What checking the files had to say. An error among them leaves the plan without changes. */
  readonly diagnostics: readonly Diagnostic[];
  /** Address globs: only these, and never those. */
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  /** Only these changes: those of a reviewed plan that may still be tried. */
  readonly reviewed?: Reviewed;
  readonly limitOverrides?: LimitOverrides;
  /** Plan only to unenroll the contacts that this run enrolled. */
  readonly undoRun?: number;
  /** Plan only the removals that `suppress` asks for, whatever else refuses a plan. */
  readonly suppressionsOnly?: boolean;
}

/** The changes of a reviewed plan, by their addresses and by `changeKey`. */
export interface Reviewed {
  readonly addresses: ReadonlySet<Address>;
  readonly keys: ReadonlySet<string>;
}

/**
 * Caps given on the command line. Each stands in place of every cap of its kind, the targets' own
 * too, and counts over the whole plan; the other kinds are untouched.
 */
export interface LimitOverrides {
  readonly enroll?: number;
  readonly unenroll?: number;
  readonly reenroll?: number;
  readonly senderDay?: number;
}
