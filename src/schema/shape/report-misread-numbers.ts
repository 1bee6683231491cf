import { quoted } from '../describe-value.ts';
import type { SourceDocument } from '../source-file.ts';
import type { SourceNode } from '../source/source-tree.ts';
import { valueAt } from '../source/source-tree.ts';
import { schemaAt } from './schema-at.ts';

/**
 * Reports a version, rate or limit that is not written in plain decimal digits: YAML reads `0x10`, `0o20`, `16.0`,
 * `1.6e1` and `016` as 16, and another reader may not. The rule for ids is the same.
 */
export function reportMisreadNumbers({ root, scope }: SourceDocument): void {
  check(valueAt(root, 'version'), ['version']);
  check(valueAt(root, 'rate'), ['rate']);
  checkAll(valueAt(root, 'limits'));
  for (const section of ['sequences', 'workflows']) {
    for (const target of valuesOf(valueAt(root, section))) checkAll(valueAt(target, 'limits'));
  }

  function checkAll(limits: SourceNode | undefined): void {
    if (limits?.kind !== 'map') return;
    for (const [key, { value }] of limits.entries) check(value, ['limits', key]);
  }

  function check(node: SourceNode | undefined, path: readonly string[]): void {
    if (node?.kind !== 'scalar' || typeof node.value !== 'number' || scope.isRejected(node)) return;
    const { value, text } = node;
    // Of other numbers the schema says more.
    if (!Number.isSafeInteger(value) || value < 0 || /^(?:0|[1-9]\d*)$/.test(text)) return;
    scope.reject(node);
    scope.report({
      code: schemaAt(path)['x-code'] ?? 'bad-number',
      at: node.offset,
      message: `Invalid number ${quoted(text)}, which YAML reads as ${Math.abs(value)}: \`${path.join('.')}\` takes plain decimal digits.`,
      help: `Write ${Math.abs(value)}, or the number that you meant.`,
    });
  }
}

function valuesOf(node: SourceNode | undefined): readonly SourceNode[] {
  return node?.kind === 'map' ? [...node.entries.values()].map(({ value }) => value) : [];
}
