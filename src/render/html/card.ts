import { type Html, html } from './html.ts';

interface CardPart {
  /** A short text next to the heading. */
  readonly note?: string | undefined;
  readonly body: Html | readonly Html[];
}

/** Returns a section whose rows extend to its border. */
export function card(id: string, title: string, { note, body }: CardPart): Html {
  return html`<section class="card" aria-labelledby="${id}-title">
    <h2 id="${id}-title" tabindex="-1">${title}${noteOf(note)}</h2>
    ${body}
  </section> `;
}

/**
 * Returns a section that is closed until the reader opens it, and printed open unless `printed` is false. With
 * `flush`, its rows extend to its border.
 */
export function fold(
  id: string,
  title: string,
  {
    note,
    body,
    printed = true,
    flush = false,
  }: CardPart & { readonly printed?: boolean; readonly flush?: boolean },
): Html {
  return html`<details class="card fold" ${printed ? '' : html`data-print="closed"`}>
    <summary>
      <h2 id="${id}-title" tabindex="-1">${title}${noteOf(note)}</h2>
    </summary>
    <div class="${flush ? 'flush' : 'inside'}" id="${id}-body">${body}</div>
  </details> `;
}

function noteOf(note: string | undefined): Html | undefined {
  return note === undefined ? undefined : html` <small>${note}</small>`;
}
