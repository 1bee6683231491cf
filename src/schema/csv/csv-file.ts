import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { quoted } from '../describe-value.ts';
import type { Problems } from '../problems.ts';
import { type CsvFault, type CsvTable, lineEnd, parseTable } from './parse-table.ts';

/** A CSV file of contacts with the indexes of its columns, from 0; -1 for a missing column. */
export interface CsvFile {
  readonly file: string;
  readonly table: CsvTable;
  readonly columns: Readonly<Record<'email' | 'id' | 'sender' | 'since', number>>;
  report(cell: CellProblem): void;
}

interface CellProblem {
  readonly row: number;
  /** The index of the cell in its row, from 0. */
  readonly cell: number;
  /** Another cell of the row to show with the problem. */
  readonly other?: number;
  readonly problem: Pick<Diagnostic, 'code' | 'message' | 'help'>;
}

/**
 * Parses a CSV file and finds its columns. Reports bad syntax, a missing `email` or `id` column and duplicate columns,
 * and returns `undefined` for them. Messages show single cells, never a row, which may hold names and phone numbers.
 */
export function openCsv(
  { file, text }: { readonly file: string; readonly text: string },
  problems: Problems,
): CsvFile | undefined {
  const table = parseTable(text);
  const fail = (place: Pick<CsvFault, 'line' | 'column'>, problem: CellProblem['problem']): undefined => {
    const { line, column } = place;
    problems.add({ ...problem, severity: 'error', source: { file, line, column } });
  };
  if ('message' in table) {
    const help =
      'Enclose cells that contain quotes, commas or line breaks in double quotes, and double the quotes within them.';
    return fail(table, { code: 'csv-syntax', message: table.message, help });
  }
  const header = table.cellsOf(0).map(columnName);
  const find = (name: string): number => header.indexOf(name);
  const columns = { email: find('email'), id: find('id'), sender: find('sender'), since: find('since') };
  if (columns.email < 0 && columns.id < 0) return fail({ line: 1, column: 1 }, missingColumn(header));
  let lines: readonly string[] | undefined;
  const csv: CsvFile = {
    file,
    table,
    columns,
    report({ row, cell, problem, other }) {
      lines ??= text.split(lineEnd);
      const line = table.lineOf(row);
      const column = (of: number): number => cellColumn(lines?.[line - 1] ?? '', of, table.delimiter);
      const related = other === undefined ? {} : { related: [{ file, line, column: column(other) }] };
      problems.add({
        ...problem,
        severity: 'error',
        source: { file, line, column: column(cell) },
        ...related,
      });
    },
  };
  return reportDuplicateColumns(csv, header) ? undefined : csv;
}

/** Returns the normalized name of a column: `E\u200bmail `, `ＥＭＡＩＬ` and `email` are equal. */
function columnName(written: string): string {
  return written
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .trim()
    .toLowerCase();
}

/** Reports columns with equal names and returns whether there are any. Ignores the unnamed columns of spreadsheets. */
function reportDuplicateColumns(csv: CsvFile, header: readonly string[]): boolean {
  let hasDuplicates = false;
  for (const [cell, name] of header.entries()) {
    const first = header.indexOf(name);
    if (name === '' || first === cell) continue;
    hasDuplicates = true;
    const shown = isKnownHeader(name) ? ` ${quoted(name)}` : '';
    csv.report({
      row: 0,
      cell,
      other: first,
      problem: {
        code: 'csv-duplicate-column',
        message: `Columns ${first + 1} and ${cell + 1} have the same name${shown}.`,
        help: 'Remove or rename one of the two columns. Case, surrounding spaces and invisible characters are ignored.',
      },
    });
  }
  return hasDuplicates;
}

/** Returns the problem of a file without `email` and `id`. Quotes only common names: the file may hold secrets. */
function missingColumn(header: readonly string[]): CellProblem['problem'] {
  const shown = header.filter(isKnownHeader).slice(0, 10).map(quoted);
  const including = shown.length === 0 ? '' : `, including ${shown.join(', ')}`;
  return {
    code: 'csv-column',
    message: `This file has no \`email\` or \`id\` column; its first line has ${header.length === 1 ? '1 column' : `${header.length} columns`}${including}.`,
    help: 'The first line must name the columns. Name the column of emails `email`, or the column of contact ids `id`.',
  };
}

/** Returns whether a name consists only of words that are common in column names of contact exports. */
function isKnownHeader(name: string): boolean {
  return name.length <= 40 && name.split(/[\s_.-]+/).every((word) => headerWords.has(word));
}

const headerWords: ReadonlySet<string> = new Set(
  'email e mail mails emails address addresses work primary id ids record contact contacts person hubspot vid first last full name names company phone sender since owner date title list number'.split(
    ' ',
  ),
);

/** Returns the text column, from 1, where a cell begins in a line of CSV; 1 if the line has fewer cells. */
function cellColumn(line: string, cell: number, delimiter: string): number {
  let [at, quoted] = [0, false];
  for (let passed = 0; passed < cell; at += 1) {
    if (at >= line.length) return 1;
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === delimiter && !quoted) passed += 1;
  }
  return at + 1;
}
