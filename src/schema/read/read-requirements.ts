import type { Requirement } from '../../model/desired-state.ts';
import { type SourceFile, itemsOf, type SourceNode, valueAt } from '../source-file.ts';

/** Reads `require`. Returns nothing without conditions. The schema check reports conditions that are not valid. */
export function readRequirements(
  node: SourceNode | undefined,
  scope: SourceFile,
): readonly Requirement[] | undefined {
  const requirements = itemsOf(node).flatMap((item) => readRequirement(item, scope) ?? []);
  return requirements.length === 0 ? undefined : requirements;
}

function readRequirement(node: SourceNode, scope: SourceFile): Requirement | undefined {
  const source = scope.sourceAt(node.offset);
  if (node.kind === 'scalar') {
    return typeof node.value === 'string'
      ? { property: node.value, test: 'known', values: [], source }
      : undefined;
  }
  const [property] = textsOf(valueAt(node, 'property'));
  if (property === undefined) return undefined;
  const test = valueAt(node, 'is') ? 'is' : 'not';
  return { property, test, values: textsOf(valueAt(node, test)), source };
}

function textsOf(node: SourceNode | undefined): readonly string[] {
  const nodes = node?.kind === 'scalar' ? [node] : itemsOf(node);
  return nodes.flatMap((one) => (one.kind === 'scalar' && typeof one.value === 'string' ? [one.value] : []));
}
