import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { timerQueue } from '../../../src/simulator/account/schedule.ts';

const due = fc.record({ at: fc.stringMatching(/^[0-9]$/), id: fc.stringMatching(/^[a-z]{2}$/) });

it('gives what is due in the order of time, then of ids', () => {
  fc.assert(
    fc.property(fc.array(due), fc.stringMatching(/^[0-9]$/), (all, until) => {
      const queue = timerQueue();
      for (const one of all) queue.push(one);
      const taken = [];
      for (let one = queue.take(until); one; one = queue.take(until)) taken.push(`${one.at}${one.id}`);
      const expected = all.filter(({ at }) => at <= until).map(({ at, id }) => `${at}${id}`);
      expect(taken).toEqual(expected.toSorted());
    }),
  );
});
