import { escapeInvisible } from '../../model/text/invisible-characters.ts';

/**
 * Makes output safe for CI logs, where a line can be a command. GitHub reads a line as a command if it begins with
 * `::`, after white space, or contains `##[`; Azure Pipelines if it contains `##vso[` or `##[`.
 */

/** Breaks log commands in plain text with a space. */
export function logSafe(text: string): string {
  return breakLogCommands(text, ' ');
}

/** Breaks log commands in the text of a command that rollcall itself writes: only `##[` counts within a line. */
export function logSafeCommandText(text: string): string {
  return text.replace(hashCommand, '# #');
}

/** Breaks log commands in Markdown with a zero-width space, so that the text looks the same. */
export function logSafeMarkdown(text: string): string {
  return breakLogCommands(text, '\u200B');
}

/** Breaks log commands in JSON, or a piece of it, with an escape: the value stays the same. Only strings contain `#`. */
export function logSafeJson(text: string): string {
  return text.includes('##') ? text.replace(hashCommand, String.raw`#\u0023`) : text;
}

function breakLogCommands(text: string, separator: string): string {
  const rest = text.includes('##') ? text.replace(hashCommand, `#${separator}#`) : text;
  return rest.includes('::') ? rest.replace(colonCommand, `$1$2:${separator}:`) : rest;
}

const hashCommand = /##(?=\w*\[)/gu;

// CI systems strip color codes before they read a line, so the pattern skips them.
// oxlint-disable-next-line no-control-regex
const colonCommand = /(^|[\n\r])((?:[^\S\n\r]|\u001B\[[\d;]*m)*)::/gu;

/** Breaks log commands in escaped HTML with a character reference, so that the page shows the same text. */
export function logSafeHtml(escaped: string): string {
  const rest = escaped.includes('##') ? escaped.replace(hashCommand, '#&#35;') : escaped;
  return rest.includes('::') ? rest.replace(colonCommand, '$1$2&#58;:') : rest;
}

/**
 * Makes text from outside (names in HubSpot, reasons, file content) safe to print on one line. Line breaks and tabs
 * become spaces. Control, direction and invisible characters are escaped: they could hide or forge terminal output.
 */
export function safeLine(text: string): string {
  const line = text.replace(/[\t\n\v\f\r\u2028\u2029]/g, ' ');
  // rollcall's own sentences contain no-break spaces, which are harmless.
  return line.split('\u00A0').map(escapeInvisible).join('\u00A0');
}
