import { outputFormatVersion } from '../../model/results/plan.ts';
import type { Instant } from '../../model/time.ts';
import type { RunEvent } from '../../model/results/run-event.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { orderKeys } from './entries.ts';

/**
 * Renders an event as one line of newline-delimited JSON with its format version. Strings are masked, because reasons
 * can quote HubSpot or the operating system.
 */
export function renderEvent(event: RunEvent, at: Instant): string {
  const line = orderKeys(eventKeys, { formatVersion: outputFormatVersion, at, ...event });
  return `${JSON.stringify(line, (_key, value: unknown) => (typeof value === 'string' ? maskSentences(value) : value))}\n`;
}

const eventKeys = [
  'formatVersion',
  'event',
  'at',
  'run',
  'planId',
  'address',
  'action',
  'status',
  'exitCode',
];
