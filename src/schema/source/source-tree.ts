/**
 * A parsed file with every position kept: what the YAML says, with anchors and merge keys resolved.
 * An alias leads to the very node of its anchor, so its position is where the text stands.
 */

export type SourceNode = SourceMap | SourceList | SourceScalar;

export interface SourceMap {
  readonly kind: 'map';
  readonly offset: number;
  readonly entries: ReadonlyMap<string, SourceEntry>;
}

/** A key of a map with its value. */
export interface SourceEntry {
  readonly keyOffset: number;
  readonly value: SourceNode;
}

interface SourceList {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: readonly SourceNode[];
}

export interface SourceScalar {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly value: string | number | boolean | null;
  /** As written, without quotes: an id longer than a number holds keeps its digits. */
  readonly text: string;
}

/** The value of a key of a map node; nothing for another kind of node. */
export function valueAt(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The items of a list node; none for another kind of node, which the shape check reports. */
export function itemsOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'list' ? node.items : [];
}
