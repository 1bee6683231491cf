/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  /** Whether the target is met; absent for a figure that has none. */
  readonly ok?: boolean;
}

/** A group of rows that are measured together. */
export type Measure = () => Promise<readonly Row[]>;

/** The rows under each other, as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['what', 'target', 'measured', ''],
    ['---', '---', '---', '---'],
    ...rows.map(({ what, target, measured, ok }) => [what, target, measured, wordFor(ok)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0, cell === '---' ? '-' : ' ')),
  );
  return lines.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function wordFor(ok: boolean | undefined): string {
  if (ok === undefined) return '–';
  return ok ? 'ok' : 'not';
}

/** 12,345.6 */
export function number(value: number, digits = 0): string {
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

/** 1.23 × */
export function times(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ×`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
