import type { Line } from '../view/line.ts';
import type { Links } from '../view/links.ts';
import type { Shortened } from '../view/truncated-list.ts';
import { formatNumber } from '../view/format.ts';
import { code, link, words } from './inline.ts';
import { markdownTable } from './markdown-table.ts';
import type { SourceUrl } from './source-place.ts';
import { sourcePlace } from './source-place.ts';

/** Where the parts of a line lead, where they lead anywhere. */
export interface LineLinks {
  readonly links?: Links | undefined;
  readonly sourceUrl?: SourceUrl | undefined;
}

/** Lines as a table: what, who, why, where. What to do stands once under neighbours that share it. */
export function lineTable(lists: readonly Shortened<Line>[], to: LineLinks): string {
  return markdownTable(
    ['', 'who', '', 'where'],
    lists.flatMap(({ first, hidden, last }) => [
      ...rowsOf(first, to),
      ...(hidden > 0 ? [['', `*${formatNumber(hidden)} more*`, '', '']] : []),
      ...rowsOf(last, to),
    ]),
  );
}

function rowsOf(lines: readonly Line[], { links, sourceUrl }: LineLinks): string[][] {
  return lines.map((line, index) => {
    const help = line.help !== undefined && line.help !== lines[index + 1]?.help ? line.help : undefined;
    return [
      // Inside a cell a sign starts no list; the space keeps it beside its word.
      `${line.symbol}\u00A0${line.word}`,
      line.contactId !== undefined && links
        ? link(code(line.who), links.contact(line.contactId))
        : code(line.who),
      words(line.text) + (help === undefined ? '' : `<br>→ ${words(help)}`),
      sourcePlace(line.place, sourceUrl),
    ];
  });
}
