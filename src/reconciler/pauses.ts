import type { LedgerTarget, Pause } from '../model/ledger/ledger-view.ts';
import type { Kind, TargetId } from '../model/target.ts';

/** A target as a pause finds it. */
export interface Pausable {
  readonly kind: Kind;
  readonly key: string;
  /** Its id and every id that shares its history. */
  readonly ids: ReadonlySet<TargetId>;
}

/**
 * Returns whether a pause of one target holds for this one: by any of its ids, or by its key. The key counts as it
 * was when the target was paused and as an apply recorded it since, so neither a new id nor a new key lifts
 * a pause.
 */
export function holdsFor(
  pause: Pause,
  { kind, key, ids }: Pausable,
  known: readonly LedgerTarget[],
): boolean {
  const { targetId } = pause;
  if (pause.kind !== kind || targetId === undefined) return false;
  if (ids.has(targetId) || pause.targetKey === key) return true;
  return known.some((target) => target.kind === kind && target.id === targetId && target.key === key);
}
