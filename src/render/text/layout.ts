import { displayWidth } from '../view/display-width.ts';
import { safeLine } from '../view/safe-text.ts';

export interface WrapOptions {
  readonly width: number;
  /** The prefix of the first line. */
  readonly first?: string;
  /** The prefix of every other line. */
  readonly rest?: string;
}

/** A command with addresses. A shell would run the first line of a broken one. */
const command = /\brollcall resolve (?:\S+ )*?--(?:retry|enrolled|not-enrolled|file \S+)/gu;

/**
 * Breaks a text at spaces into lines no wider than `width`. Words are never broken, and commands with addresses only
 * if they are wider than a line, so that they can be copied. A word that is too wide gets a line of its own. Runs of spaces inside a line are kept.
 */
export function wrap(text: string, { width, first = '', rest = '' }: WrapOptions): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  let gap = '';
  const whole = safeLine(text)
    .trim()
    .replace(command, (found) =>
      displayWidth(rest + found) < width ? found.replaceAll(' ', '\u00a0') : found,
    );
  for (const split of whole.split(/( +)/)) {
    const part = split.replaceAll('\u00a0', ' ');
    if (part.trim() === '') {
      gap = part;
    } else if (!empty && displayWidth(line + gap + part) > width) {
      lines.push(line);
      line = rest + part;
    } else {
      // The prefix leaves no room for the word: put the word on the next line.
      if (empty && line.trim() !== '' && displayWidth(line + part) > width) {
        lines.push(line.trimEnd());
        line = rest + part;
      } else line += (empty ? '' : gap) + part;
      empty = false;
    }
  }
  return [...lines, line.trimEnd()];
}

/** Returns `fix: …` or `HubSpot: …` below a line, wrapped after its label; nothing without a text. */
export function labeledLines(
  label: string,
  text: string | undefined,
  { width }: Pick<WrapOptions, 'width'>,
): readonly string[] {
  if (text === undefined || text === '') return [];
  return wrap(text, { width, first: `      ${label}: `, rest: ' '.repeat(8 + label.length) });
}

/** Pads a text with spaces to a width. A wider text is unchanged. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

function padStartTo(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

export interface TableOptions {
  readonly width: number;
  readonly indent?: string;
  /** The names of the columns. */
  readonly header?: readonly string[];
  readonly paintHeader?: (line: string) => string;
  /** The indexes of columns that are aligned at the right. */
  readonly numbers?: ReadonlySet<number>;
  /** Return no lines if the rows do not fit. */
  readonly orNothing?: boolean;
}

/**
 * Returns rows in aligned columns, two spaces apart. If they do not fit, each row is wrapped separately and the
 * header is left out.
 */
export function table(
  rows: readonly (readonly string[])[],
  { width, indent = '', header, paintHeader = (line) => line, numbers = new Set(), orNothing }: TableOptions,
): readonly string[] {
  const cells = rows.map((row) => row.map(safeLine));
  const widths = [...(header ? [header] : []), ...cells].reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, displayWidth(cell))),
    [],
  );
  const total = widths.reduce((sum, one) => sum + one + 2, indent.length - 2);
  if (total > width && orNothing) return [];
  if (total > width)
    return cells.flatMap((row) =>
      wrap(row.filter((cell) => cell !== '').join('  '), { width, first: indent, rest: `${indent}    ` }),
    );
  const aligned = (row: readonly string[]): string =>
    (
      indent +
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return numbers.has(column) ? padStartTo(cell, width) : padTo(cell, width);
        })
        .join('  ')
    ).trimEnd();
  return [...(header ? [paintHeader(aligned(header))] : []), ...cells.map(aligned)];
}
