import { matchesGlob, targetAddress } from '../../model/target.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Decision, Draft } from '../draft.ts';
import { keyOfDecision } from '../draft.ts';
import type { Reviewed } from '../plan-input.ts';
import { filterUnmatched } from '../diagnostics.ts';

/** Leaves out what the filters of the command line do not name, and changes that were not reviewed. */
export function filterAddresses(draft: Draft): Draft {
  const { planning } = draft;
  const decisions = draft.decisions.filter(
    (decision) => planning.selects(decision.address) && isReviewed(decision, planning.input.reviewed),
  );
  const narrowed = draft.filtered || decisions.length < draft.decisions.length;
  return {
    ...draft,
    decisions,
    filtered: narrowed,
    diagnostics: [...draft.diagnostics, ...unmatchedFilters(draft)],
  };
}

function isReviewed(decision: Decision, reviewed: Reviewed | undefined): boolean {
  if (reviewed === undefined) return true;
  const key = keyOfDecision(decision);
  return key === undefined || reviewed.keys.has(key);
}

/** A slip of the pen would look like a plan with nothing to do. */
function unmatchedFilters({ planning, decisions }: Draft): readonly Diagnostic[] {
  const { only = [], exclude = [] } = planning.input;
  const namesAny = (glob: string): boolean =>
    planning.targets.some(({ desired }) => matchesGlob(targetAddress(desired), glob)) ||
    decisions.some(({ address }) => matchesGlob(address, glob));
  const unmet = (flag: string, globs: readonly string[]): readonly Diagnostic[] =>
    globs.filter((glob) => !namesAny(glob)).map((glob) => filterUnmatched(flag, glob));
  return [...unmet('--only', only), ...unmet('--exclude', exclude)];
}
