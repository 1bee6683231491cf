/** A row of the table. */
export interface Row {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  /** Whether the target is met. Absent for a figure without a target. */
  readonly ok?: boolean;
}

/** `quick`: smaller sizes and fewer rounds, to see within a minute whether a change has an effect. */
export type Size = 'full' | 'quick';

/** Measures a group of rows. */
export type Measure = (size: Size) => Promise<readonly Row[]>;

/** Returns the rows as a Markdown table. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [
    ['what', 'target', 'measured', ''],
    ['---', '---', '---', '---'],
    ...rows.map(({ what, target, measured, ok }) => [what, target, measured, formatOk(ok)]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0, cell === '---' ? '-' : ' ')),
  );
  return lines.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function formatOk(ok: boolean | undefined): string {
  if (ok === undefined) return '–';
  return ok ? 'ok' : 'missed';
}

/** Returns a number with thousands separators, for example `12,345.6`. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

/** Returns a ratio, for example `1.23 ×`. */
export function formatRatio(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ×`;
}

/** Returns the median, or 0 for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
