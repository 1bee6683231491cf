import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceDocument } from './source-file.ts';
import { itemsOf, valueAt } from './source/source-tree.ts';

/** The parts that must be valid before suppression may act: contacts, account, ledger. */
const needed = new Set(['version', 'portal', 'dialect', 'ledger', 'ledgerId', 'suppress']);

/**
 * Returns whether the `suppress` entries of a configuration can be trusted although other parts have errors: every
 * file was parsed, and no error lies in a section that suppression needs or in a file that it includes.
 */
export function isSuppressionReadable(
  documents: readonly SourceDocument[],
  diagnostics: readonly Diagnostic[],
): boolean {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.every(({ source }) => {
    if (!source) return false;
    const document = documents.find(({ scope }) => scope.file === source.file);
    return document
      ? !needed.has(sectionAt(document, source) ?? 'version')
      : !documents.some((one) => includesInSuppress(one, source.file));
  });
}

/** The top-level key in whose section a place lies: the last one that begins at or before it. */
function sectionAt(
  { root, scope }: SourceDocument,
  { line, column }: { readonly line: number; readonly column: number },
): string | undefined {
  let section: string | undefined;
  let begins = -1;
  for (const [key, { keyOffset }] of root.entries) {
    const place = scope.place(keyOffset);
    const isBefore = place.line < line || (place.line === line && place.column <= column);
    if (isBefore && keyOffset > begins) [section, begins] = [key, keyOffset];
  }
  return section;
}

function includesInSuppress({ root }: SourceDocument, path: string): boolean {
  return itemsOf(valueAt(root, 'suppress')).some((item) => {
    const file = valueAt(item, 'file');
    return file?.kind === 'scalar' && path.endsWith(file.text.replace(/^(?:\.\/)+/u, ''));
  });
}
