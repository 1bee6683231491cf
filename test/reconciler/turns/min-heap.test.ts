import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minHeap } from '../../../src/reconciler/turns/min-heap.ts';

type Step = { readonly do: 'push'; readonly item: number } | { readonly do: 'pop' | 'remove even' };

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('push' as const), item: fc.nat({ max: 60 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pop' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('remove even' as const) }) },
  ),
  { minLength: 1, maxLength: 60 },
);

describe('a heap', () => {
  it('returns its smallest item first, as a sorted list does', () => {
    fc.assert(
      fc.property(steps, (taken: readonly Step[]) => {
        const heap = minHeap((a: number, b: number) => a - b);
        let list: readonly number[] = [];
        for (const step of taken) {
          if (step.do === 'push') {
            heap.push(step.item);
            list = [...list, step.item].toSorted((a, b) => a - b);
          } else if (step.do === 'pop') {
            expect(heap.pop()).toBe(list[0]);
            list = list.slice(1);
          } else {
            heap.removeIf((item) => item % 2 === 0);
            list = list.filter((item) => item % 2 === 1);
          }
          expect(heap.peek()).toBe(list[0]);
        }
        expect(list.map(() => heap.pop())).toEqual(list);
        expect(heap.pop()).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  it('compares few of its items for each push and pop', () => {
    let compared = 0;
    const heap = minHeap((a: number, b: number) => {
      compared += 1;
      return a - b;
    });
    const items = Array.from({ length: 1_000 }, (_, index) => (index * 7_919) % 1_000);
    for (const item of items) heap.push(item);
    expect(items.map(() => heap.pop())).toEqual(items.toSorted((a, b) => a - b));
    expect(compared).toBeLessThan(30_000);
  });

  it('does not sort again if it removes nothing', () => {
    let compared = 0;
    const heap = minHeap((a: number, b: number) => {
      compared += 1;
      return a - b;
    });
    for (const item of [3, 1, 2]) heap.push(item);
    const before = compared;
    heap.removeIf(() => false);
    expect(compared).toBe(before);
  });
});
