import type { ContactId } from '../../model/target.ts';
import type { Day } from '../../model/time.ts';
import type { QueuedEnrollment } from './queue.ts';

interface Arrivals {
  /** Returns the enrollments that may be made since this day, once each. Call it with days in order, from today. */
  readonly until: (day: Day) => readonly number[];
  /** The day of the next arrival. */
  readonly next: () => Day | undefined;
  /** The enrollments whose contact another sequence, earlier in the files, took over. */
  readonly gone: ReadonlySet<number>;
}

/**
 * Returns the days on which the enrollments of a queue arrive. If a contact waits in two sequences, the first one in
 * file order has it; if one of them enrolled it, the other does not.
 */
export function arrivalsOf(
  queue: readonly QueuedEnrollment[],
  { today, isMade }: { readonly today: Day; readonly isMade: (index: number) => boolean },
): Arrivals {
  const isLater = (index: number): boolean => fromOf(queue[index]) > today;
  const waiting = [...queue.keys()];
  const now = waiting.filter((index) => !isLater(index));
  const later = waiting.filter(isLater).toSorted((a, b) => compareArrivals(queue[a], queue[b]));
  const holders = new Map<ContactId, number>();
  const gone = new Set<number>();
  if (later.length > 0) for (const index of now) hold(index);
  /** The number of later enrollments that arrived. */
  let given = 0;
  const queueAt = (position: number): QueuedEnrollment | undefined => queue[later[position] ?? -1];

  /** Returns whether the enrollment may wait: no other sequence has its contact. */
  function hold(index: number): boolean {
    const contact = queue[index]?.contact;
    if (contact === undefined) return true;
    const holder = holders.get(contact);
    if (holder !== undefined) {
      if (isMade(holder) || orderOf(queue[holder]) < orderOf(queue[index])) return false;
      gone.add(holder);
    }
    holders.set(contact, index);
    return true;
  }

  return {
    until: (day) => {
      const start = given;
      while (given < later.length && fromOf(queueAt(given)) <= day) given += 1;
      const added = later.slice(start, given).filter(hold);
      return day === today ? [...now, ...added] : added;
    },
    next: () => queueAt(given)?.from,
    gone,
  };
}

function fromOf(enrollment: QueuedEnrollment | undefined): Day {
  return enrollment?.from ?? '';
}

function orderOf(enrollment: QueuedEnrollment | undefined): number {
  return enrollment?.target.order ?? 0;
}

function compareArrivals(a: QueuedEnrollment | undefined, b: QueuedEnrollment | undefined): number {
  const [dayA, dayB] = [fromOf(a), fromOf(b)];
  return dayA === dayB ? orderOf(a) - orderOf(b) : dayA < dayB ? -1 : 1;
}
