import { maskLocalPart } from '../../../model/text/mask-emails.ts';

/** Returns the masked form of a word that is a full email address: `a•••@northwind.example`; otherwise undefined. */
export function maskedForm(word: string): string | undefined {
  const at = word.lastIndexOf('@');
  const isEmail = /^[^\s@•]+@[^\s@]+\.[^\s@.]+$/u.test(word);
  return isEmail ? `${maskLocalPart(word.slice(0, at))}${word.slice(at)}` : undefined;
}

/**
 * Returns a note for the status line if a search found contacts by the masked form of an email address, or an empty
 * text. The page contains only masked addresses, so such a row can also be about another contact.
 */
export function maskedSearchNote(search: string, texts: readonly string[]): string {
  const emails = searchWords(search).filter((word) => maskedForm(word) !== undefined);
  if (emails.length === 0) return '';
  const known = new Set(texts.map((text) => text.toLowerCase()));
  const found = emails.find((word) => known.has(maskedForm(word) ?? '') && !known.has(word));
  if (found === undefined) return '';
  return `. Emails are masked: ${found} is ${maskedForm(found) ?? ''} here, and so may be other contacts.`;
}

/** Returns the words of a search in lower case. */
export function searchWords(search: string): readonly string[] {
  return search.toLowerCase().split(/\s+/u).filter(Boolean);
}
