import { escapeInvisible } from '../../model/text/invisible-characters.ts';

/**
 * Output that a CI system shows in a log and takes no orders from. GitHub reads a line as a command if it
 * begins with `::`, after white space, or contains `##[`; Azure Pipelines if it contains `##vso[` or `##[`.
 */

/** Text for a log: a space breaks what would be a command. */
export function logSafe(text: string): string {
  return breakLogCommands(text, ' ');
}

/** Text inside of one command of ours: only what counts anywhere in a line is broken. */
export function logSafeCommandText(text: string): string {
  return text.replace(hashCommand, '# #');
}

/** Markdown: a space of no width breaks it, so that a reader sees the same text. */
export function logSafeMarkdown(text: string): string {
  return breakLogCommands(text, '\u200B');
}

/** A JSON document, or a piece of one: the same value in another spelling. Only a string can hold a `#`. */
export function logSafeJson(text: string): string {
  return text.includes('##') ? text.replace(hashCommand, String.raw`#\u0023`) : text;
}

function breakLogCommands(text: string, by: string): string {
  const rest = text.includes('##') ? text.replace(hashCommand, `#${by}#`) : text;
  return rest.includes('::') ? rest.replace(colonCommand, `$1$2:${by}:`) : rest;
}

const hashCommand = /##(?=\w*\[)/gu;

// A terminal's color codes are no obstacle to a reader that strips them.
// oxlint-disable-next-line no-control-regex
const colonCommand = /(^|[\n\r])((?:[^\S\n\r]|\u001B\[[\d;]*m)*)::/gu;

/** HTML of a text: a reference to the character breaks it, and the page shows the same text. */
export function logSafeHtml(escaped: string): string {
  const rest = escaped.includes('##') ? escaped.replace(hashCommand, '#&#35;') : escaped;
  return rest.includes('::') ? rest.replace(colonCommand, '$1$2&#58;:') : rest;
}

/**
 * Text from elsewhere (names in HubSpot, reasons, file content), safe to print on one line: line
 * breaks and tabs become spaces. Control, direction and invisible characters, which could hide or forge output
 * on a terminal, are shown escaped.
 */
export function safeLine(text: string): string {
  const line = text.replace(/[\t\n\v\f\r\u2028\u2029]/g, ' ');
  // Our own sentences hold no-break spaces, and on a terminal they are spaces.
  return line.split('\u00A0').map(escapeInvisible).join('\u00A0');
}
