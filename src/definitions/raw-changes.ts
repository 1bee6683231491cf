import { canonicalJson } from '../model/digest.ts';
import { isRawObject, ownValue, type RawValue } from './raw-value.ts';

/** Returns the paths of the parts that differ between two raw values: the deepest ones, in order. */
export function changedPaths(
  before: RawValue | undefined,
  after: RawValue | undefined,
  path: string,
): readonly string[] {
  if (
    canonicalJson(before ?? null) === canonicalJson(after ?? null) &&
    (before === undefined) === (after === undefined)
  )
    return [];
  if (isRawObject(before) && isRawObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return keys.flatMap((key) => changedPaths(ownValue(before, key), ownValue(after, key), `${path}.${key}`));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    const items: readonly RawValue[] = after;
    return before.flatMap((item: RawValue, index) => changedPaths(item, items[index], `${path}.${index}`));
  }
  return [path];
}
