import type { SuppressEntry } from '../../model/desired-state.ts';
import { suppressed } from '../people/entry-grammar.ts';
import { readEntry } from '../read/read-entry.ts';
import type { SourceDocument } from '../source-file.ts';
import { itemsOf, valueAt } from '../source/source-tree.ts';
import type { Includes } from '../csv/load-includes.ts';

/** Everybody who must not be contacted, from all files. */
export function readSuppress(
  documents: readonly SourceDocument[],
  includes: Includes,
): readonly SuppressEntry[] {
  const entries: SuppressEntry[] = [];
  for (const { root, scope } of documents) {
    for (const item of itemsOf(valueAt(root, 'suppress'))) {
      const entry = readEntry(item, scope, suppressed);
      if (!entry) continue;
      if (entry.who === 'file') {
        for (const row of includes.suppressed(entry, scope)) entries.push(row);
      } else {
        const match = entry.who === 'id' ? { id: entry.name } : { email: entry.name };
        entries.push({ match, source: scope.place(entry.offset) });
      }
    }
  }
  return entries;
}
