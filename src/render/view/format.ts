import type { DesiredState } from '../../model/desired-state.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import { count } from '../../model/text/count.ts';
import type { Instant } from '../../model/time.ts';

export { count, formatNumber } from '../../model/text/count.ts';

/** Returns `1 person`, `12 people`. */
export function countPeople(value: number): string {
  return count(value, 'person', 'people');
}

/** Returns `3 targets`, or `3 targets, 1 workflow to create`. */
export function countDeclared({
  targets,
  creations = [],
}: Pick<DesiredState, 'targets' | 'creations'>): string {
  const existing = count(targets.length, 'target');
  return creations.length === 0 ? existing : `${existing}, ${count(creations.length, 'workflow')} to create`;
}

/** Formats an instant to the minute: `2026-11-02 09:00 UTC`. */
export function formatMoment(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** Formats the file and line of a source: `enrollments.yaml:23`. */
export function formatPlace(source: Source): string {
  return `${source.file}:${source.line}`;
}

/** Returns a text as a sentence: with a capital letter and a period. Keeps the case of emails, code and `rollcall`. */
export function sentence(text: string): string {
  if (text === '') return '';
  const start = /^(?:rollcall\b|`|\S*@)/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/u.test(start) ? start : `${start}.`;
}
