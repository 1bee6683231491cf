import type { DesiredEntry, ContactRef, Sender, SuppressEntry } from '../../model/desired-state.ts';
import { normalizeEmail, parseEmail } from '../../model/email.ts';
import { isCalendarDay } from '../../model/time.ts';
import { quoted } from '../describe-value.ts';
import { isEmailPattern, patternProblem } from '../read/email-syntax.ts';
import { dayProblem, emailProblem, idProblem, isId } from '../read/read-values.ts';
import type { CsvFile } from './csv-file.ts';

/** The valid entries of a list of contacts. */
export interface ParsedPeople<Entry> {
  readonly entries: readonly Entry[];
  /** Whether some entries were invalid and left out. */
  readonly broken: boolean;
}

/**
 * Reads the contacts of a CSV file, one per row, by contact id, email or both. Reports invalid rows and leaves them
 * out. Reads a million rows in one pass, and creates no object for a row that is left out.
 */
export function readCsvPeople(csv: CsvFile): ParsedPeople<DesiredEntry> {
  const { table } = csv;
  const width = table.cellsOf(0).length;
  const senderOf = senderReader(csv);
  const entries: DesiredEntry[] = [];
  let broken = false;
  for (let row = 1; row < table.rows; row += 1) {
    const cells = table.cellsOf(row);
    if (isBlank(cells)) continue;
    const person = cells.length === width ? personOf(csv, cells, row) : reportLength(csv, row, width);
    const sender = senderOf(cells, row);
    const since = sinceOf(csv, cells, row);
    if (!person || sender === 'bad' || since === 'bad') {
      broken = true;
      continue;
    }
    const source = { file: csv.file, line: table.lineOf(row), column: 1 };
    const entry = { type: 'person', person, source, literal: false } as const;
    entries.push(
      sender || since ? { ...entry, ...(since ? { since } : {}), ...(sender ? { sender } : {}) } : entry,
    );
  }
  return { entries, broken };
}

/** Returns whether a row is blank: an empty last line, or a row that was cleared in a spreadsheet. */
function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** Reports a row that is longer or shorter than the header. */
function reportLength(csv: CsvFile, row: number, width: number): undefined {
  const count = csv.table.cellsOf(row).length;
  const message = `This row has ${count} ${count === 1 ? 'cell' : 'cells'}; the header has ${width}.`;
  const help = 'Enclose cells that contain the separator in quotes, or complete the row.';
  csv.report({ row, cell: 0, problem: { code: 'csv-row', message, help } });
}

function personOf(csv: CsvFile, cells: readonly string[], row: number): ContactRef | undefined {
  const { columns } = csv;
  const id = columns.id < 0 ? '' : (cells[columns.id] ?? '').trim();
  const written = columns.email < 0 ? '' : (cells[columns.email] ?? '');
  const email = parseEmail(written);
  const isGood = { id: id === '' || isId(id), email: email !== undefined || written.trim() === '' };
  if (!isGood.id) {
    csv.report({ row, cell: columns.id, problem: idProblem(id, `the text ${quoted(id)}`) });
  }
  if (!isGood.email) {
    csv.report({ row, cell: columns.email, problem: emailProblem(written, `the text ${quoted(written)}`) });
  }
  if (!isGood.id || !isGood.email) return undefined;
  if (id !== '') return email === undefined ? { id } : { id, email };
  if (email !== undefined) return { email };
  csv.report({ row, cell: columns.email < 0 ? columns.id : columns.email, problem: emptyCell });
  return undefined;
}

const emptyCell = {
  code: 'csv-empty-cell',
  message: 'This row has no contact: its email or id is empty.',
  help: 'Fill in the cell, or remove the row.',
} as const;

type CellReader<Value> = (cells: readonly string[], row: number) => Value | 'bad' | undefined;

/** Returns a reader of the `sender` cell. Senders repeat from row to row, so equal senders share one object. */
function senderReader(csv: CsvFile): CellReader<Sender> {
  const cell = csv.columns.sender;
  const known = new Map<string, Sender>();
  if (cell < 0) return () => undefined;
  return (cells, row) => {
    const written = cells[cell] ?? '';
    const text = normalizeEmail(written);
    if (text === '') return undefined;
    if (text === 'contact-owner') return text;
    const shared = known.get(text);
    if (shared) return shared;
    const email = parseEmail(text);
    if (email === undefined) {
      csv.report({ row, cell, problem: emailProblem(written, `the text ${quoted(text)}`) });
      return 'bad';
    }
    const sender = { email };
    known.set(text, sender);
    return sender;
  };
}

function sinceOf(csv: CsvFile, cells: readonly string[], row: number): string | undefined {
  const cell = csv.columns.since;
  const text = cell < 0 ? '' : (cells[cell] ?? '').trim();
  if (text === '') return undefined;
  if (isCalendarDay(text)) return text;
  csv.report({ row, cell, problem: dayProblem(`the text ${quoted(text)}`) });
  return 'bad';
}

/** Reads the emails, patterns and ids of a do-not-contact file. A row with an email and an id gives two entries. */
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
    for (const match of suppressMatchesOf(csv, cells, row)) {
      entries.push({ match, source: { file: csv.file, line: table.lineOf(row), column: 1 } });
    }
  }
  return entries;
}

function suppressMatchesOf(
  csv: CsvFile,
  cells: readonly string[],
  row: number,
): readonly SuppressEntry['match'][] {
  const { email: emailCell, id: idCell } = csv.columns;
  const written = emailCell < 0 ? '' : (cells[emailCell] ?? '');
  const email = normalizeEmail(written);
  const id = idCell < 0 ? '' : (cells[idCell] ?? '').trim();
  if (email === '' && id === '')
    csv.report({ row, cell: Math.max(emailCell, idCell), problem: emptySuppressCell });
  if (email !== '' && !isEmailPattern(email)) {
    csv.report({ row, cell: emailCell, problem: patternProblem(written, `the text ${quoted(written)}`) });
  }
  if (id !== '' && !isId(id)) {
    csv.report({ row, cell: idCell, problem: idProblem(id, `the text ${quoted(id)}`) });
  }
  return [...(isEmailPattern(email) ? [{ email }] : []), ...(isId(id) ? [{ id }] : [])];
}

const emptySuppressCell = {
  code: 'csv-empty-cell',
  message: 'This row has no contact: its email or id is empty.',
  help: 'Fill in the cell, or remove the row.',
} as const;
