import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { timerQueue } from '../../../src/simulator/account/schedule.ts';

const timer = fc.record({ at: fc.stringMatching(/^[0-9]$/), id: fc.stringMatching(/^[a-z]{2}$/) });

it('returns the due timers in the order of their times, then of their ids', () => {
  fc.assert(
    fc.property(fc.array(timer), fc.stringMatching(/^[0-9]$/), (timers, until) => {
      const queue = timerQueue();
      for (const added of timers) queue.push(added);
      const taken = [];
      for (let due = queue.take(until); due; due = queue.take(until)) taken.push(`${due.at}${due.id}`);
      const expected = timers.filter(({ at }) => at <= until).map(({ at, id }) => `${at}${id}`);
      expect(taken).toEqual(expected.toSorted());
    }),
  );
});
