const thousands = new Intl.NumberFormat('en-US');

/** A number as a person reads it: `99,975`. */
export function formatNumber(value: number): string {
  return thousands.format(value);
}

/** A number with its noun: `1 mail`, `1,200 mails`, `2 people`. The plural is `noun + s` unless given. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(value)} ${value === 1 ? noun : plural}`;
}

/** `1 person`, `12 people`. */
export function people(value: number): string {
  return count(value, 'person', 'people');
}
