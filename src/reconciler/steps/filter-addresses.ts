import { matchesGlob, targetAddress } from '../../model/target.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Decision, Draft } from '../draft.ts';
import { keyOfDecision } from '../draft.ts';
import type { Reviewed } from '../plan-input.ts';
import { namesNothing } from '../diagnostics.ts';

/** Leaves out what the filters of the command line do not name, and changes that were not reviewed. */
export function narrow(draft: Draft): Draft {
  const { world } = draft;
  const decisions = draft.decisions.filter(
    (decision) => world.selects(decision.address) && isReviewed(decision, world.input.reviewed),
  );
  const narrowed = draft.narrowed || decisions.length < draft.decisions.length;
  return { ...draft, decisions, narrowed, diagnostics: [...draft.diagnostics, ...misspelt(draft)] };
}

function isReviewed(decision: Decision, reviewed: Reviewed | undefined): boolean {
  if (reviewed === undefined) return true;
  const key = keyOfDecision(decision);
  return key === undefined || reviewed.keys.has(key);
}

/** A slip of the pen would look like a plan with nothing to do. */
function misspelt({ world, decisions }: Draft): readonly Diagnostic[] {
  const { only = [], exclude = [] } = world.input;
  const namesAny = (glob: string): boolean =>
    world.targets.some(({ desired }) => matchesGlob(targetAddress(desired), glob)) ||
    decisions.some(({ address }) => matchesGlob(address, glob));
  const unmet = (flag: string, globs: readonly string[]): readonly Diagnostic[] =>
    globs.filter((glob) => !namesAny(glob)).map((glob) => namesNothing(flag, glob));
  return [...unmet('--only', only), ...unmet('--exclude', exclude)];
}
