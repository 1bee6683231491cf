import type { Html } from './html.ts';
import { html } from './html.ts';

/** The outcome in one sentence, large; what else there is to it, quiet. Parts are joined by `; `. */
export function heading(headline: string): Html {
  const [first = '', ...others] = headline.split('; ');
  const also = others.map((part) => html`<li>${part}</li>`);
  return html`<h1>${first}</h1>
    ${
      others.length === 0
        ? undefined
        : html`<ul class="also">
            ${also}
          </ul>`
    }`;
}
