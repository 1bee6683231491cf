/** What is embedded in a page for its script: texts once each, and a row of numbers for every line. */
import type { Source } from '../../model/diagnostic.ts';
import type { Tone } from '../view/line.ts';
import { safeLine } from '../view/safe-text.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export interface PageData {
  readonly statuses: readonly PageStatus[];
  readonly targets: readonly PageTarget[];
  readonly senders: readonly string[];
  readonly files: readonly string[];
  /** Every text that a row refers to, once. */
  readonly texts: readonly string[];
  /** The page of a contact, with `{id}` in it. */
  readonly contactPage: string;
  readonly rows: readonly PageRow[];
}

export interface PageStatus {
  readonly key: string;
  readonly word: string;
  readonly symbol: string;
  readonly tone: Tone;
  /** How a member of this status stands in the diff of its target; absent where it does not. */
  readonly mark?: '+' | '-' | ' ';
}

export interface PageTarget {
  readonly address: string;
  readonly name?: string;
  readonly link?: string;
}

/** Indexes into the lists above, -1 for none; the contact id as text, empty for none; the line counts from 1. */
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

/** A line of a page before its texts are put into lists. */
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

/** The data of a page: each text once, so that 100,000 lines that say the same stay small. */
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
