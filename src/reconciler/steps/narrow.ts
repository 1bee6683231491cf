import type { Draft } from '../draft.ts';

/** Leaves out what the filters of the command line do not name. */
export function narrow(draft: Draft): Draft {
  const decisions = draft.decisions.filter(({ address }) => draft.world.selects(address));
  const narrowed = draft.narrowed || decisions.length < draft.decisions.length;
  return { ...draft, decisions, narrowed };
}
