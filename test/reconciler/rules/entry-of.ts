import type { Explanation } from '../../../src/model/results/explanation.ts';
import type { Change, Unchanged } from '../../../src/model/results/plan.ts';
import { explain } from '../../../src/reconciler/explain.ts';
import { makePlan } from '../../../src/reconciler/make-plan.ts';
import type { PlanInput } from '../../../src/reconciler/plan-input.ts';

/** Returns the change of an address in the plan, or nothing if the plan does not change it. */
export function changeAt(input: PlanInput, address: string): Change | undefined {
  return makePlan(input).changes.find((change) => change.address === address);
}

/** Returns the entry without a change of an address in the plan. */
export function unchangedAt(input: PlanInput, address: string): Unchanged | undefined {
  return makePlan(input).unchanged.find((unchanged) => unchanged.address === address);
}

/** Returns the entry of an address as `action: reason` or `status: reason`, or `nothing` without an entry. */
export function entryAt(input: PlanInput, address: string): string {
  const change = changeAt(input, address);
  if (change) return `${change.action}: ${change.reason}`;
  const unchanged = unchangedAt(input, address);
  return unchanged ? `${unchanged.status}: ${unchanged.reason}` : 'nothing';
}

/** Returns what `plan --explain` shows for one rule, or nothing if an earlier rule decides. */
export function explainedRule(
  input: PlanInput,
  address: string,
  rule: string,
): Omit<Explanation, 'address'> | undefined {
  const { address: _, ...row } = explain(input, address).find((one) => one.rule === rule) ?? {};
  return 'rule' in row ? row : undefined;
}
