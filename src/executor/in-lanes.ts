/**
 * Runs work in order, at most `width` items at once. While the lane of an item is closed, the lane has one
 * item in flight, and items of other lanes pass. `run` must not reject.
 */
export async function inLanes<Item>(
  items: readonly Item[],
  {
    width,
    laneOf,
    isOpen,
    run,
  }: {
    readonly width: number;
    readonly laneOf: (item: Item) => string | undefined;
    readonly isOpen: (lane: string) => boolean;
    readonly run: (item: Item) => Promise<void>;
  },
): Promise<void> {
  const waiting = [...items];
  const inFlight = new Set<Promise<void>>();
  const busy = new Map<string, number>();
  const mayStart = (item: Item): boolean => {
    const lane = laneOf(item);
    return lane === undefined || isOpen(lane) || !busy.get(lane);
  };
  const start = async (item: Item): Promise<void> => {
    const lane = laneOf(item) ?? '';
    busy.set(lane, (busy.get(lane) ?? 0) + 1);
    await run(item);
    busy.set(lane, (busy.get(lane) ?? 1) - 1);
  };
  for (;;) {
    while (inFlight.size < width) {
      const next = waiting.findIndex(mayStart);
      if (next === -1) break;
      for (const item of waiting.splice(next, 1)) {
        const running = start(item).finally(() => inFlight.delete(running));
        inFlight.add(running);
      }
    }
    if (inFlight.size === 0) return;
    await Promise.race(inFlight);
  }
}
