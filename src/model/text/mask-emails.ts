/** The range of an address's local part in a text: `start` is inclusive, `end` exclusive. */
export interface LocalPart {
  readonly start: number;
  readonly end: number;
}

/** The text around addresses: sentences, where a space separates addresses, or a file line, where it does not. */
export type Surroundings = 'sentences' | 'file';

/** Matches @, its small and full-width forms, and its URL encoding, applied once or repeatedly. */
const at = /[@\uFE6B\uFF20]|%(?:25)*40/gu;

/**
 * Returns the local part of each address in a text, valid or not, with its quotation marks, brackets and spaces.
 * Omits patterns with the local part `*`, which name no contact. Takes linear time.
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

/** Matches a quoted YAML value. The apostrophe of `o'brien` does not begin one. */
const quotedScalar = /(?<=(?:^|[,:-]\s)\s{0,40}(?:[[{]\s{0,3}){0,3})(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/gu;

function endOf(scalar: RegExpMatchArray | undefined): number {
  return scalar?.index === undefined ? Number.POSITIVE_INFINITY : scalar.index + scalar[0].length;
}

/** Masks all addresses in sentences from HubSpot or rollcall: `Contact a•••@northwind.example is …`. */
export function maskEmails(text: string): string {
  return masked(text, localParts(text, 'sentences'));
}

/** Masks a value that should be one address: all text before its last @. */
export function maskEmailValue(text: string): string {
  const end = [...text.matchAll(at)].at(-1)?.index ?? 0;
  return /^\s*\*?$/u.test(text.slice(0, end)) ? text : masked(text, [{ start: 0, end }]);
}

/** Returns the masked form of a local part: its first character and `•••`. */
export function maskLocalPart(localPart: string): string {
  return `${String.fromCodePoint(localPart.codePointAt(0) ?? 0)}•••`;
}

function masked(text: string, parts: readonly LocalPart[]): string {
  let [result, from] = ['', 0];
  for (const { start, end } of parts) {
    result += text.slice(from, start) + maskLocalPart(text.slice(start, end));
    from = end;
  }
  return result + text.slice(from);
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
  // A quotation mark or bracket within a word, as in `o'brien`, does not begin an address.
  if (surroundings === 'sentences')
    return /[\s,;:=/|]$|(?<![^\s"'`<([{,;:=|\\-])["'`<([{\u2018\u201C]$/u.test(before);
  return /[,:-]\s$|(?:^|[,:-]\s)[[{]{0,3}["'[{]$/u.test(before);
}
