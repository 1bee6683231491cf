import type { PageData, PageRow } from '../page-data.ts';
import { maskedForm, searchWords } from './masked-search.ts';

export type Column = 'status' | 'who' | 'target' | 'place';

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** Sorts rows by a column. Equal rows keep the order of the plan, as do all rows without an order. */
export function sortRows(
  rows: readonly PageRow[],
  order: Order | undefined,
  data: PageData,
): readonly PageRow[] {
  if (order === undefined) return rows;
  const rank = ranks[order.column](data);
  const sign = order.descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * (rank(a) - rank(b) || compareIds(a, b, order.column)));
}

const ranks: Readonly<Record<Column, (data: PageData) => (row: PageRow) => number>> = {
  status: () => (row) => row[0],
  who: ({ texts }) => rankTexts(texts, (row) => row[2]),
  target: ({ targets }) =>
    rankTexts(
      targets.map(({ address }) => address),
      (row) => row[3],
    ),
  place: ({ files }) => {
    const rank = rankTexts(files, (row) => row[7]);
    return (row) => rank(row) * 1e9 + row[8];
  },
};

/** Returns the rank of a row's text in sorted order, so that rows are compared as numbers. */
function rankTexts(texts: readonly string[], pick: (row: PageRow) => number): (row: PageRow) => number {
  const sorted = texts.map((text, index) => ({ text, index })).toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const ranks = new Float64Array(texts.length);
  for (const [rank, { index }] of sorted.entries()) ranks[index] = rank;
  return (row) => ranks[pick(row)] ?? -1;
}

function compareIds(a: PageRow, b: PageRow, column: Column): number {
  return column === 'who' ? a[1].length - b[1].length || (a[1] < b[1] ? -1 : 1) : 0;
}

export interface Filter {
  /** Words that must all occur, in any column. */
  readonly search: string;
  /** An index, or -1 for all; likewise for `target` and `sender`. */
  readonly status: number;
  readonly target: number;
  readonly sender: number;
}

/** Returns the rows that match a filter, in their order. Searches each distinct text once, not once per row. */
export function filterRows(data: PageData, filter: Filter): readonly PageRow[] {
  const tests = searchWords(filter.search).map((word) => wordTest(data, word));
  return data.rows.filter(
    (row) =>
      (filter.status < 0 || row[0] === filter.status) &&
      (filter.target < 0 || row[3] === filter.target) &&
      (filter.sender < 0 || row[4] === filter.sender) &&
      tests.every((test) => test(row)),
  );
}

/**
 * Returns a test of one word. A full email address also matches its masked form, and `file:line` only this line.
 */
function wordTest(data: PageData, word: string): (row: PageRow) => boolean {
  const masked = maskedForm(word);
  const matches = (text: string): boolean => text.toLowerCase().includes(word);
  const statuses = data.statuses.map((status) => matches(status.word));
  const targets = data.targets.map(({ address, name }) => matches(`${address} ${name ?? ''}`));
  const senders = data.senders.map(matches);
  const texts = data.texts.map((text) => matches(text) || text.toLowerCase() === masked);
  const files = data.files.map((file) => file.toLowerCase());
  const isLine = /:\d+$/u.test(word);
  return ([status, id, who, target, sender, text, help, file, line]) => {
    const place = `${files[file] ?? ''}:${line}`;
    return (
      (isLine ? place.endsWith(word) : place.includes(word)) ||
      id.includes(word) ||
      statuses[status] === true ||
      targets[target] === true ||
      senders[sender] === true ||
      texts[who] === true ||
      texts[text] === true ||
      texts[help] === true
    );
  };
}
