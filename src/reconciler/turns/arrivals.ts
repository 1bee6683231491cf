import type { ContactId } from '../../model/target.ts';
import type { Day } from '../../model/time.ts';
import type { QueuedEnrollment } from './queue.ts';
import { compareText } from './turn.ts';

interface Arrivals {
  /** Returns the enrollments that may be made since this day, once each. Call it with days in order, from today. */
  readonly until: (day: Day) => readonly number[];
  /** The day of the next arrival. */
  readonly next: () => Day | undefined;
  /** The enrollments whose contact another sequence, earlier in the files, took over. */
  readonly gone: ReadonlySet<number>;
}

/** An enrollment with its position in the queue. */
interface Arrival {
  readonly index: number;
  readonly enrollment: QueuedEnrollment;
}

/**
 * Returns the days on which the enrollments of a queue arrive. If a contact waits in two sequences, the first one in
 * file order has it; if one of them enrolled it, the other does not.
 */
export function arrivalsOf(
  queue: readonly QueuedEnrollment[],
  { today, isMade }: { readonly today: Day; readonly isMade: (index: number) => boolean },
): Arrivals {
  const now: number[] = [];
  const later: Arrival[] = [];
  for (const [index, enrollment] of queue.entries()) {
    if (enrollment.from > today) later.push({ index, enrollment });
    else now.push(index);
  }
  later.sort((a, b) => compareText(a.enrollment.from, b.enrollment.from));
  const holders = new Map<ContactId, Arrival>();
  const gone = new Set<number>();
  if (later.length > 0)
    for (const [index, enrollment] of queue.entries())
      if (enrollment.from <= today) hold({ index, enrollment });
  /** The number of later enrollments that arrived. */
  let given = 0;

  /** Returns whether the enrollment may wait: no other sequence has its contact. */
  function hold(arrival: Arrival): boolean {
    const { contact, target } = arrival.enrollment;
    if (contact === undefined) return true;
    const holder = holders.get(contact);
    if (holder) {
      if (isMade(holder.index) || holder.enrollment.target.order < target.order) return false;
      gone.add(holder.index);
    }
    holders.set(contact, arrival);
    return true;
  }

  return {
    until: (day) => {
      const added = day === today ? [...now] : [];
      for (let next = later[given]; next && next.enrollment.from <= day; next = later[given]) {
        given += 1;
        if (hold(next)) added.push(next.index);
      }
      return added;
    },
    next: () => later[given]?.enrollment.from,
    gone,
  };
}
