import type { Instant } from '../../model/time.ts';

/** Something that will happen at a moment. `id` breaks ties, so that the order never depends on history. */
interface Due {
  readonly at: Instant;
  readonly id: string;
}

/** A binary heap of what is due, earliest first. Entries are never removed: whoever takes one checks it. */
export interface DueQueue {
  push(due: Due): void;
  /** Takes the earliest entry that is due at `until` or before. */
  take(until: Instant): Due | undefined;
}

export function dueQueue(): DueQueue {
  const heap: Due[] = [];
  return {
    push(due) {
      heap.push(due);
      rise(heap, heap.length - 1);
    },
    take(until) {
      const first = heap[0];
      if (!first || first.at > until) return undefined;
      const last = heap.pop();
      if (last && heap.length > 0) {
        heap[0] = last;
        sink(heap, 0);
      }
      return first;
    },
  };
}

function rise(heap: Due[], from: number): void {
  let index = from;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!before(heap[index], heap[parent])) return;
    swap(heap, index, parent);
    index = parent;
  }
}

function sink(heap: Due[], from: number): void {
  let index = from;
  for (;;) {
    const left = 2 * index + 1;
    const smaller = before(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!before(heap[smaller], heap[index])) return;
    swap(heap, index, smaller);
    index = smaller;
  }
}

function before(a: Due | undefined, b: Due | undefined): boolean {
  if (!a || !b) return false;
  return a.at === b.at ? a.id < b.id : a.at < b.at;
}

function swap(heap: Due[], a: number, b: number): void {
  const [one, two] = [heap[a], heap[b]];
  if (!one || !two) return;
  heap[a] = two;
  heap[b] = one;
}
