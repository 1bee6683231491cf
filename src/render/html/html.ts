import { logSafeHtml } from '../view/safe-text.ts';

/** Escaped HTML. Only the `html` template creates it from text. */
export interface Html {
  readonly html: string;
}

type HtmlValue = string | number | Html | readonly Html[] | undefined;

/**
 * Template tag for HTML. Escapes texts, and inserts other templates and lists of them unchanged. Attribute values
 * must be in double quotes.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlValue[]): Html {
  return { html: String.raw({ raw: strings }, ...parts.map(toHtmlText)) };
}

function toHtmlText(part: HtmlValue): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeHtml(part);
  return 'html' in part ? part.html : part.map((one) => one.html).join('');
}

function escapeHtml(text: string): string {
  const shown = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return logSafeHtml(shown);
}
