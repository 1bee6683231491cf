import { formatNumber } from '../view/format.ts';
import { logSafeJson } from '../view/safe-text.ts';
import { pageScript, pageScriptHash, pageStyle, pageStyleHash } from './generated/page-assets.ts';
import { type Html, html } from './html.ts';
import type { PageData } from './page-data.ts';

/**
 * Renders one self-contained page. Its content security policy allows only this script and this style, by hash: the
 * page sends no requests, and names from HubSpot cannot become markup.
 */
export function htmlDocument(page: {
  readonly title: string;
  /** The text next to the name of the tool: `Plan for account 12345678`. */
  readonly about: string;
  readonly header: readonly Html[];
  readonly main: readonly Html[];
  readonly footer?: Html | undefined;
  readonly data?: PageData | undefined;
}): string {
  const { html: text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${page.title}</title>
        ${style}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <div class="bar">
            <strong>rollcall</strong><span>${page.about}</span
            ><button type="button" id="theme" aria-pressed="false" hidden>Dark</button>
          </div>
          ${page.header}
        </header>
        <main id="main" tabindex="-1">${page.main}</main>
        ${page.footer === undefined ? undefined : html`<footer>${page.footer}</footer>`}
        ${page.data?.rows.length ? dataScript(page.data) : undefined} ${script}
      </body>
    </html> `;
  return text;
}

const policy = [
  "default-src 'none'",
  `script-src '${pageScriptHash}'`,
  `style-src '${pageStyleHash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

// Not in a template: any added space would change the hash. The build computed both hashes.
const style: Html = { html: `<style>${pageStyle}</style>` };
const script: Html = { html: `<script>${pageScript}</script>` };

function dataScript(data: PageData): Html {
  return { html: `<script type="application/json" id="data">${embeddedJson(data)}</script>` };
}

/** Returns the first part of a headline as the heading and the others as a list. Parts are separated by `; `. */
export function heading(headline: string): Html {
  const [first = '', ...others] = headline.split('; ');
  const items = others.map((part) => html`<li>${part}</li>`);
  return html`<h1>${first}</h1>
    ${
      others.length === 0
        ? undefined
        : html`<ul class="also">
            ${items}
          </ul>`
    }`;
}

export interface Tile {
  readonly amount: number;
  readonly label: string;
  readonly tone?: string | undefined;
  /** A click on the tile filters the list by this status. */
  readonly status?: string | undefined;
}

/** Returns the totals of a page. A total with a status links to its rows in the list. */
export function tilesPart(tiles: readonly Tile[]): Html {
  const items = tiles
    .filter(({ amount }) => amount > 0)
    .map(({ amount, label, tone, status }) => {
      const classes = tone === undefined ? 'tile' : `tile tone-${tone}`;
      const inside = html`<b>${formatNumber(amount)}</b><span>${label}</span>`;
      return status === undefined
        ? html`<li><div class="${classes}">${inside}</div></li>`
        : html`<li>
            <a class="${classes}" href="#people-title" data-filter data-status="${status}">${inside}</a>
          </li>`;
    });
  return items.length === 0
    ? html``
    : html`<ul class="tiles" aria-label="In numbers">
        ${items}
      </ul>`;
}

/** Returns a section with a heading. */
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

/** Returns the item that counts the hidden items of a list; none if all are shown. */
export function hiddenItem(hidden: number, noun: string): readonly Html[] {
  return hidden > 0 ? [html`<li class="note">${formatNumber(hidden)} more ${noun}</li>`] : [];
}

/** Returns a value as JSON for a script element. Nothing in it can close the element or end a line of the script. */
export function embeddedJson(value: unknown): string {
  return logSafeJson(JSON.stringify(value))
    .replaceAll('<', String.raw`\u003C`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

/** Renders plain text as a page. */
export function renderTextHtml(title: string, text: string): string {
  return htmlDocument({
    title: `rollcall: ${title}`,
    about: title,
    header: [html`<h1>${title}</h1>`],
    main: [html`<pre tabindex="0" aria-label="${title}">${text}</pre>`],
  });
}
