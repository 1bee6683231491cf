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
  readonly message: string;
}

/** Parses CSV text with commas, semicolons or tabs. Never throws for bad text. */
export function parseTable(text: string): CsvTable | CsvFault {
  const delimiter = delimiterOf(text);
  if (!text.includes('"')) return splitTable(text, delimiter);
  try {
    const rows = parseRows(text, delimiter);
    return { delimiter, rows: rows.length, cellsOf: (row) => rows[row] ?? [], lineOf: lineCounter(rows) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return { line, message: faultWords[error.code] ?? 'The row cannot be read.' };
  }
}

const faultWords: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote that opens here is never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'Text follows a closing quote.',
  INVALID_OPENING_QUOTE: 'A quote is within a cell that did not begin with one.',
};

/**
 * What the parser makes of text without quotes, at a fifth of its time: there every line is a row. Like
 * the parser it takes the first line end for that of the whole file. Cells are cut when they are asked
 * for, so that a million rows are not held as lists.
 */
function splitTable(text: string, delimiter: string): CsvTable {
  const lines = text.split(/\r\n|\n|\r/.exec(text)?.[0] ?? '\n');
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
  const options: Options = { delimiter };
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
  return cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
}
