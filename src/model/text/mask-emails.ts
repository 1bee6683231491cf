/** The local part of an address in a text: offsets, the first included. */
export interface LocalPart {
  readonly start: number;
  readonly end: number;
}

/** What surrounds addresses: sentences, in which a space ends one, or the line of a file, in which it does not. */
export type Surroundings = 'sentences' | 'file';

/** The sign, its other widths, and its form in a URL, encoded once or more often. */
const at = /[@\uFE6B\uFF20]|%(?:25)*40/gu;

/**
 * Returns the local part of each address in a text, valid or not, with the quotation marks, brackets and spaces
 * that belong to it. A pattern whose local part is `*` names no contact. Time is linear in the length.
 */
export function localParts(text: string, surroundings: Surroundings): readonly LocalPart[] {
  const found: LocalPart[] = [];
  const scalars = surroundings === 'file' ? [...text.matchAll(quotedScalar)] : [];
  let [from, scalar] = [0, 0];
  for (const { 0: sign, index: end } of text.matchAll(at)) {
    while (endOf(scalars[scalar]) <= end) scalar += 1;
    const opened = scalars[scalar]?.index ?? end;
    const start =
      opened < end ? Math.max(from, opened + 1) : from + startIn(text.slice(from, end), surroundings);
    if (!/^\s*\*?$/u.test(text.slice(start, end))) found.push({ start, end });
    from = end + sign.length;
  }
  return found;
}

/** A value in quotation marks, as YAML writes it; that of `o'brien` begins none. */
const quotedScalar = /(?<=(?:^|[,:-]\s)\s{0,40}(?:[[{]\s{0,3}){0,3})(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/gu;

function endOf(scalar: RegExpMatchArray | undefined): number {
  return scalar?.index === undefined ? Number.POSITIVE_INFINITY : scalar.index + scalar[0].length;
}

/** Masks each address in sentences, HubSpot's or ours: `Contact a•••@northwind.example is …`. */
export function maskEmails(text: string): string {
  return masked(text, localParts(text, 'sentences'));
}

/** Masks a value that should be one address: all of it before its last @. */
export function maskEmailValue(text: string): string {
  const end = [...text.matchAll(at)].at(-1)?.index ?? 0;
  return /^\s*\*?$/u.test(text.slice(0, end)) ? text : masked(text, [{ start: 0, end }]);
}

/** Returns what is shown of a local part. */
export function maskLocalPart(localPart: string): string {
  return `${String.fromCodePoint(localPart.codePointAt(0) ?? 0)}•••`;
}

function masked(text: string, parts: readonly LocalPart[]): string {
  let [shown, read] = ['', 0];
  for (const { start, end } of parts) {
    shown += text.slice(read, start) + maskLocalPart(text.slice(start, end));
    read = end;
  }
  return shown + text.slice(read);
}

const openers: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '>': '<',
  ')': '(',
  ']': '[',
  '}': '{',
  '\u201D': '\u201C',
  '\u2019': '\u2018',
};

function startIn(before: string, surroundings: Surroundings): number {
  let start = before.trimEnd().length;
  // `"john doe"@…`
  const opener = openers[before[start - 1] ?? ''];
  if (opener !== undefined) {
    const opened = before.slice(0, start - 1).lastIndexOf(opener);
    if (opened >= 0) start = opened;
  }
  while (start > 0 && !endsBefore(before, start, surroundings)) start -= 1;
  return before.length - before.slice(start).trimStart().length;
}

function endsBefore(text: string, place: number, surroundings: Surroundings): boolean {
  const before = text.slice(Math.max(0, place - 6), place);
  // A quotation mark or bracket within a word begins nothing: that of `o'brien`.
  if (surroundings === 'sentences')
    return /[\s,;:=/|]$|(?<![^\s"'`<([{,;:=|\\-])["'`<([{\u2018\u201C]$/u.test(before);
  return /[,:-]\s$|(?:^|[,:-]\s)[[{]{0,3}["'[{]$/u.test(before);
}
