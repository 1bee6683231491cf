import { diffHunks } from '../../view/diff-hunks.ts';
import type { PageData } from '../page-data.ts';
import { element } from './element.ts';

/** Lines that one click adds. */
const linesPerClick = 500;

/** Fills each diff when it is first opened. */
export function fillDiffs(data: PageData): void {
  for (const fold of document.querySelectorAll<HTMLDetailsElement>('details[data-diff]'))
    fold.addEventListener('toggle', () => {
      if (fold.open && fold.querySelector('pre') === null)
        fill(fold, diffLines(data, fold.dataset['diff'] ?? ''));
    });
}

function fill(fold: HTMLDetailsElement, lines: readonly string[]): void {
  const text = element('pre', { tabindex: '0', 'aria-label': `Members of ${fold.dataset['diff'] ?? ''}` });
  const more = element('button', { type: 'button' }, 'Show more lines');
  let shown = 0;
  const add = (): void => {
    for (const line of lines.slice(shown, shown + linesPerClick))
      text.append(element('span', { class: classOf(line) }, `${line}\n`));
    shown += linesPerClick;
    more.hidden = shown >= lines.length;
  };
  more.addEventListener('click', add);
  add();
  fold.append(text, more);
}

/** Returns the diff of one target's members, by contact id: active now, and active after the apply. */
function diffLines(data: PageData, address: string): readonly string[] {
  const target = data.targets.findIndex((one) => one.address === address);
  const members = new Map<string, { readonly mark: '+' | '-' | ' '; readonly text: string }>();
  for (const [status, id, who, at] of data.rows) {
    const mark = data.statuses[status]?.mark;
    if (at !== target || mark === undefined || id === '' || members.has(id)) continue;
    members.set(id, { mark, text: `${id} ${data.texts[who] ?? ''}`.trimEnd() });
  }
  const sorted = [...members]
    .toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
    .map(([, member]) => member);
  return diffHunks(sorted).flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
}

/** Returns a range in the unified diff format. An empty range starts at the line before it. */
function range(start: number, lines: number): string {
  const from = lines === 0 ? start - 1 : start;
  return lines === 1 ? `${from}` : `${from},${lines}`;
}

function classOf(line: string): string {
  if (line.startsWith('+')) return 'tone-add';
  if (line.startsWith('-')) return 'tone-remove';
  return line.startsWith('@@') ? 'tone-quiet' : '';
}
