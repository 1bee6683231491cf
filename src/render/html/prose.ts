import { type Html, html } from './html.ts';

/** Returns a sentence with the parts between backticks as code. */
export function prose(text: string): Html {
  const parts = text.split(/`([^`]+)`/u);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
}

/** Returns a text as a sentence: with a capital letter and a period. Keeps the case of emails, code and `rollcall`. */
export function sentence(text: string): string {
  if (text === '') return '';
  const start = /^(?:rollcall\b|`|\S*@)/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/u.test(start) ? start : `${start}.`;
}
