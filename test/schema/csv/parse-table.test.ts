import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTable } from '../../../src/schema/csv/parse-table.ts';

/** Generates text without quotes, in which all separators and line ends often occur together. */
const unquoted = fc
  .array(fc.constantFrom('a', 'ü', '😀', ' ', ',', ';', '\t', '\n', '\r\n', '\r'), { maxLength: 40 })
  .map((parts) => parts.join(''));

it('splits text without quotes into the same rows as csv-parse', () => {
  fc.assert(
    fc.property(unquoted, (text) => {
      const table = parseTable(text);
      if ('message' in table) throw new Error(table.message);
      const { delimiter, rows, cellsOf } = table;
      const parsed: string[][] = parse(text, {
        delimiter,
        relax_column_count: true,
        record_delimiter: ['\r\n', '\n', '\r'],
      });
      expect(Array.from({ length: rows }, (_none, row) => cellsOf(row))).toEqual(parsed);
    }),
    { numRuns: 2_000 },
  );
});

/** Generates rows with each of the three line ends. Some of their cells need quotes. */
const mixed = fc.array(
  fc.record({
    cells: fc.tuple(
      fc.string({ unit: fc.constantFrom('a', '@', ' ', ',', '"', '\n', '\r', '\u2028'), maxLength: 6 }),
      fc.constantFrom('x', 'y'),
    ),
    end: fc.constantFrom('\n', '\r\n', '\r'),
  }),
  { minLength: 1, maxLength: 8 },
);

it('reads quoted rows with mixed line ends, and the line where each begins', () => {
  fc.assert(
    fc.property(mixed, (rows) => {
      const written = rows.map(({ cells, end }) => {
        const quoted = cells.map((cell) =>
          /[,"\r\n\u2028]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
        );
        return quoted.join(',') + end;
      });
      const table = parseTable(`"email",note\n${written.join('')}`);
      if ('message' in table) throw new Error(table.message);
      expect(Array.from(rows, (_row, at) => table.cellsOf(at + 1))).toEqual(rows.map(({ cells }) => cells));
      const before = (at: number) =>
        written
          .slice(0, at)
          .join('')
          .split(/\r\n|\n|\r/u).length - 1;
      for (const at of rows.keys()) expect(table.lineOf(at + 1)).toBe(2 + before(at));
    }),
    { numRuns: 500 },
  );
});
