import type { DesiredTarget } from '../../model/desired-state.ts';
import type { TargetJoin } from '../../model/ledger/ledger-view.ts';
import type { TargetId, TargetIdentity } from '../../model/target.ts';
import { targetName } from '../../model/target.ts';

/**
 * Returns, for a target, every id that shares its history: joined by `replaces` in the files or in an
 * earlier apply, both ways and through any number of steps (A→B→A is one history). A target with
 * `replaces: none` is separated from all of them.
 */
export function targetHistories(
  targets: readonly DesiredTarget[],
  joins: readonly TargetJoin[],
): (target: TargetIdentity) => ReadonlySet<TargetId> {
  const separated = new Set(
    targets.flatMap((target) => (target.replaces === 'none' ? targetName(target) : [])),
  );
  const neighbors = new Map<string, Set<TargetId>>();
  const connect = (kind: TargetJoin['kind'], from: TargetId, to: TargetId): void => {
    const name = targetName({ kind, id: from });
    const known = neighbors.get(name);
    if (known) known.add(to);
    else neighbors.set(name, new Set([to]));
  };
  for (const { kind, targetId, formerId } of allJoins(targets, joins)) {
    const ends = [targetId, formerId].map((id) => targetName({ kind, id }));
    if (ends.some((name) => separated.has(name))) continue;
    connect(kind, targetId, formerId);
    connect(kind, formerId, targetId);
  }
  return ({ kind, id }) => {
    const found = new Set([id]);
    // A set that grows while it is walked also yields what was added.
    for (const one of found)
      for (const next of neighbors.get(targetName({ kind, id: one })) ?? []) found.add(next);
    return found;
  };
}

/** Joins of the files, then those that the ledger remembers. */
export function allJoins(
  targets: readonly DesiredTarget[],
  remembered: readonly TargetJoin[],
): readonly TargetJoin[] {
  const written = targets.flatMap(({ kind, id, replaces }) =>
    replaces === undefined || replaces === 'none' ? [] : [{ kind, targetId: id, formerId: replaces }],
  );
  return [...written, ...remembered];
}
