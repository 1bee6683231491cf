import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { formatNumber, formatPlace } from '../view/format.ts';
import type { Line } from '../view/line.ts';
import type { Links } from '../view/links.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { markdownTable } from './document.ts';
import { code, link, sourceLink, type SourceUrl, escapeText } from './inline.ts';

/** The link targets of a line, if any. */
export interface LineLinks {
  readonly links?: Links | undefined;
  readonly sourceUrl?: SourceUrl | undefined;
}

/** Returns lines as a table: action, contact, text and source. Consecutive lines with the same help print it once. */
export function lineTable(lists: readonly TruncatedList<Line>[], targets: LineLinks): string {
  return markdownTable(
    ['', 'contact', '', 'declared in'],
    lists.flatMap(({ first, hidden, last }) => [
      ...rowsOf(first, targets),
      ...(hidden > 0 ? [['', `*${formatNumber(hidden)} more*`, '', '']] : []),
      ...rowsOf(last, targets),
    ]),
  );
}

function rowsOf(lines: readonly Line[], { links, sourceUrl }: LineLinks): string[][] {
  return lines.map((line, index) => {
    const help = line.help !== undefined && line.help !== lines[index + 1]?.help ? line.help : undefined;
    return [
      // A no-break space keeps the symbol and its word on one line.
      `${line.symbol}\u00A0${line.word}`,
      line.contactId !== undefined && links
        ? link(code(line.subject), links.contact(line.contactId))
        : code(line.subject),
      escapeText(line.text) + (help === undefined ? '' : `<br>→ ${escapeText(help)}`),
      sourceLink(line.place, sourceUrl),
    ];
  });
}

/** Returns diagnostics as a list: message, source and help. */
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
  const sources = [source, ...(related ?? [])].flatMap((one) =>
    one ? [sourceLink(formatPlace(one), sourceUrl)] : [],
  );
  const places = sources.length === 0 ? '' : ` ${sources.join(', ')}`;
  return `- **${severity}** ${code(name)} ${escapeText(message)}${places}<br>→ ${escapeText(help)}`;
}
