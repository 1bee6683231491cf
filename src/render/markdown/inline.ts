/**
 * Escapes text from outside (names in HubSpot, reasons, file names) as Markdown that renders as exactly that text,
 * without markup, links, images or mentions.
 */
import { safeLine } from '../view/safe-text.ts';
import type { DetailLevel } from './document.ts';

/** Escapes a sentence. URLs and email addresses in it become code, which is never linked. */
export function escapeText(text: string): string {
  const parts = safeLine(text).split(linkPattern);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return unlinked(part);
      // Two adjacent code spans would merge into one.
      return part === '' && index > 0 && index < parts.length - 1 ? '\u200B' : escaped(part);
    })
    .join('');
}

/** Returns a code span, for names that readers copy: an address, a file, a command. */
export function code(text: string): string {
  const shown = safeLine(text).trim();
  if (shown === '') return '';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/**
 * Escapes text for the HTML parts of a document, such as the title of a collapsible section. A document is also printed
 * to logs, where GitLab reads `section_start:` and `section_end:` as commands.
 */
export function htmlText(text: string): string {
  return withoutMentions(safeLine(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/section_(?=start:|end:)/gu, 'section&#95;');
}

/** Returns a link for the HTML parts of a document. */
export function htmlLink(label: string, url: string): string {
  return `<a href="${url.replace(/[<>"&\s]/gu, encodeURIComponent)}">${htmlText(label)}</a>`;
}

/** Returns a link. `label` is already Markdown. */
export function link(label: string, url: string): string {
  return `[${label}](<${url.replace(/[<>|\\\s]/gu, encodeURIComponent)}>)`;
}

// Matches code spans, and what GitHub and GitLab turn into links: URLs and email addresses. Every repetition is
// bounded: an unbounded one would be retried from each of its characters.
const linkPattern =
  /(`[^`]{1,200}`|(?:\b[a-z][a-z0-9+.-]{0,20}:\/\/|www\.|mailto:|xmpp:)\S+|[^\s"'(<[`|@]{1,64}@[^\s"')>\]`|@]{1,255})/giu;

/** Returns a link target as code. Punctuation at its end belongs to the sentence. */
function unlinked(text: string): string {
  if (text.startsWith('`')) return code(text.slice(1, -1));
  const [, address = '', rest = ''] = /^(.*?)([.,;:!?)\]]*)$/u.exec(text) ?? [];
  return code(address) + escaped(rest);
}

function escaped(text: string): string {
  return withoutMentions(text)
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_[\]~|]/gu, String.raw`\$&`)
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('$', '&#36;');
}

/** Breaks `@name`, `#12` and `:emoji:` with a zero-width space: Markdown has no escape for them. */
function withoutMentions(text: string): string {
  return text.replace(/[@#](?=\w)|:(?=[a-z+-][\w+-]*:)/giu, '$&\u200B');
}

/** Returns the URL of a page that shows a source line, given as `file:line`; undefined if there is none. */
export type SourceUrl = (place: string) => string | undefined;

/** Options of documents that link to source lines. */
export interface SourceOptions {
  readonly sourceUrl?: SourceUrl | undefined;
}

/** Returns the source links of a detail level; undefined for a level without links. */
export function sourceUrlAt({ links }: DetailLevel, { sourceUrl }: SourceOptions): SourceUrl | undefined {
  return links ? sourceUrl : undefined;
}

/** Returns a source line as code, linked if it has a page. */
export function sourceLink(place: string, sourceUrl: SourceUrl | undefined): string {
  const url = place === '' ? undefined : sourceUrl?.(place);
  return url === undefined ? code(place) : link(code(place), url);
}
