import type { LedgerTarget, Pause } from '../../model/ledger/ledger-view.ts';
import type { Kind, TargetId } from '../../model/target.ts';
import { type Draft, replaceVerdicts } from '../draft.ts';
import { keep } from '../rules/verdict.ts';

/** Makes enrollments in a paused target wait. Removals continue. */
export function pause(draft: Draft): Draft {
  const { ledger, calendar } = draft.planning;
  if (ledger.pauses.length === 0) return draft;
  return replaceVerdicts(draft, ({ member, verdict }) => {
    if (verdict.act !== 'enroll') return undefined;
    const { ids, desired } = member.target;
    const { kind, key } = desired;
    const found = ledger.pauses.find(
      (one) => one.targetId === undefined || pauseApplies(one, { kind, key, ids }, ledger.targets),
    );
    if (!found) return undefined;
    const why = found.reason === undefined ? '' : `: ${found.reason}`;
    const targetArgument = found.targetId === undefined ? '' : ` ${kind}s.${key}`;
    return {
      ...keep(
        'waiting',
        `paused by ${found.actor} on ${calendar.day(found.at)}${why}`,
        `To resume enrollments: rollcall resume${targetArgument}`,
      ),
      waitsFor: 'pause',
    };
  });
}

/** The facts that identify a target for a pause. */
export interface PausableTarget {
  readonly kind: Kind;
  readonly key: string;
  /** Its id and every id that shares its history. */
  readonly ids: ReadonlySet<TargetId>;
}

/**
 * Returns whether a pause of one target applies to this one, by any of its ids or by its key. It compares the key
 * at the time of the pause and the key that an apply recorded since, so neither a new id nor a new key ends a
 * pause.
 */
export function pauseApplies(
  pause: Pause,
  { kind, key, ids }: PausableTarget,
  known: readonly LedgerTarget[],
): boolean {
  const { targetId } = pause;
  if (pause.kind !== kind || targetId === undefined) return false;
  if (ids.has(targetId) || pause.targetKey === key) return true;
  return known.some((target) => target.kind === kind && target.id === targetId && target.key === key);
}
