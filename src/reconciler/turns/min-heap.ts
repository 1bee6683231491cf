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
  /** Returns the index of the smaller one of the two items below an item. */
  const smallestBelow = (at: number): number => {
    const left = 2 * at + 1;
    const a = items[left];
    const b = items[left + 1];
    return a !== undefined && b !== undefined && compare(b, a) < 0 ? left + 1 : left;
  };
  return {
    push: (item) => {
      let at = items.push(item) - 1;
      for (;;) {
        const parent = (at - 1) >> 1;
        const above = items[parent];
        if (above === undefined || compare(item, above) >= 0) break;
        items[at] = above;
        at = parent;
      }
      items[at] = item;
    },
    pop: () => {
      const last = items.pop();
      const smallest = items[0];
      if (last === undefined || smallest === undefined) return last;
      let at = 0;
      for (;;) {
        const child = smallestBelow(at);
        const below = items[child];
        if (below === undefined || compare(last, below) <= 0) break;
        items[at] = below;
        at = child;
      }
      items[at] = last;
      return smallest;
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
