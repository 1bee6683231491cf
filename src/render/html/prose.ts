import { type Html, html } from './html.ts';

/** Returns a sentence with the parts between backticks as code. */
export function prose(text: string): Html {
  const parts = text.split(/`([^`]+)`/u);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
}
