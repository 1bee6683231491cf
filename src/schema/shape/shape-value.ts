import type { SourceNode } from '../source/source-tree.ts';

/** No key of a configuration lies deeper. */
const deepest = 8;

/**
 * The plain value that the schema's validator sees: a document with its lists of people emptied. Those
 * may be long; the reader of people checks each entry itself, and says more about it than a schema can.
 */
export function shapeValue(node: SourceNode, path: readonly string[] = []): unknown {
  if (node.kind === 'scalar') return node.value;
  if (path.length > deepest || (node.kind === 'list' && holdsPeople(path)))
    return node.kind === 'list' ? [] : {};
  if (node.kind === 'list') return node.items.map((item) => shapeValue(item, [...path, '']));
  // Unlike an assignment this makes a plain property of every key, `__proto__` too.
  return Object.fromEntries(
    [...node.entries].map(([key, entry]) => [key, shapeValue(entry.value, [...path, key])]),
  );
}

function holdsPeople([section, , key, ...rest]: readonly string[]): boolean {
  if (rest.length > 0) return false;
  if (section === 'suppress') return true;
  return key === undefined ? section === 'audiences' : key === 'members' || key === 'absent';
}
