import type { Pace } from '../../model/desired-state.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { weekdays } from '../../model/time.ts';
import { itemsOf, type SourceFile, type SourceNode, valueAt } from '../source-file.ts';

/** Reads the pace of a target. Returns `undefined` for a target without `pace`, and for one that was rejected. */
export function readPace(node: SourceNode | undefined, scope: SourceFile): Pace | undefined {
  if (node?.kind !== 'map' || scope.isRejected(node)) return undefined;
  const perDay = valueAt(node, 'perDay');
  const written = valueAt(node, 'days');
  const names = new Set(itemsOf(written).map((item) => (item.kind === 'scalar' ? item.value : undefined)));
  return {
    ...omitUndefined({
      perDay: perDay?.kind === 'scalar' && typeof perDay.value === 'number' ? perDay.value : undefined,
      days: written && weekdays.filter((day) => names.has(day)),
    }),
    source: scope.sourceAt(node.offset),
  };
}
