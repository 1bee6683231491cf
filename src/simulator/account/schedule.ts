import {
  addDays,
  addMilliseconds,
  type Day,
  dayOf,
  type Instant,
  startOfDay,
  weekdayOf,
} from '../../model/time.ts';
import type { SeedEnrollment, SeedFlow, SeedSequence, SequenceSettings } from './account-seed.ts';
import { delayOf, findAction, positionAt } from './flow-graph.ts';

interface ScheduleInput {
  readonly head: { readonly now: Instant; readonly timeZone: string };
  readonly flows: ReadonlyMap<string, SeedFlow>;
  readonly sequences: ReadonlyMap<string, SeedSequence>;
}

/** Returns when the next step is due or the enrollment ends early; undefined for an ended enrollment. */
export function nextTimerAt(account: ScheduleInput, enrollment: SeedEnrollment): Instant | undefined {
  if (enrollment.endedAt !== undefined) return undefined;
  const step = nextStepAt(account, enrollment);
  const coming = enrollment.coming?.at;
  if (step === undefined || coming === undefined) return step ?? coming;
  return step < coming ? step : coming;
}

/** Returns when the next step of a sequence, or the next action of a workflow, is due; undefined without the target. */
export function nextStepAt(account: ScheduleInput, enrollment: SeedEnrollment): Instant | undefined {
  if (enrollment.kind === 'workflow') {
    const definition = account.flows.get(enrollment.targetId)?.definition;
    if (!definition) return undefined;
    enrollment.position ??= positionAt(definition, enrollment.enrolledAt, account.head.now);
    const { actionId, since } = enrollment.position;
    return addMilliseconds(since, delayOf(findAction(definition, actionId)));
  }
  const sequence = account.sequences.get(enrollment.targetId);
  if (!sequence) return undefined;
  enrollment.stepsDone ??= countStepsBefore(sequence, enrollment.enrolledAt, account.head.now);
  // After the last step, the enrollment ends immediately.
  const steps = Math.min(enrollment.stepsDone + 1, sequence.steps.length);
  const due = addMilliseconds(enrollment.enrolledAt, totalDelay(sequence, steps));
  const isLaterEmail = steps > 1 && sequence.steps[enrollment.stepsDone]?.actionType === 'EMAIL';
  return isLaterEmail && sequence.settings
    ? inSendWindow(due, sequence.settings, account.head.timeZone)
    : due;
}

/** Returns the first moment from `at` on at which a sequence may send a later email. */
function inSendWindow(
  at: Instant,
  { eligibleFollowUpDays, sendWindowStartMinute, sendWindowEndMinute }: SequenceSettings,
  timeZone: string,
): Instant {
  const minuteOf = (day: Day, minute: number): Instant =>
    addMilliseconds(startOfDay(day, timeZone), minute * 60_000);
  let day = dayOf(at, timeZone);
  // A window without a minute would never open: eight days contain every weekday.
  for (let passed = 0; passed < 8; passed += 1, day = addDays(day, 1)) {
    if (eligibleFollowUpDays === 'BUSINESS_DAYS' && ['sat', 'sun'].includes(weekdayOf(day))) continue;
    const opens = minuteOf(day, sendWindowStartMinute);
    if (at <= opens) return opens;
    if (at < minuteOf(day, sendWindowEndMinute)) return at;
  }
  return at;
}

function countStepsBefore(sequence: SeedSequence, enrolledAt: Instant, now: Instant): number {
  const due = sequence.steps.filter(
    (_step, index) => addMilliseconds(enrolledAt, totalDelay(sequence, index + 1)) <= now,
  );
  return due.length;
}

function totalDelay(sequence: SeedSequence, steps: number): number {
  return sequence.steps.slice(0, steps).reduce((sum, step) => sum + step.delayMillis, 0);
}

/** Something that will happen at a moment. `id` breaks ties, so that the order never depends on history. */
interface Timer {
  readonly at: Instant;
  readonly id: string;
}

/** A binary heap of timers, earliest first. Outdated timers stay in it, so the caller of `take` checks each one. */
export interface TimerQueue {
  push(timer: Timer): void;
  /** Removes and returns the earliest timer that is due at `until` or before. */
  take(until: Instant): Timer | undefined;
}

export function timerQueue(): TimerQueue {
  const heap: Timer[] = [];
  return {
    push(timer) {
      heap.push(timer);
      siftUp(heap, heap.length - 1);
    },
    take(until) {
      const first = heap[0];
      if (!first || first.at > until) return undefined;
      const last = heap.pop();
      if (last && heap.length > 0) {
        heap[0] = last;
        siftDown(heap, 0);
      }
      return first;
    },
  };
}

function siftUp(heap: Timer[], from: number): void {
  let index = from;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isEarlier(heap[index], heap[parent])) return;
    swap(heap, index, parent);
    index = parent;
  }
}

function siftDown(heap: Timer[], from: number): void {
  let index = from;
  for (;;) {
    const left = 2 * index + 1;
    const smaller = isEarlier(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!isEarlier(heap[smaller], heap[index])) return;
    swap(heap, index, smaller);
    index = smaller;
  }
}

function isEarlier(a: Timer | undefined, b: Timer | undefined): boolean {
  if (!a || !b) return false;
  return a.at === b.at ? a.id < b.id : a.at < b.at;
}

function swap(heap: Timer[], a: number, b: number): void {
  const [timerA, timerB] = [heap[a], heap[b]];
  if (!timerA || !timerB) return;
  heap[a] = timerB;
  heap[b] = timerA;
}
