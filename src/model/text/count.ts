let thousands: Intl.NumberFormat | undefined;

/** Formats a number with thousands separators: `99,975`. Most numbers need none, and the formatter takes long to load. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1_000) return String(value);
  thousands ??= new Intl.NumberFormat('en-US');
  return thousands.format(value);
}

/** Returns a number with its noun: `1 email`, `1,200 emails`. The plural is `noun + s` unless given. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(value)} ${value === 1 ? noun : plural}`;
}

/** Returns a part of a total: `0 of 1 change`, `3 of 1,200 changes`. */
export function countOf(value: number, total: number, noun: string): string {
  return `${formatNumber(value)} of ${count(total, noun)}`;
}
