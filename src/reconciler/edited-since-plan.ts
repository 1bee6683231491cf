/** The targets that were edited in HubSpot after a saved plan was made: the plan was reviewed for what they did before. */
import type { LedgerTarget } from '../model/ledger/ledger-view.ts';
import type { ObservedState } from '../model/observed-state.ts';
import { type Change, changeKey, type Plan } from '../model/results/plan.ts';
import { targetAddress, targetIdentityKey, type TargetRevision } from '../model/target.ts';

/** The edited targets as the plan saw them, by `targetIdentityKey`. */
export type EditedTargets = ReadonlyMap<string, TargetRevision>;

/** Returns the targets that the account shows with another revision than the plan saw. */
export function editedSince(
  { context }: Pick<Plan, 'context'>,
  { targets }: Pick<ObservedState, 'targets'>,
): EditedTargets {
  const edited = (context?.targets ?? []).filter((seen) => {
    const observed = targets.get(targetIdentityKey(seen));
    // A plan already reports a target that does not exist any more.
    if (!observed || observed.status === 'missing') return false;
    return observed.revision !== seen.revision;
  });
  return new Map(edited.map((seen) => [targetIdentityKey(seen), seen]));
}

/** Returns why enrollments into edited targets are not sent, by `changeKey`. Removals send nothing, so they continue. */
export function editedReasons(
  changes: readonly Change[],
  edited: EditedTargets,
): ReadonlyMap<string, { readonly reason: string; readonly help: string }> {
  return new Map(
    changes.flatMap((change) => {
      const { action, target } = change;
      if (action !== 'enroll' || !edited.has(targetIdentityKey(target))) return [];
      const reason = `stale: ${targetAddress(target)} was edited in HubSpot after the plan was made`;
      return [[changeKey(change), { reason, help: editedHelp }] as const];
    }),
  );
}

const editedHelp = 'Check in HubSpot what it sends now. Plan again and review that plan.';

/**
 * Returns the baselines that an apply may record: an edit that the plan did not show stays a difference. A target of the
 * changes without a baseline gets the revision that the plan saw, without a definition, which the plan does not have.
 */
export function reviewedBaselines(
  baselines: readonly LedgerTarget[],
  {
    edited,
    known,
    changes,
  }: {
    readonly edited: EditedTargets;
    readonly known: readonly LedgerTarget[];
    readonly changes: readonly Change[];
  },
): readonly LedgerTarget[] {
  const recorded = new Set(known.map(targetIdentityKey));
  const first = new Map<string, LedgerTarget>();
  for (const { action, target } of changes) {
    const name = targetIdentityKey(target);
    const seen = edited.get(name);
    if (action !== 'enroll' || !seen || recorded.has(name)) continue;
    first.set(name, { ...target, revision: seen.revision, status: 'ready' });
  }
  return [...baselines.filter((baseline) => !edited.has(targetIdentityKey(baseline))), ...first.values()];
}
