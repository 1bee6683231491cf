import type { Source } from '../../model/diagnostic.ts';
import { plain } from '../wording/plain.ts';
import type { PageData, PageRow, PageStatus, PageTarget } from './page-data.ts';

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
  const list = (indexes: ReadonlyMap<string, number>): string[] => [...indexes.keys()].map(plain);
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
    address: plain(address),
    ...(name === undefined ? {} : { name: plain(name) }),
    ...(link === undefined ? {} : { link }),
  };
}
