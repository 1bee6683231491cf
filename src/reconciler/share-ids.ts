import { targetName } from '../model/target.ts';
import type { TargetView, World } from './context/planning-context.ts';

/**
 * Several targets of the files may share one history. It counts as a whole for "enroll once"; each id
 * in it belongs to one target, which alone decides who is unenrolled there.
 */
export function shareIds(
  targets: readonly TargetView[],
  targetOf: World['targetOf'],
): Pick<World, 'ownView' | 'sharing'> {
  const own = new Map<string, TargetView>();
  const others = new Map<string, readonly TargetView[]>();
  for (const target of targets) {
    const { kind, ids, name } = target;
    if (ids.size === 1) continue;
    const ownIds = [...ids].filter((id) => targetOf({ kind, id }) === target);
    if (ownIds.length < ids.size) own.set(name, { ...target, ids: new Set(ownIds) });
    const named = [...ids].flatMap(
      (id) => targets.find((one) => one.name === targetName({ kind, id })) ?? [],
    );
    others.set(
      name,
      named.filter((one) => one !== target),
    );
  }
  return {
    ownView: (target) => own.get(target.name) ?? target,
    sharing: ({ name }) => others.get(name) ?? [],
  };
}
