import type { SourceDocument } from '../source-file.ts';
import type { SourceEntry, SourceNode } from '../source/source-tree.ts';
import { itemsOf } from '../source/source-tree.ts';
import type { SchemaPart } from './schema-at.ts';
import { schemaAt } from './schema-at.ts';

/** A value that does not fit, with where it stands. */
export interface Misfit {
  readonly path: readonly string[];
  /** The path as messages name it: `limits.enroll`, `freeze[0].from`. */
  readonly name: string;
  /** The key of the value; absent for an item of a list. */
  readonly key: string | undefined;
  readonly node: SourceNode;
  /** Where the key of the value stands, or the value itself where it has none. */
  readonly keyOffset: number;
  readonly schema: SchemaPart;
}

/** Finds the value that a JSON pointer names. */
export function locate(pointer: string, { root }: SourceDocument): Misfit {
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node: SourceNode = root;
  let [keyOffset, name] = [root.offset, ''];
  let key: string | undefined;
  for (const step of path) {
    const parent: SourceNode = node;
    const entry: SourceEntry | undefined = parent.kind === 'map' ? parent.entries.get(step) : undefined;
    const value: SourceNode | undefined = entry?.value ?? itemsOf(parent)[Number(step)];
    if (!value) break;
    name += entry ? `${name && '.'}${step}` : `[${step}]`;
    key = entry && step;
    [node, keyOffset] = [value, entry?.keyOffset ?? value.offset];
  }
  return { path, name, key, node, keyOffset, schema: schemaAt(path) };
}
