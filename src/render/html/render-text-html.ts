import { htmlDocument } from './document.ts';
import { html } from './html.ts';

/** A result that is read as text, as a page. */
export function renderTextHtml(title: string, text: string): string {
  return htmlDocument({
    title: `rollcall: ${title}`,
    about: title,
    header: [html`<h1>${title}</h1>`],
    main: [html`<pre tabindex="0" aria-label="${title}">${text}</pre>`],
  });
}
