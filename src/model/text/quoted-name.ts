import { removeInvisible } from './invisible-characters.ts';
import { maskSentences } from './mask-text.ts';

/** A name is an identification for people: more than this is not one. */
export const maxNameLength = 80;

/**
 * Returns a text that anyone may have chosen, such as a name in HubSpot, as a part of a sentence: in double quotes, on one
 * line, without control characters, email addresses and tokens, and cut. The quotes end only at the end.
 */
export function quotedName(name: string, maxLength = maxNameLength): string {
  return `"${maskSentences(plainText(name, maxLength)).replaceAll('"', "'")}"`;
}

/** Returns a text on one line, without control characters and terminal codes, and cut to a length. */
export function plainText(text: string, maxLength: number): string {
  // A text from outside may be very long, and the patterns need only the part that remains.
  const part = text.slice(0, 20 * maxLength).replace(terminalCode, '');
  return shorten(removeInvisible(part.replace(/[\t\n\v\f\r\u0085\u00A0\u2028\u2029]+/gu, ' ')), maxLength);
}

const terminalCode =
  // oxlint-disable-next-line no-control-regex
  /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]*[0-~])|\u009B[0-?]*[ -/]*[@-~]/gu;

function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  // Not between the two halves of a character.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
