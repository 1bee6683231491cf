import type { Options } from 'csv-parse';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';

/** The cells of a CSV file. Row 0 is the header. */
export interface CsvTable {
  readonly delimiter: string;
  readonly rows: readonly (readonly string[])[];
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
  try {
    const rows = parseRows(text, delimiter);
    return { delimiter, rows, lineOf: lineCounter(text, rows) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return { line, message: faultWords[error.code] ?? 'The row cannot be read.' };
  }
}

const faultWords: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote that opens here is never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'Text follows a closing quote.',
  INVALID_OPENING_QUOTE: 'A quote stands within a cell that did not begin with one.',
};

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

/** Without quotes a row is a line; with them cells may hold line ends, which are counted as the rows go by. */
function lineCounter(text: string, rows: readonly (readonly string[])[]): (row: number) => number {
  if (!text.includes('"')) return (row) => row + 1;
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
