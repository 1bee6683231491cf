import type { Pace } from '../../model/desired-state.ts';
import { type Day, weekdayOf } from '../../model/time.ts';
import { headOf, type Lane, type Line } from './lines.ts';
import type { DayRules, QueuedEnrollment, QueuedTarget } from './queue.ts';

/** The enrollments of one day. */
export interface DayUse {
  /** Positions in the queue. */
  readonly made: readonly number[];
  /** The senders that took enrollments over, by the position in the queue. */
  readonly passedOn: ReadonlyMap<number, string>;
  readonly byTarget: ReadonlyMap<QueuedTarget, number>;
  readonly bySender: ReadonlyMap<string, number>;
  /** The stopped senders that have an enrollment: it tests their inbox. */
  readonly tested: ReadonlySet<string>;
  /** Returns whether the pace of its target, and not the limit of its sender, made an enrollment wait. */
  readonly isPaced: (index: number, waiting: QueuedEnrollment) => boolean;
}

/** Returns whether a target enrolls contacts on a day of the week. */
export function isPaceDay(pace: Pace | undefined, day: Day): boolean {
  return pace?.days === undefined || pace.days.includes(weekdayOf(day));
}

/**
 * Takes the enrollments of one day out of the lines, in their turn. The pace of a target and the limit of a sender make
 * an enrollment wait; it then does not use up the limits of those behind it.
 */
export function takeDay(
  lines: readonly Line[],
  day: Day,
  { queue, ...rules }: DayRules & { readonly queue: readonly QueuedEnrollment[] },
): DayUse {
  const { stopped } = rules;
  const room = roomsOf(day, rules);
  const made: number[] = [];
  const passedOn = new Map<number, string>();
  const tested = new Set<string>();
  const closedAt = new Map<QueuedTarget, number>();
  for (const { target } of lines)
    if (room.in(target) < 1 || !isPaceDay(target.pace, day)) closedAt.set(target, -1);
  const aside: (readonly [Line, Lane])[] = [];
  const isWorking = (sender: string): boolean => !stopped.has(sender);
  const takesOver = (sender: string): boolean => isWorking(sender) && room.of(sender) >= 1;

  /** Takes enrollments until none is left. `offset` is added to positions, so that later passes come later. */
  function pass(offset: number): void {
    const late: (readonly [Line, Lane])[] = [];
    for (;;) {
      const line = firstLine(lines, closedAt);
      const lane = line?.ready.pop();
      if (!line || !lane) break;
      const { sender, senders } = lane;
      const hasRoom = room.of(sender) >= 1;
      const isTested = sender !== undefined && tested.has(sender);
      if ((hasRoom && !isTested) || senders.some(takesOver)) take(line, lane, offset);
      else if (!hasRoom || senders.some(isWorking)) aside.push([line, lane]);
      else if (offset === 0) late.push([line, lane]);
      else take(line, lane, offset);
    }
    for (const [{ ready }, lane] of late) ready.push(lane);
  }

  function take({ target, ready }: Line, lane: Lane, offset: number): void {
    const index = lane.items.pop();
    if (index === undefined) return;
    const sender = senderOf(lane, index);
    if (sender !== undefined && sender !== lane.sender) passedOn.set(index, sender);
    made.push(index);
    room.use(target, sender);
    if (sender !== undefined && stopped.has(sender)) tested.add(sender);
    if (room.in(target) < 1) closedAt.set(target, offset + index);
    if (lane.items.peek() !== undefined) ready.push(lane);
  }

  /** Returns the sender of an enrollment that is made now: its own, otherwise the first one that takes it over. */
  function senderOf({ sender }: Lane, index: number): string | undefined {
    const isOwn = sender === undefined || (room.of(sender) >= 1 && !tested.has(sender));
    return isOwn ? sender : (queue[index]?.passOn?.inOrder().find(takesOver) ?? sender);
  }

  pass(0);
  if (tested.size > 0) pass(queue.length);
  for (const [{ ready }, lane] of aside) ready.push(lane);
  return {
    made,
    passedOn,
    byTarget: room.byTarget,
    bySender: room.bySender,
    tested,
    isPaced: (index, { target, sender, passOn }) => {
      const isLate = sender !== undefined && tested.has(sender) && !passOn?.senders.some(isWorking);
      return (closedAt.get(target) ?? Infinity) < (isLate ? queue.length + index : index);
    },
  };
}

/** Returns the open line whose first enrollment has the earliest turn. */
function firstLine(lines: readonly Line[], closed: ReadonlyMap<QueuedTarget, number>): Line | undefined {
  let first: Line | undefined;
  let best = Infinity;
  for (const line of lines) {
    const lane = line.ready.peek();
    const head = lane ? headOf(lane) : Infinity;
    if (head >= best || closed.has(line.target)) continue;
    first = line;
    best = head;
  }
  return first;
}

interface Rooms {
  readonly in: (target: QueuedTarget) => number;
  readonly of: (sender: string | undefined) => number;
  readonly use: (target: QueuedTarget, sender: string | undefined) => void;
  readonly byTarget: ReadonlyMap<QueuedTarget, number>;
  readonly bySender: ReadonlyMap<string, number>;
}

/** Returns counters of what the limits allow on a day. */
function roomsOf(day: Day, { today, perSender, sentToday }: DayRules): Rooms {
  const isToday = day === today;
  const byTarget = new Map<QueuedTarget, number>();
  const bySender = new Map<string, number>();
  return {
    in: (target) =>
      (target.pace?.perDay ?? Infinity) - (isToday ? target.enrolledToday : 0) - (byTarget.get(target) ?? 0),
    of: (sender) =>
      sender === undefined
        ? Infinity
        : (isToday ? perSender.today - (sentToday.get(sender) ?? 0) : perSender.later) -
          (bySender.get(sender) ?? 0),
    use: (target, sender) => {
      byTarget.set(target, (byTarget.get(target) ?? 0) + 1);
      if (sender !== undefined) bySender.set(sender, (bySender.get(sender) ?? 0) + 1);
    },
    byTarget,
    bySender,
  };
}
