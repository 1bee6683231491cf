import type { Drift, Plan } from '../../model/plan.ts';

/** What moved in the account, parted by whether it decides the exit code. */
export interface DriftView {
  readonly counted: readonly Drift[];
  /** Worth knowing; counts only with `--strict`. */
  readonly listed: readonly Drift[];
  /** Changes that the files ask for: not drift. */
  readonly pendingChanges: number;
}

/** Parts the drift of a plan; `strict` makes everything count. */
export function driftView(plan: Plan, { strict }: { readonly strict: boolean }): DriftView {
  const drift = plan.drift.map((one) => ({ ...one, counts: strict || one.counts }));
  const moved = new Set(drift.map(({ address }) => address));
  return {
    counted: drift.filter((one) => one.counts),
    listed: drift.filter((one) => !one.counts),
    pendingChanges: plan.changes.filter(({ address }) => !moved.has(address)).length,
  };
}
