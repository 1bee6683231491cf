import type { RunEvent } from '../../model/run-event.ts';
import { inOrder } from './in-order.ts';

/** One event as one line of newline-delimited JSON; each line says its format version. */
export function renderEvent(event: RunEvent): string {
  const line = inOrder(['formatVersion', 'event', 'at', 'run'], { formatVersion: 1, ...event });
  return `${JSON.stringify(line)}\n`;
}
