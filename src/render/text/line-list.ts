import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { formatNumber, formatPlace } from '../view/format.ts';
import type { Line } from '../view/line.ts';
import { safeLine } from '../view/safe-text.ts';
import type { TruncatedList } from '../view/truncated-list.ts';
import { displayWidth, padTo, wrap } from './layout.ts';
import type { Style } from './style.ts';

/** The column widths that all blocks of a section share. */
interface Columns {
  readonly word: number;
  readonly subject: number;
}

/** Returns the column widths for the blocks of a section. */
export function columnsOf(blocks: readonly TruncatedList<Line>[]): Columns {
  const lines = blocks.flatMap(({ first, last }) => [...first, ...last]);
  return { word: widest(lines, (line) => line.word), subject: widest(lines, (line) => line.subject) };
}

/**
 * Returns a block in columns, or with two rows per line if the columns do not fit. Consecutive lines with the same
 * help print it once.
 */
export function blockLines(block: TruncatedList<Line>, columns: Columns, style: Style): readonly string[] {
  const shown = [...block.first, ...block.last];
  const text = widest(shown, (line) => line.text);
  const place = widest(shown, (line) => line.place);
  // Two spaces between columns and at the left; the symbol takes two more.
  const fits = 4 + columns.word + 2 + columns.subject + 2 + text + 2 + place <= style.width;
  const rowsOf = (line: Line): readonly string[] =>
    fits ? [inColumns(line, { ...columns, text }, style)] : stacked(line, columns, style);
  const list = (lines: readonly Line[]): string[] =>
    lines.flatMap((line, index) => [
      ...rowsOf(line),
      ...(line.link === undefined ? [] : [style.faint(`      ${safeLine(line.link)}`)]),
      ...(line.help !== undefined && line.help !== lines[index + 1]?.help ? helpLines(line.help, style) : []),
    ]);
  return [
    ...list(block.first),
    ...(block.hidden > 0 ? [hiddenCountLine(block, style)] : []),
    ...list(block.last),
  ];
}

/** Returns the line that counts the hidden items of a list. */
export function hiddenCountLine({ hidden }: TruncatedList<unknown>, style: Style): string {
  return style.faint(`  … ${formatNumber(hidden)} more; --full lists them`);
}

function inColumns(line: Line, columns: Columns & { readonly text: number }, style: Style): string {
  const subject = padTo(safeLine(line.subject), columns.subject);
  const body = `${columns.subject > 0 ? `${subject}  ` : ''}${safeLine(line.text)}`;
  const head = `  ${signText(line, columns, style)}  ${body}`;
  if (line.place === '') return head.trimEnd();
  const gap = ' '.repeat(2 + columns.text - displayWidth(safeLine(line.text)));
  return `${head}${gap}${style.faint(safeLine(line.place))}`;
}

function stacked(line: Line, columns: Columns, style: Style): readonly string[] {
  const indent = '      ';
  const head = wrap(`${signText(line, columns, noPaint)}  ${line.subject}`, {
    width: style.width,
    first: '  ',
    rest: indent,
  });
  const plainSign = `${line.symbol} ${line.word}`;
  const place = safeLine(line.place);
  const body = wrap(`${line.text}  ${place}`, { width: style.width, first: indent, rest: indent });
  return [
    ...head.map((row, index) =>
      index === 0 ? row.replace(plainSign, style.tone[line.tone](plainSign)) : row,
    ),
    ...body.map((row, index) =>
      index === body.length - 1 && place !== '' ? row.slice(0, -place.length) + style.faint(place) : row,
    ),
  ];
}

function signText(line: Line, columns: Columns, style: Pick<Style, 'tone'>): string {
  return style.tone[line.tone](`${line.symbol} ${padTo(line.word, columns.word)}`);
}

function unpainted(text: string): string {
  return text;
}

const noPaint: Pick<Style, 'tone'> = {
  tone: {
    add: unpainted,
    remove: unpainted,
    wait: unpainted,
    stop: unpainted,
    doubt: unpainted,
    quiet: unpainted,
  },
};

function widest(lines: readonly Line[], pick: (line: Line) => string): number {
  return lines.reduce((width, line) => Math.max(width, displayWidth(safeLine(pick(line)))), 0);
}

const severityStyles = {
  error: { symbol: '!', tone: 'stop' },
  warning: { symbol: '~', tone: 'wait' },
  advice: { symbol: '~', tone: 'quiet' },
} as const;

/** Returns a diagnostic inside another text: `! error[limit-enroll]: … file:line`, with its help below. */
export function diagnosticLines(note: Diagnostic, style: Style): readonly string[] {
  const { symbol, tone } = severityStyles[note.severity];
  const head = `${symbol} ${note.severity}[${note.code}]:`;
  const place = note.source ? `  ${formatPlace(note.source)}` : '';
  const lines = wrap(`${head} ${note.message}${place}`, { width: style.width, first: '  ', rest: '      ' });
  return [
    ...lines.map((line, index) => (index === 0 ? line.replace(head, style.tone[tone](head)) : line)),
    ...helpLines(note.help, style),
  ];
}

/** Returns the help that is printed below a line. */
export function helpLines(help: string, style: Style, indent = '      '): readonly string[] {
  return wrap(help, { width: style.width, first: `${indent}help: `, rest: `${indent}      ` });
}
