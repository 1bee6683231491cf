/** The data of a page for its script: each distinct text once, and a row of indexes for every line. */
import type { Source } from '../../model/results/diagnostic.ts';
import type { Tone } from '../view/line.ts';
import { safeLine } from '../view/safe-text.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export interface PageData {
  readonly statuses: readonly PageStatus[];
  readonly targets: readonly PageTarget[];
  readonly senders: readonly string[];
  readonly files: readonly string[];
  /** The distinct texts that rows refer to. */
  readonly texts: readonly string[];
  /** The URL of a contact, with the placeholder `{id}`. */
  readonly contactPage: string;
  readonly rows: readonly PageRow[];
}

export interface PageStatus {
  readonly key: string;
  readonly word: string;
  readonly symbol: string;
  readonly tone: Tone;
  /** The mark of a contact with this status in the diff of its target; absent if the diff leaves it out. */
  readonly mark?: '+' | '-' | ' ';
}

export interface PageTarget {
  readonly address: string;
  readonly name?: string;
  readonly link?: string;
}

/** Indexes into the lists above, or -1; the contact id as text, or empty; the line number, from 1, or 0 for none. */
export type PageRow = readonly [
  status: number,
  contactId: string,
  who: number,
  target: number,
  sender: number,
  text: number,
  help: number,
  file: number,
  line: number,
];

/** A line of a page before its texts are replaced by indexes. */
export interface PageLine {
  readonly status: string;
  readonly contactId?: string | undefined;
  readonly who: string;
  readonly target?: PageTarget | undefined;
  readonly sender?: string | undefined;
  readonly text: string;
  readonly help?: string | undefined;
  readonly source?: Source | undefined;
}

/** Returns the data of a page. Each distinct text is stored once, so that 100,000 similar lines stay small. */
export function pageData(
  lines: Iterable<PageLine>,
  page: { readonly statuses: readonly PageStatus[]; readonly contactPage: string },
): PageData {
  const statuses = new Map(page.statuses.map(({ key }, index) => [key, index]));
  const targets = new Map<string, number>();
  const targetList: PageTarget[] = [];
  const senders = new Map<string, number>();
  const files = new Map<string, number>();
  const texts = new Map<string, number>();
  const targetIndex = (target: PageTarget | undefined): number => {
    if (target === undefined) return -1;
    const known = indexIn(targets, target.address);
    if (known === targetList.length) targetList.push(target);
    return known;
  };
  const rows: PageRow[] = [];
  for (const line of lines) {
    rows.push([
      statuses.get(line.status) ?? -1,
      line.contactId ?? '',
      indexIn(texts, line.who),
      targetIndex(line.target),
      indexIn(senders, line.sender),
      indexIn(texts, line.text),
      indexIn(texts, line.help),
      indexIn(files, line.source?.file),
      line.source?.line ?? 0,
    ]);
  }
  const list = (indexes: ReadonlyMap<string, number>): string[] => [...indexes.keys()].map(safeLine);
  return {
    ...page,
    targets: targetList.map(plainTarget),
    senders: list(senders),
    files: list(files),
    texts: list(texts),
    rows,
  };
}

function indexIn(indexes: Map<string, number>, text: string | undefined): number {
  if (text === undefined) return -1;
  const known = indexes.get(text);
  if (known !== undefined) return known;
  indexes.set(text, indexes.size);
  return indexes.size - 1;
}

function plainTarget({ address, name, link }: PageTarget): PageTarget {
  return {
    address: safeLine(address),
    ...(name === undefined ? {} : { name: safeLine(name) }),
    ...omitUndefined({ link }),
  };
}
