import type { DesiredEntry } from '../../model/desired-state.ts';

/** Puts a list together from people and from whole lists. */
export interface EntryCollector {
  one(entry: DesiredEntry): void;
  many(entries: readonly DesiredEntry[]): void;
  /** In the order in which they came. A single list comes back as it is: a million people are not copied. */
  all(): readonly DesiredEntry[];
}

export function entryCollector(): EntryCollector {
  const lists: (readonly DesiredEntry[])[] = [];
  let loose: DesiredEntry[] = [];
  const many = (entries: readonly DesiredEntry[]): void => {
    if (loose.length > 0) lists.push(loose);
    if (entries.length > 0) lists.push(entries);
    loose = [];
  };
  return {
    one: (entry) => void loose.push(entry),
    many,
    all: () => {
      many([]);
      const [only = []] = lists;
      return lists.length > 1 ? lists.flat() : only;
    },
  };
}
