import type { Instant } from '../../model/time.ts';

/** A moment to the minute: `2026-11-02 09:00 UTC`. */
export function moment(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
