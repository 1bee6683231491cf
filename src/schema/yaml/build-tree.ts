import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { quoted } from '../describe-value.ts';
import type { SourceFile, SourceEntry, SourceMap, SourceNode, SourceScalar } from '../source-file.ts';
import { isYaml11Boolean } from './yaml11-boolean.ts';

/** The maximum number of values that the aliases of one file may expand to. */
const maxAliasedValues = 1_000_000;

interface TreeBuild {
  readonly scope: SourceFile;
  /** The latest node of each anchor with its number of values; `open` while the node is being built. */
  readonly anchors: Map<string, { readonly node: SourceNode; readonly size: number } | 'open'>;
  /** The number of values so far, including those that aliases expand to. */
  size: number;
  aliased: number;
  expandsTooFar: boolean;
}

/**
 * Builds the tree of a parsed document, with aliases resolved to the nodes of their anchors and merge keys merged.
 * Reports duplicate keys, keys that are not text, unknown and circular aliases, and aliases that expand
 * too far. Returns `undefined` for the last; for the others it omits the key or rejects the value, and continues.
 */
export function buildTree(contents: Node, scope: SourceFile): SourceNode | undefined {
  const building: TreeBuild = { scope, anchors: new Map(), size: 0, aliased: 0, expandsTooFar: false };
  const tree = build(contents, building);
  return building.expandsTooFar ? undefined : tree;
}

function build(node: Node, building: TreeBuild): SourceNode {
  building.size += 1;
  if (isAlias(node)) return resolveAlias(node.source, offsetOf(node), building);
  const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
  if (anchor === undefined) return buildPlain(node, building);
  const sizeBefore = building.size;
  building.anchors.set(anchor, 'open');
  const built = buildPlain(node, building);
  building.anchors.set(anchor, { node: built, size: building.size - sizeBefore + 1 });
  return built;
}

function buildPlain(node: Node, building: TreeBuild): SourceNode {
  const offset = offsetOf(node);
  if (isMap<Node, Node | null>(node)) return buildMap(node.items, offset, building);
  if (isSeq<Node>(node)) {
    const items = node.items.map((item) => build(item, building));
    return { kind: 'list', offset, items };
  }
  if (!isScalar<SourceScalar['value']>(node)) return nullAt(offset);
  const { value } = node;
  return { kind: 'scalar', offset, value, text: node.source ?? String(value) };
}

function buildMap(pairs: readonly Pair<Node, Node | null>[], offset: number, building: TreeBuild): SourceMap {
  const entries = new Map<string, SourceEntry>();
  const merged: SourceNode[] = [];
  for (const pair of pairs) {
    const keyOffset = offsetOf(pair.key);
    const value = pair.value ? build(pair.value, building) : nullAt(keyOffset);
    if (isScalar(pair.key) && typeof pair.key.value === 'symbol') {
      merged.push(...mergeSources(value, keyOffset, building));
      continue;
    }
    const key = readKey(pair.key, building);
    const first = key === undefined ? undefined : entries.get(key);
    if (key !== undefined && first) reportDuplicate({ key, at: keyOffset, first: first.keyOffset }, building);
    else if (key !== undefined) entries.set(key, { keyOffset, value });
  }
  for (const source of merged) {
    if (source.kind !== 'map') continue;
    for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
  }
  return { kind: 'map', offset, entries };
}

function reportDuplicate(
  duplicate: { readonly key: string; readonly at: number; readonly first: number },
  building: TreeBuild,
): void {
  building.scope.report({
    code: 'duplicate-key',
    at: duplicate.at,
    message: `The key ${quoted(duplicate.key)} is duplicated in this block.`,
    help: 'Remove one of the two, or rename it.',
    relatedAt: [duplicate.first],
  });
}

/** Returns the maps that `<<` refers to: one, or a list in which earlier maps override later ones. */
function mergeSources(value: SourceNode, at: number, building: TreeBuild): readonly SourceNode[] {
  const sources = value.kind === 'list' ? value.items : [value];
  if (sources.every((source) => source.kind === 'map')) return sources;
  building.scope.report({
    code: 'yaml-merge',
    at,
    message: 'The value of the merge key `<<` is not a block of keys.',
    help: 'Write `<<: *name`, where `&name` is the anchor of a block of keys.',
  });
  return [];
}

function readKey(key: Node, building: TreeBuild): string | undefined {
  const node = isAlias(key) ? build(key, building) : undefined;
  const text =
    node?.kind === 'scalar' ? node.text : isScalar(key) ? (key.source ?? String(key.value)) : undefined;
  const plain = isScalar(key) && key.type === 'PLAIN';
  const at = offsetOf(key);
  if (text === undefined || (plain && key.value === null)) {
    const help = 'Write the key as one word, followed by a colon.';
    building.scope.report({ code: 'yaml-key', at, message: 'A key must be text.', help });
    return undefined;
  }
  if (plain && isYaml11Boolean(text)) {
    const message = `Many YAML readers read the key \`${text}\` without quotes as true or false.`;
    building.scope.report({
      code: 'boolean-key',
      at,
      message,
      help: `Choose another name, or write it in quotes: "${text}".`,
    });
    return undefined;
  }
  return text;
}

function resolveAlias(name: string, offset: number, building: TreeBuild): SourceNode {
  const target = building.anchors.get(name);
  if (target === undefined || target === 'open') {
    const message =
      target === 'open'
        ? `The alias \`*${quoted(name).slice(1, -1)}\` is within its own anchor and would never end.`
        : `The alias \`*${quoted(name).slice(1, -1)}\` has no anchor \`&${quoted(name).slice(1, -1)}\` above it.`;
    const fix = target === 'open' ? 'Remove the alias' : 'Define the anchor before the alias';
    const help = name.includes('@')
      ? 'Put a value that begins with `*` in quotes, for example "*@competitor.example".'
      : `${fix}. If the value is not meant to be an alias, put it in quotes.`;
    building.scope.report({ code: 'yaml-alias', at: offset, message, help });
    return rejectedAt(offset, building);
  }
  building.size += target.size;
  building.aliased += target.size;
  if (building.aliased > maxAliasedValues && !building.expandsTooFar) {
    building.expandsTooFar = true;
    building.scope.report({
      code: 'yaml-alias-expansion',
      at: offset,
      message: `The aliases up to this one expand to more than ${maxAliasedValues.toLocaleString('en-US')} values.`,
      help: 'List the contacts once, in an audience or a CSV file, and use the audience.',
    });
  }
  return building.expandsTooFar ? rejectedAt(offset, building) : target.node;
}

function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function nullAt(offset: number): SourceScalar {
  return { kind: 'scalar', offset, value: null, text: '' };
}

/** Returns a null that is marked as already reported. */
function rejectedAt(offset: number, building: TreeBuild): SourceScalar {
  const node = nullAt(offset);
  building.scope.reject(node);
  return node;
}
