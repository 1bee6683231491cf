import type { Drift } from '../../model/plan.ts';

/** What moved, in words: `enrolled by hand`. */
export function driftKind(kind: Drift['kind']): string {
  return kinds[kind];
}

const kinds: Readonly<Record<Drift['kind'], string>> = {
  unmanaged: 'enrolled by someone else',
  'target-edited': 'edited',
  'target-disabled': 'turned off',
  'target-deleted': 'deleted',
  'ended-unexplained': 'ended without a visible cause',
};
