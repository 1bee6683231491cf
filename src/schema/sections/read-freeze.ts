import type { FreezeWindow } from '../../model/desired-state.ts';
import { readDay } from '../read/read-values.ts';
import type { SourceDocument } from '../source-file.ts';
import { itemsOf, valueAt } from '../source/source-tree.ts';

/** The freeze windows of all files. */
export function readFreeze(documents: readonly SourceDocument[]): readonly FreezeWindow[] {
  return documents.flatMap((document) =>
    itemsOf(valueAt(document.root, 'freeze')).flatMap((item) => {
      const { scope } = document;
      const [fromNode, toNode, reason] = ['from', 'to', 'reason'].map((key) => valueAt(item, key));
      const from = fromNode && readDay(fromNode, scope);
      const to = toNode && readDay(toNode, scope);
      if (!from || !to) return [];
      if (to < from) {
        scope.report({
          code: 'freeze-backwards',
          at: item.offset,
          message: `This window ends on ${to}, before it begins on ${from}.`,
          help: 'Swap the two days. A window of one day has the same day twice.',
        });
      }
      const why =
        reason?.kind === 'scalar' && typeof reason.value === 'string' ? { reason: reason.value } : {};
      return [{ from, to, ...why, source: scope.place(item.offset) }];
    }),
  );
}
