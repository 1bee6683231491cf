import type { Options } from 'csv-parse';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';

/** The cells of a CSV file. Row 0 is the header. */
export interface CsvTable {
  readonly delimiter: string;
  readonly rows: number;
  /** The cells of a row; none past the last one. */
  cellsOf(row: number): readonly string[];
  /** The line on which a row begins, for rows asked for in rising order. */
  lineOf(row: number): number;
}

export interface CsvFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Each of the three ends a line, also in a file that mixes them. */
export const lineEnd = /\r\n|\n|\r/;

/** Parses CSV text with commas, semicolons or tabs. Never throws for bad text. */
export function parseTable(text: string): CsvTable | CsvFault {
  const stray = strayLineEnd(text);
  if (stray) return stray;
  const delimiter = delimiterOf(text);
  if (!text.includes('"')) return splitTable(text, delimiter);
  try {
    const rows = parseRows(text, delimiter);
    return { delimiter, rows: rows.length, cellsOf: (row) => rows[row] ?? [], lineOf: lineCounter(rows) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return { line, column: 1, message: faultMessages[error.code] ?? 'The row cannot be read.' };
  }
}

const faultMessages: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote that opens here is never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'Text follows a closing quote.',
  INVALID_OPENING_QUOTE: 'A quote is within a cell that did not begin with one.',
};

/**
 * Finds a line end that only some programs know (U+2028, a form feed) outside of quotes. One program reads two
 * rows there and another reads one, so the row after it could be lost.
 */
function strayLineEnd(text: string): CsvFault | undefined {
  for (const { 0: found, index } of text.matchAll(/"[^"]*"|[\v\f\u0085\u2028\u2029]/gu)) {
    if (found.startsWith('"')) continue;
    const lines = text.slice(0, index).split(lineEnd);
    const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    const message = `The character U+${code} outside of quotes may end a line or not.`;
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1, message };
  }
  return undefined;
}

/**
 * Splits text without quotes, in which each line is a row, in a fifth of the parser's time. Cells are cut
 * on request, so that a million rows are not held as lists.
 */
function splitTable(text: string, delimiter: string): CsvTable {
  const lines = text.split(lineEnd);
  if (lines.at(-1) === '') lines.pop();
  return {
    delimiter,
    rows: lines.length,
    cellsOf: (row) => lines[row]?.split(delimiter) ?? [],
    lineOf: (row) => row + 1,
  };
}

/** Rows of unequal length make the fast way fail; the slow one keeps them, so that each can be named. */
function parseRows(text: string, delimiter: string): string[][] {
  // Without a list, the parser takes the first line end for that of the whole file.
  const options: Options = { delimiter, record_delimiter: ['\r\n', '\n', '\r'] };
  try {
    return parse(text, options);
  } catch (error) {
    if (!(error instanceof CsvError) || error.code !== 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') throw error;
    return parse(text, { ...options, relax_column_count: true });
  }
}

/** The separator that stands most often in the header, outside of quotes. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const header = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: header.split(mark).length }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ',';
}

/** Cells in quotes may hold line ends, which are counted as the rows go by. */
function lineCounter(rows: readonly (readonly string[])[]): (row: number) => number {
  let [at, line] = [0, 1];
  return (row) => {
    if (row < at) [at, line] = [0, 1];
    for (; at < row; at += 1) line += 1 + lineEndsIn(rows[at] ?? []);
    return line;
  };
}

function lineEndsIn(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + cell.split(lineEnd).length - 1, 0);
}
