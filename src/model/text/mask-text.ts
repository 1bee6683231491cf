import type { Surroundings } from './mask-emails.ts';
import { localParts, maskLocalPart } from './mask-emails.ts';
import { looksSecret, withoutSecret } from './secrets.ts';

/** A masked part of a line of a file, and the position of the caret in it. */
export interface Excerpt {
  readonly text: string;
  /** Offset in `text`. */
  readonly caret: number;
}

/**
 * Masks what a log must not show of a file's line: email addresses, passwords in URLs, URLs of webhooks,
 * HubSpot tokens and the values of keys named like secrets. `caret` is an offset in the line; inside a masked range it moves to the
 * start of the range.
 */
export function maskExcerpt(line: string, caret: number): Excerpt {
  return maskRanges({ text: line, caret }, 'file');
}

/** Masks email addresses and secrets in a sentence. */
export function maskSentences(text: string): string {
  return maskRanges({ text, caret: 0 }, 'sentences').text;
}

/** Returns a value without email addresses, and without its secret if it looks like one. `hint` is the name of its field. */
export function maskValue(value: string, hint = ''): string {
  return looksSecret(value, hint) ? withoutSecret(value, '•••') : maskSentences(value);
}

function maskRanges({ text: line, caret }: Excerpt, surroundings: Surroundings): Excerpt {
  let text = '';
  let read = 0;
  let moved = caret;
  for (const { start: from, end, mask } of findMaskedRanges(line, surroundings)) {
    // An email address can begin inside a password.
    const start = Math.max(from, read);
    if (start >= end) continue;
    text += line.slice(read, start) + mask;
    if (caret >= end) moved += mask.length - (end - start);
    else if (caret > start) moved -= caret - start;
    read = end;
  }
  return { text: text + line.slice(read), caret: moved };
}

interface MaskedRange {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

function findMaskedRanges(line: string, surroundings: Surroundings): readonly MaskedRange[] {
  const found = [...line.matchAll(secretPattern)].map((match): MaskedRange => {
    return { start: match.index, end: match.index + match[0].length, mask: maskOf(match) };
  });
  const emails = localParts(line, surroundings).map(({ start, end }): MaskedRange => {
    return { start, end, mask: maskLocalPart(line.slice(start, end)) };
  });
  return [...found, ...emails].toSorted((a, b) => a.start - b.start || b.end - a.end);
}

const secretPattern = new RegExp(
  [
    // Up to the last @ of the line: a raw password can contain any character.
    String.raw`(?<scheme>\b(?:postgres(?:ql)?|https?):\/\/).*@`,
    String.raw`(?<hook>\bnotify["']?\s*:\s*["']?https?:\/\/|https:\/\/hooks\.slack[\w.-]*\/|https:\/\/[\w.-]+\.(?:logic\.azure|powerplatform|powerautomate|flow\.microsoft|webhook\.office)\.com[:\d]*\/)\S+`,
    String.raw`pat-[\w-]+`,
    String.raw`(?<key>(?:token|secret|password|authorization|api[-_]?key)["']?\s*[:=]\s*)(?!•••)(?:(?:bearer|basic)\s+)?\S+`,
    String.raw`(?<auth>\b(?:bearer|basic)\s+)(?=\S*\d)\S{8,}`,
  ].join('|'),
  'giu',
);

function maskOf({ groups }: RegExpMatchArray): string {
  if (groups?.['scheme'] !== undefined) return `${groups['scheme']}•••@`;
  if (groups?.['hook'] !== undefined) return `${groups['hook']}•••`;
  const named = groups?.['key'] ?? groups?.['auth'];
  return named === undefined ? 'pat-•••' : `${named}•••`;
}
