import { plain } from '../wording/plain.ts';
import { displayWidth, padTo } from './display-width.ts';
import { wrap } from './layout.ts';

export interface TableOptions {
  readonly width: number;
  readonly indent?: string;
  /** Names of the columns. */
  readonly header?: readonly string[];
  readonly paintHeader?: (line: string) => string;
}

/**
 * Rows in aligned columns, two spaces apart. Where they do not fit, each row wrapped by itself, and no
 * header: there are no columns to name.
 */
export function table(
  rows: readonly (readonly string[])[],
  { width, indent = '', header, paintHeader = (line) => line }: TableOptions,
): readonly string[] {
  const cells = rows.map((row) => row.map(plain));
  const widths = [...(header ? [header] : []), ...cells].reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, displayWidth(cell))),
    [],
  );
  const total = widths.reduce((sum, one) => sum + one + 2, indent.length - 2);
  if (total > width)
    return cells.flatMap((row) =>
      wrap(row.filter((cell) => cell !== '').join('  '), { width, first: indent, rest: `${indent}    ` }),
    );
  const aligned = (row: readonly string[]): string =>
    (indent + row.map((cell, column) => padTo(cell, widths[column] ?? 0)).join('  ')).trimEnd();
  return [...(header ? [paintHeader(aligned(header))] : []), ...cells.map(aligned)];
}
