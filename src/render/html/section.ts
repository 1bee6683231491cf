import type { Html } from './html.ts';
import { html } from './html.ts';

/** A titled part of a page. */
export function section(
  id: string,
  title: string,
  { note, body }: { readonly note?: string | undefined; readonly body: Html | readonly Html[] },
): Html {
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title" tabindex="-1">${title}</h2>
    ${note === undefined ? undefined : html`<p class="note">${note}</p>`} ${body}
  </section> `;
}

/** Says that a list was cut, where it was. */
export function restItem(hidden: number, what: string): readonly Html[] {
  return hidden > 0 ? [html`<li class="note">${hidden.toLocaleString('en-US')} more ${what}</li>`] : [];
}
