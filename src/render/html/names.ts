import { type Html, html } from './html.ts';

/** Returns `sequences.q4-outbound` with its key in bold. */
export function addressName(address: string): Html {
  const [section = '', ...key] = address.split('.');
  return html`<span class="section">${section}.</span><b>${key.join('.')}</b>`;
}
