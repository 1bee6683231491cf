import { matchesGlob, targetAddress } from '../../model/target.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { Decision, Draft } from '../draft.ts';
import { keyOfDecision } from '../draft.ts';
import type { Reviewed } from '../plan-input.ts';
import { filterUnmatched } from '../diagnostics.ts';

/** Drops decisions that the command-line filters exclude, and changes that were not reviewed. */
export function filterAddresses(draft: Draft): Draft {
  const { planning } = draft;
  const decisions = draft.decisions.filter(
    (decision) => planning.selects(decision.address) && isReviewed(decision, planning.input.reviewed),
  );
  const filtered = draft.filtered || decisions.length < draft.decisions.length;
  return {
    ...draft,
    decisions,
    filtered,
    diagnostics: [...draft.diagnostics, ...unmatchedFilters(draft)],
  };
}

function isReviewed(decision: Decision, reviewed: Reviewed | undefined): boolean {
  if (reviewed === undefined) return true;
  const key = keyOfDecision(decision);
  return key === undefined || reviewed.keys.has(key);
}

/** Warns of filters that match nothing: a typo would otherwise look like a plan without changes. */
function unmatchedFilters({ planning, decisions }: Draft): readonly Diagnostic[] {
  const { only = [], exclude = [], desired } = planning.input;
  const { creations = [] } = desired;
  const matchesAny = (glob: string): boolean =>
    planning.targets.some((target) => matchesGlob(targetAddress(target.desired), glob)) ||
    // A workflow that waits for its id is in the files, too, without a decision.
    creations.some(({ key }) => matchesGlob(targetAddress({ kind: 'workflow', key }), glob)) ||
    decisions.some(({ address }) => matchesGlob(address, glob));
  const unmatched = (flag: string, globs: readonly string[]): readonly Diagnostic[] =>
    globs.filter((glob) => !matchesAny(glob)).map((glob) => filterUnmatched(flag, glob));
  return [...unmatched('--only', only), ...unmatched('--exclude', exclude)];
}
