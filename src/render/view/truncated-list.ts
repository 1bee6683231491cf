/** A list with its middle left out: the first items, the number of hidden ones, and the last items. */
export interface TruncatedList<T> {
  readonly first: readonly T[];
  readonly hidden: number;
  readonly last: readonly T[];
}

/** Returns the given cut, or all with `full`, or the first 20 and last 5 items. */
export function cutOf(options: { readonly full?: boolean | undefined; readonly cut?: Cut | undefined }): Cut {
  return options.cut ?? (options.full ? { head: Number.POSITIVE_INFINITY, tail: 0 } : { head: 20, tail: 5 });
}

export interface Cut {
  readonly head: number;
  readonly tail: number;
}

/** Keeps the first `head` and last `tail` items. A list that would lose only one item keeps all. */
export function truncateList<T>(items: readonly T[], { head, tail }: Cut): TruncatedList<T> {
  if (items.length <= head + tail + 1) return { first: items, hidden: 0, last: [] };
  return {
    first: items.slice(0, head),
    hidden: items.length - head - tail,
    last: tail === 0 ? [] : items.slice(-tail),
  };
}

/** Returns the list with every shown item mapped. */
export function mapTruncated<T, U>(list: TruncatedList<T>, change: (item: T) => U): TruncatedList<U> {
  return { first: list.first.map(change), hidden: list.hidden, last: list.last.map(change) };
}
