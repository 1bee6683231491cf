import type { Diagnostic } from '../../model/diagnostic.ts';
import { formatNumber, formatPlace } from '../view/format.ts';
import type { Line } from '../view/line.ts';
import type { Links } from '../view/links.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { markdownTable } from './document.ts';
import { code, link, sourceLink, type SourceUrl, escapeText } from './inline.ts';

/** Where the parts of a line lead, where they lead anywhere. */
export interface LineLinks {
  readonly links?: Links | undefined;
  readonly sourceUrl?: SourceUrl | undefined;
}

/** Lines as a table: what, who, why, where. What to do stands once under neighbours that share it. */
export function lineTable(lists: readonly TruncatedList<Line>[], to: LineLinks): string {
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
      escapeText(line.text) + (help === undefined ? '' : `<br>→ ${escapeText(help)}`),
      sourceLink(line.place, sourceUrl),
    ];
  });
}

/** Problems as a list: what is wrong, where, and what to do. */
export function diagnosticList(
  { first, hidden, last }: TruncatedList<Diagnostic>,
  sourceUrl: SourceUrl | undefined,
): string {
  const item = (diagnostic: Diagnostic): string => diagnosticItem(diagnostic, sourceUrl);
  return [
    ...first.map(item),
    ...(hidden > 0 ? [`- *${formatNumber(hidden)} more*`] : []),
    ...last.map(item),
  ].join('\n');
}

function diagnosticItem(
  { severity, code: name, message, help, source, related }: Diagnostic,
  sourceUrl: SourceUrl | undefined,
): string {
  const where = [source, ...(related ?? [])].flatMap((one) =>
    one ? [sourceLink(formatPlace(one), sourceUrl)] : [],
  );
  const places = where.length === 0 ? '' : ` ${where.join(', ')}`;
  return `- **${severity}** ${code(name)} ${escapeText(message)}${places}<br>→ ${escapeText(help)}`;
}
