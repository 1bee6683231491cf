import { quoted } from '../describe-value.ts';
import { type SourceFile, type SourceDocument, type SourceNode, valueAt } from '../source-file.ts';

/** A value with its key and its file. */
export interface LocatedValue {
  readonly key: string;
  readonly keyOffset: number;
  readonly node: SourceNode;
  readonly scope: SourceFile;
}

/**
 * Merges the keys of one block (`sequences`, `limits`; the top level if `block` is undefined) of all files, in the
 * order of the files. Skips `shared` keys. Reports a key that two files define, and keeps the first.
 */
export function mergeBlocks(
  documents: readonly SourceDocument[],
  block: string | undefined,
  shared: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, LocatedValue> {
  const merged = new Map<string, LocatedValue>();
  for (const { root, scope } of documents) {
    const node = block === undefined ? root : valueAt(root, block);
    if (node?.kind !== 'map') continue;
    for (const [key, { keyOffset, value }] of node.entries) {
      if (shared.has(key)) continue;
      const first = merged.get(key);
      if (first) reportDuplicateKey(first, { key, keyOffset, node: value, scope }, block);
      else merged.set(key, { key, keyOffset, node: value, scope });
    }
  }
  return merged;
}

function reportDuplicateKey(first: LocatedValue, second: LocatedValue, block: string | undefined): void {
  const name = block === undefined ? second.key : `${block}.${second.key}`;
  second.scope.report({
    code: 'duplicate-key',
    at: second.keyOffset,
    message: `${quoted(name)} is already defined in ${first.scope.path}.`,
    help: 'All files are one configuration. Remove one of the two, or rename it.',
    related: [first.scope.sourceAt(first.keyOffset)],
  });
}
