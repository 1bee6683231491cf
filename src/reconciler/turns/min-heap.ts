/** A collection that returns its smallest item first. */
export interface MinHeap<Item> {
  readonly push: (item: Item) => void;
  readonly pop: () => Item | undefined;
  readonly peek: () => Item | undefined;
  /** Removes every item for which `isRemoved` is true. */
  readonly removeIf: (isRemoved: (item: Item) => boolean) => void;
}

/** Returns an empty heap. The order of an item must not change while it is in the heap. */
export function minHeap<Item>(compare: (a: Item, b: Item) => number): MinHeap<Item> {
  const items: Item[] = [];
  /** Returns whether the item at the first index is smaller. An index outside the heap is never smaller. */
  const isSmaller = (one: number, other: number): boolean => {
    const [a, b] = [items[one], items[other]];
    return a !== undefined && b !== undefined && compare(a, b) < 0;
  };
  const swap = (one: number, other: number): void => {
    const [a, b] = [items[one], items[other]];
    if (a === undefined || b === undefined) return;
    items[one] = b;
    items[other] = a;
  };
  return {
    push: (item) => {
      let at = items.push(item) - 1;
      for (let parent = (at - 1) >> 1; at > 0 && isSmaller(at, parent); parent = (at - 1) >> 1) {
        swap(at, parent);
        at = parent;
      }
    },
    pop: () => {
      swap(0, items.length - 1);
      const smallest = items.pop();
      for (let at = 0; ;) {
        const left = 2 * at + 1;
        const child = isSmaller(left + 1, left) ? left + 1 : left;
        if (!isSmaller(child, at)) return smallest;
        swap(at, child);
        at = child;
      }
    },
    peek: () => items[0],
    removeIf: (isRemoved) => {
      const kept = items.filter((item) => !isRemoved(item));
      if (kept.length === items.length) return;
      // A sorted list is a heap.
      items.splice(0, items.length, ...kept.toSorted(compare));
    },
  };
}
