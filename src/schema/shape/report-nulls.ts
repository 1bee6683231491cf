import type { FileScope } from '../source-file.ts';
import type { SourceNode } from '../source/source-tree.ts';

/** Reports every null of a document: an empty value may mean "no members" or "forgotten", so it means neither. */
export function reportNulls(root: SourceNode, scope: FileScope): void {
  const seen = new Set<SourceNode>();
  const open: SourceNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'scalar' || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'list') {
      for (const item of node.items) visit(item, { at: item.offset, of: 'This entry' });
    } else {
      for (const [key, { keyOffset, value }] of node.entries) {
        visit(value, { at: keyOffset, of: `The value of \`${key}\`` });
      }
    }
  }

  function visit(node: SourceNode, found: { readonly at: number; readonly of: string }): void {
    if (node.kind !== 'scalar') return void open.push(node);
    if (node.value !== null || scope.isRejected(node)) return;
    scope.reject(node);
    scope.report({
      code: 'null-value',
      at: found.at,
      message: `${found.of} is null (empty).`,
      help: 'Write a value, or remove the line: rollcall does not manage an omitted key. For no members write `[]`.',
    });
  }
}
