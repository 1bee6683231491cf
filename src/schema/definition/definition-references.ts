import type { WorkflowAction } from '../../model/definition.ts';
import type { DefinitionReference } from '../../model/definition-reference.ts';
import { itemsOf, type SourceDocument, type SourceMap, type SourceNode, valueAt } from '../source-file.ts';
import { actionWords } from './action-words.ts';
import { scalarText } from './read-parts.ts';
import type { WorkflowFile } from './read-workflow-file.ts';

type Reference = Omit<DefinitionReference, 'source' | 'creates'>;

/**
 * Returns what the file of a workflow names in the account, with the place of each name, in the order of the file. Raw parts
 * are not searched.
 */
export function definitionReferences(
  { definition, actionNodes }: WorkflowFile,
  { root, scope }: SourceDocument,
): readonly Omit<DefinitionReference, 'creates'>[] {
  const found: (Reference & { readonly node: SourceNode | undefined })[] = [];
  const addIds = (kind: Reference['kind'], nodes: readonly (SourceNode | undefined)[]): void => {
    for (const node of nodes) {
      const name = scalarText(node);
      if (name !== undefined) found.push({ kind, name, node });
    }
  };
  addIds('list', [valueAt(valueAt(root, 'enroll'), 'list')]);
  addIds('list', itemsOf(valueAt(root, 'suppressionLists')));
  addIds('workflow', itemsOf(valueAt(root, 'unenrollFrom')));
  for (const action of definition.actions) {
    const block = actionNodes.get(action.id);
    const reference = block && referenceOf(action);
    if (reference) found.push({ ...reference, node: placeOf(block, action) });
  }
  return found
    .map(({ node, ...reference }) => ({ ...reference, offset: node?.offset ?? root.offset }))
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, ...reference }) => ({ ...reference, source: scope.sourceAt(offset) }));
}

function referenceOf(action: WorkflowAction): Reference | undefined {
  if (action.does === 'set-property') return { kind: 'property', name: action.property, value: action.value };
  if (action.does === 'enroll-in-sequence') return { kind: 'sequence', name: action.sequence };
  return 'list' in action ? { kind: 'list', name: action.list } : undefined;
}

function placeOf(block: SourceMap, { does }: WorkflowAction): SourceNode | undefined {
  return does === 'raw' ? block : valueAt(block, actionWords[does]);
}
