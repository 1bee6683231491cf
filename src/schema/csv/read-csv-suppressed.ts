import type { SuppressEntry } from '../../model/desired-state.ts';
import { normalEmail } from '../../model/email.ts';
import { isPattern, patternProblem } from '../people/email-pattern.ts';
import { idProblem, isId } from '../read/read-values.ts';
import { quoted } from '../describe-value.ts';
import type { CsvFile } from './csv-file.ts';
import { isBlank, reportLength } from './read-csv-people.ts';

/** The addresses, patterns and ids of a do-not-contact file; a row with an address and an id gives both. */
export function readCsvSuppressed(csv: CsvFile): readonly SuppressEntry[] {
  const { table } = csv;
  const width = table.cellsOf(0).length;
  const entries: SuppressEntry[] = [];
  for (let row = 1; row < table.rows; row += 1) {
    const cells = table.cellsOf(row);
    if (isBlank(cells)) continue;
    if (cells.length !== width) {
      reportLength(csv, row, width);
      continue;
    }
    for (const match of matchesOf(csv, cells, row)) {
      entries.push({ match, source: { file: csv.file, line: table.lineOf(row), column: 1 } });
    }
  }
  return entries;
}

function matchesOf(csv: CsvFile, cells: readonly string[], row: number): readonly SuppressEntry['match'][] {
  const { email: emailCell, id: idCell } = csv.columns;
  const written = emailCell < 0 ? '' : cells[emailCell]!;
  const email = normalEmail(written);
  const id = idCell < 0 ? '' : cells[idCell]!.trim();
  if (email === '' && id === '') csv.report({ row, cell: Math.max(emailCell, idCell), problem: namesNobody });
  if (email !== '' && !isPattern(email)) {
    csv.report({ row, cell: emailCell, problem: patternProblem(written, `the text ${quoted(written)}`) });
  }
  if (id !== '' && !isId(id)) {
    csv.report({ row, cell: idCell, problem: idProblem(id, `the text ${quoted(id)}`) });
  }
  return [...(isPattern(email) ? [{ email }] : []), ...(isId(id) ? [{ id }] : [])];
}

const namesNobody = {
  code: 'csv-empty-cell',
  message: 'This row names no contact: its email or id is empty.',
  help: 'Fill the cell, or remove the row.',
};
