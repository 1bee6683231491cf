import type { TargetView } from '../view/target-view.ts';
import { people } from '../view/format.ts';
import { htmlText, words } from './inline.ts';
import { fold } from './fold.ts';
import { lineTable } from './line-list.ts';
import type { LineLinks } from './line-list.ts';
import { clipped } from './sections.ts';

/** Lists up to this length stand open. */
const short = 25;

/** One target's people, folded where they are many. */
export function targetFold(view: TargetView, to: LineLinks): string {
  const { name } = view.target;
  const lines = view.blocks.reduce(
    (sum, { first, hidden, last }) => sum + first.length + hidden + last.length,
    0,
  );
  const title = [
    `<b>${htmlText(view.address)}</b>`,
    ...(name === undefined ? [] : [htmlText(name)]),
    people(lines),
  ];
  const unchanged = view.unchanged === '' ? '' : `\n\n${words(clipped(view.unchanged, 500))}`;
  return fold(title.join(' · '), lineTable(view.blocks, to) + unchanged, { open: lines <= short });
}
