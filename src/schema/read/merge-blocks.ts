import { quoted } from '../describe-value.ts';
import { type SourceFile, type SourceDocument, type SourceNode, valueAt } from '../source-file.ts';

/** A value with its key and the file that it stands in. */
export interface LocatedValue {
  readonly key: string;
  readonly keyOffset: number;
  readonly node: SourceNode;
  readonly scope: SourceFile;
}

/**
 * The keys of one block (`sequences`, `limits`; the top of the file without a name) from all files as
 * one, in the order of the files. A key that two files define is reported with both places.
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
    message: `${quoted(name)} is defined in two files: here and in ${first.scope.path}.`,
    help: 'Several files are one configuration. Keep one of them, or give the other its own name.',
    related: [first.scope.sourceAt(first.keyOffset)],
  });
}
