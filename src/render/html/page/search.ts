import type { PageData, PageRow } from '../page-data.ts';

export interface Filter {
  /** Words that must all be found, in whatever column. */
  readonly search: string;
  /** Indexes, -1 for all. */
  readonly status: number;
  readonly target: number;
  readonly sender: number;
}

/** The rows that a filter lets through, in their order. Texts are searched once each, not once a row. */
export function matching(data: PageData, filter: Filter): readonly PageRow[] {
  const words = filter.search.toLowerCase().split(/\s+/u).filter(Boolean);
  const tests = words.map((word) => wordTest(data, word));
  return data.rows.filter(
    (row) =>
      (filter.status < 0 || row[0] === filter.status) &&
      (filter.target < 0 || row[3] === filter.target) &&
      (filter.sender < 0 || row[4] === filter.sender) &&
      tests.every((test) => test(row)),
  );
}

function wordTest(data: PageData, word: string): (row: PageRow) => boolean {
  const holds = (text: string): boolean => text.toLowerCase().includes(word);
  const statuses = data.statuses.map((status) => holds(status.word));
  const targets = data.targets.map(({ address, name }) => holds(`${address} ${name ?? ''}`));
  const senders = data.senders.map(holds);
  const texts = data.texts.map(holds);
  const files = data.files.map((file) => file.toLowerCase());
  return ([status, id, who, target, sender, text, help, file, line]) =>
    id.includes(word) ||
    statuses[status] === true ||
    targets[target] === true ||
    senders[sender] === true ||
    texts[who] === true ||
    texts[text] === true ||
    texts[help] === true ||
    `${files[file] ?? ''}:${line}`.includes(word);
}
