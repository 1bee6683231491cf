import stringWidth from 'string-width';
import { safeLine } from '../view/safe-text.ts';

export interface WrapOptions {
  readonly width: number;
  /** Put before the first line. */
  readonly first?: string;
  /** Put before every further line. */
  readonly rest?: string;
}

/**
 * Breaks a text at spaces into lines no wider than `width`. A word is never cut, so that addresses and
 * places stay whole; one that is too wide stands alone. Runs of spaces inside a line are kept.
 */
export function wrap(text: string, { width, first = '', rest = '' }: WrapOptions): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  let gap = '';
  for (const part of safeLine(text).trim().split(/( +)/)) {
    if (part.trim() === '') {
      gap = part;
    } else if (!empty && displayWidth(line + gap + part) > width) {
      lines.push(line);
      line = rest + part;
    } else {
      // An indentation that leaves no room for the word would push it out of sight: start a line.
      if (empty && line.trim() !== '' && displayWidth(line + part) > width) {
        lines.push(line.trimEnd());
        line = rest + part;
      } else line += (empty ? '' : gap) + part;
      empty = false;
    }
  }
  return [...lines, line.trimEnd()];
}

/** How many columns a text without colours takes on a terminal; wide characters take two. */
export function displayWidth(text: string): number {
  return singleColumn.test(text) ? text.length : stringWidth(text);
}

// Most text by far; segmenting each of 100,000 lines would take seconds.
const singleColumn = /^[\u0020-\u007E\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027]*$/;

/** Fills a text with spaces up to a width; a wider one stays as it is. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export interface TableOptions {
  readonly width: number;
  readonly indent?: string;
  /** Names of the columns. */
  readonly header?: readonly string[];
  readonly paintHeader?: (line: string) => string;
}

/**
 * Rows in aligned columns, two spaces apart. Where they do not fit, each row wrapped by itself, and no
 * header: there are no columns to name.
 */
export function table(
  rows: readonly (readonly string[])[],
  { width, indent = '', header, paintHeader = (line) => line }: TableOptions,
): readonly string[] {
  const cells = rows.map((row) => row.map(safeLine));
  const widths = [...(header ? [header] : []), ...cells].reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, displayWidth(cell))),
    [],
  );
  const total = widths.reduce((sum, one) => sum + one + 2, indent.length - 2);
  if (total > width)
    return cells.flatMap((row) =>
      wrap(row.filter((cell) => cell !== '').join('  '), { width, first: indent, rest: `${indent}    ` }),
    );
  const aligned = (row: readonly string[]): string =>
    (indent + row.map((cell, column) => padTo(cell, widths[column] ?? 0)).join('  ')).trimEnd();
  return [...(header ? [paintHeader(aligned(header))] : []), ...cells.map(aligned)];
}
