import type { Plan } from '../../model/plan.ts';
import { linksOf } from '../view/links.ts';
import type { TargetCounts } from '../view/target-counts.ts';
import { lineStatuses } from '../view/target-counts.ts';
import { formatNumber } from '../view/format.ts';
import { statusWord } from '../wording/status-word.ts';
import { code, link, words } from './inline.ts';
import { markdownTable } from './markdown-table.ts';

/** Every target in numbers; columns that are zero everywhere are left out. */
export function targetTable(
  targets: readonly TargetCounts[],
  { plan, most }: { readonly plan: Plan; readonly most: number },
): string {
  const shown = targets.slice(0, most);
  if (shown.length === 0) return '';
  const links = linksOf(plan);
  const table = markdownTable(
    ['target', ...lineStatuses.map(statusWord)],
    shown.map(({ address, target, counts }) => [
      link(code(address), links.target(target)) +
        (target.name === undefined ? '' : `<br>${words(target.name)}`),
      ...lineStatuses.map((status) => (counts[status] === 0 ? '' : formatNumber(counts[status]))),
    ]),
    new Set(lineStatuses.map((_, index) => index + 1)),
  );
  const hidden = targets.length - shown.length;
  return hidden === 0 ? table : `${table}\n\n*${formatNumber(hidden)} more targets*`;
}
