/**
 * Text from outside (names in HubSpot, reasons, file names) as Markdown that renders as exactly that
 * text: no markup, no link, no image, and nobody is mentioned.
 */
import { safeLine } from '../view/safe-text.ts';
import type { DetailLevel } from './document.ts';

/** A sentence. Addresses of pages and of people inside it become code, which is never linked. */
export function escapeText(text: string): string {
  const parts = safeLine(text).split(linkPattern);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return unlinked(part);
      // Code right beside code would be one.
      return part === '' && index > 0 && index < parts.length - 1 ? '\u200B' : escaped(part);
    })
    .join('');
}

/** A name that is copied rather than read: an address, a file, a command. */
export function code(text: string): string {
  const shown = safeLine(text).trim();
  if (shown === '') return '';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** The same for the few places that are HTML, such as the line that opens a fold. */
export function htmlText(text: string): string {
  return withoutMentions(safeLine(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A link to a page of ours. `label` is Markdown already. */
export function link(label: string, url: string): string {
  return `[${label}](<${url.replace(/[<>|\\\s]/gu, encodeURIComponent)}>)`;
}

// What is written as code already, and what GitHub and GitLab make links of: pages, and mail addresses. Every run is bounded,
// as one that is not would be tried again from each of its characters.
const linkPattern =
  /(`[^`]{1,200}`|(?:\b[a-z][a-z0-9+.-]{0,20}:\/\/|www\.|mailto:|xmpp:)\S+|[^\s"'(<[`|@]{1,64}@[^\s"')>\]`|@]{1,255})/giu;

/** The full stop of the sentence is not part of the address. */
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

/** Breaks `@name`, `#12` and `:emoji:` with a space of no width: no escape stops those. */
function withoutMentions(text: string): string {
  return text.replace(/[@#](?=\w)|:(?=[a-z+-][\w+-]*:)/giu, '$&\u200B');
}

/** The page that shows a line of a file, given as `file:line`; nothing where there is no such page. */
export type SourceUrl = (place: string) => string | undefined;

/** What a document needs to lead to the files that asked for something. */
export interface SourceOptions {
  readonly sourceUrl?: SourceUrl | undefined;
}

/** Links are the first to go where a document does not fit. */
export function sourceUrlAt({ links }: DetailLevel, { sourceUrl }: SourceOptions): SourceUrl | undefined {
  return links ? sourceUrl : undefined;
}

/** A place as code, and as a link where it has a page. */
export function sourceLink(place: string, sourceUrl: SourceUrl | undefined): string {
  const url = place === '' ? undefined : sourceUrl?.(place);
  return url === undefined ? code(place) : link(code(place), url);
}
