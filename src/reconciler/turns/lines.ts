import { minHeap, type MinHeap } from './min-heap.ts';
import type { PassOn, QueuedEnrollment, QueuedTarget } from './queue.ts';

/** The waiting enrollments of one sender in one target, by their position in the queue. */
export interface Lane {
  readonly sender: string | undefined;
  /** The rotation that all enrollments of the lane share. `whenFull: next` needs a lane of its own. */
  readonly senders: PassOn['senders'];
  readonly items: MinHeap<number>;
}

/** The lanes of one target. `ready` has the lanes with an enrollment, by their first one. */
export interface Line {
  readonly target: QueuedTarget;
  readonly lanes: Map<string, Lane>;
  ready: MinHeap<Lane>;
}

interface Lines {
  readonly add: (indexes: readonly number[]) => void;
  readonly all: () => readonly Line[];
  readonly isEmpty: () => boolean;
  /** Removes all enrollments that have a sender. */
  readonly dropSenders: () => void;
}

/** Returns empty lines for the enrollments of a queue. Adding enrollments also removes those in `gone`. */
export function makeLines(queue: readonly QueuedEnrollment[], gone: ReadonlySet<number>): Lines {
  const lines = new Map<QueuedTarget, Line>();
  let removed = 0;
  return {
    add: (indexes) => {
      if (indexes.length === 0) return;
      for (const index of indexes) {
        const added = queue[index];
        if (added) laneOf(lineOf(lines, added.target), added).items.push(index);
      }
      for (const line of lines.values()) {
        if (gone.size > removed)
          for (const { items } of line.lanes.values()) items.removeIf((item) => gone.has(item));
        line.ready = readyLanes(line);
      }
      removed = gone.size;
    },
    all: () => [...lines.values()],
    isEmpty: () => [...lines.values()].every(({ ready }) => ready.peek() === undefined),
    dropSenders: () => {
      for (const line of lines.values()) {
        for (const [key, { sender }] of line.lanes) if (sender !== undefined) line.lanes.delete(key);
        line.ready = readyLanes(line);
      }
    },
  };
}

function lineOf(lines: Map<QueuedTarget, Line>, target: QueuedTarget): Line {
  const line = lines.get(target) ?? { target, lanes: new Map(), ready: minHeap(compareLanes) };
  lines.set(target, line);
  return line;
}

function laneOf({ lanes }: Line, { sender, passOn }: QueuedEnrollment): Lane {
  const key = [sender, passOn?.key].join(' of ');
  const lane = lanes.get(key) ?? {
    sender,
    senders: passOn?.senders ?? [],
    items: minHeap((a: number, b: number) => a - b),
  };
  lanes.set(key, lane);
  return lane;
}

function readyLanes({ lanes }: Line): MinHeap<Lane> {
  const ready = minHeap(compareLanes);
  for (const lane of lanes.values()) {
    if (lane.items.peek() !== undefined) ready.push(lane);
  }
  return ready;
}

function compareLanes(a: Lane, b: Lane): number {
  return headOf(a) - headOf(b);
}

/** Returns the position of the first enrollment of a lane. */
export function headOf({ items }: Lane): number {
  return items.peek() ?? Infinity;
}
