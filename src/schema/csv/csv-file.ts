import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Problems } from '../problems.ts';
import { quoted } from '../source/found-value.ts';
import { cellColumn } from './cell-column.ts';
import type { CsvTable } from './parse-table.ts';
import { parseTable } from './parse-table.ts';

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
  readonly problem: Pick<Diagnostic, 'code' | 'message' | 'help'>;
}

/** Parses a CSV file and finds its columns; nothing when it has none of people, which is reported. */
export function openCsv(file: string, text: string, problems: Problems): CsvFile | undefined {
  const table = parseTable(text);
  const fail = (line: number, problem: CellProblem['problem']): undefined => {
    problems.add({ ...problem, severity: 'error', source: { file, line, column: 1 } });
  };
  if ('message' in table) {
    const help = 'Put cells with quotes, commas or line ends into quotes, and double the quotes in them.';
    return fail(table.line, { code: 'csv-syntax', message: table.message, help });
  }
  const header = table.cellsOf(0).map((name) => name.trim().toLowerCase());
  const find = (name: string): number => header.indexOf(name);
  const columns = { email: find('email'), id: find('id'), sender: find('sender'), since: find('since') };
  if (columns.email < 0 && columns.id < 0) return fail(1, missingColumn(table.cellsOf(0)));
  let lines: readonly string[] | undefined;
  return {
    file,
    table,
    columns,
    report({ row, cell, problem }) {
      lines ??= text.split(/\r?\n/);
      const line = table.lineOf(row);
      const column = cellColumn(lines[line - 1] ?? '', cell, table.delimiter);
      problems.add({ ...problem, severity: 'error', source: { file, line, column } });
    },
  };
}

function missingColumn(header: readonly string[]): CellProblem['problem'] {
  const shown = header.slice(0, 10).map((name) => quoted(name.trim()));
  const there = header.length > 10 ? [...shown, `${header.length - 10} more`] : shown;
  return {
    code: 'csv-column',
    message: `This file has no column \`email\` or \`id\`. Its columns: ${there.join(', ') || 'none'}.`,
    help: 'The first line names the columns. Call the one with the addresses `email`, or the one with the contact ids `id`.',
  };
}
