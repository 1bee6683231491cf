import type { Diagnostic } from '../../model/diagnostic.ts';
import { quoted } from '../describe-value.ts';
import type { Problems } from '../problems.ts';
import { type CsvFault, type CsvTable, lineEnd, parseTable } from './parse-table.ts';

/** A CSV file of people with the places of its columns; -1 where a column is missing. */
export interface CsvFile {
  readonly file: string;
  readonly table: CsvTable;
  readonly columns: Readonly<Record<'email' | 'id' | 'sender' | 'since', number>>;
  report(cell: CellProblem): void;
}

interface CellProblem {
  readonly row: number;
  readonly cell: number;
  /** Another cell of the row that has to do with it. */
  readonly other?: number;
  readonly problem: Pick<Diagnostic, 'code' | 'message' | 'help'>;
}

/**
 * Parses a CSV file and finds its columns; nothing when it has none of people or two of one name, which is
 * reported. Messages show single cells, never a row: names and phone numbers are next to them.
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
    const help = 'Put cells with quotes, commas or line ends into quotes, and double the quotes in them.';
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

/** The name of a column for comparing: `E\u200bmail `, `ＥＭＡＩＬ` and `email` are one. */
function columnName(written: string): string {
  return written
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .trim()
    .toLowerCase();
}

/** Columns without a name are no columns: spreadsheets export empty ones. */
function reportDuplicateColumns(csv: CsvFile, header: readonly string[]): boolean {
  let isTwice = false;
  for (const [cell, name] of header.entries()) {
    const first = header.indexOf(name);
    if (name === '' || first === cell) continue;
    isTwice = true;
    const shown = isKnownHeader(name) ? ` ${quoted(name)}` : '';
    csv.report({
      row: 0,
      cell,
      other: first,
      problem: {
        code: 'csv-duplicate-column',
        message: `The columns ${first + 1} and ${cell + 1} have the same name${shown}.`,
        help: 'Remove one of the two columns, or rename it. Case, spaces and invisible characters do not count.',
      },
    });
  }
  return isTwice;
}

/** Names only columns that are usual in files of contacts: another text file may hold secrets. */
function missingColumn(header: readonly string[]): CellProblem['problem'] {
  const shown = header.filter(isKnownHeader).slice(0, 10).map(quoted);
  const among = shown.length === 0 ? '' : `, among them ${shown.join(', ')}`;
  return {
    code: 'csv-column',
    message: `This file has no column \`email\` or \`id\`; its first line has ${header.length === 1 ? '1 column' : `${header.length} columns`}${among}.`,
    help: 'The first line names the columns. Call the one with the addresses `email`, or the one with the contact ids `id`.',
  };
}

/** Returns whether a name consists of words that name columns of contacts. */
function isKnownHeader(name: string): boolean {
  return name.length <= 40 && name.split(/[\s_.-]+/).every((word) => headerWords.has(word));
}

const headerWords: ReadonlySet<string> = new Set(
  'email e mail mails emails address addresses work primary id ids record contact contacts person hubspot vid first last full name names company phone sender since owner date title list number'.split(
    ' ',
  ),
);

/** The column, from 1, in which a cell begins in a line of CSV text; 1 when the line has fewer cells. */
function cellColumn(line: string, cell: number, delimiter: string): number {
  let [at, quoted] = [0, false];
  for (let passed = 0; passed < cell; at += 1) {
    if (at >= line.length) return 1;
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === delimiter && !quoted) passed += 1;
  }
  return at + 1;
}
