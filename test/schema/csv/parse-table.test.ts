import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseTable } from '../../../src/schema/csv/parse-table.ts';

/** Text in which separators and line ends of every kind meet often, and no quote. */
const unquoted = fc
  .array(fc.constantFrom('a', 'ü', '😀', ' ', ',', ';', '\t', '\n', '\r\n', '\r', '\u2028'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

it('splits text without quotes into the rows that the parser finds in it', () => {
  fc.assert(
    fc.property(unquoted, (text) => {
      const table = parseTable(text);
      if ('message' in table) throw new Error(table.message);
      const { delimiter, rows, cellsOf } = table;
      const parsed: string[][] = parse(text, { delimiter, relax_column_count: true });
      expect(Array.from({ length: rows }, (_none, row) => cellsOf(row))).toEqual(parsed);
    }),
    { numRuns: 2_000 },
  );
});
