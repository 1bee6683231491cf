import { matchesGlob, targetAddress } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Draft } from '../draft.ts';
import { namesNothing } from '../problems.ts';

/** Leaves out what the filters of the command line do not name. */
export function narrow(draft: Draft): Draft {
  const decisions = draft.decisions.filter(({ address }) => draft.world.selects(address));
  const narrowed = draft.narrowed || decisions.length < draft.decisions.length;
  return { ...draft, decisions, narrowed, diagnostics: [...draft.diagnostics, ...misspelt(draft)] };
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
