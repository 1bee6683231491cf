import { outputFormatVersion } from '../../model/plan.ts';
import type { Instant } from '../../model/time.ts';
import type { RunEvent } from '../../model/run-event.ts';
import { maskSentences } from '../view/mask-text.ts';
import { orderKeys } from './entries.ts';

/** One event as one line of newline-delimited JSON, masked: reasons are HubSpot's or the system's words. Each line says its format version. */
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
