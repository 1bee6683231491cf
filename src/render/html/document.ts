import { digestPieces } from '../../model/digest.ts';
import { formatNumber } from '../view/format.ts';
import { logSafeJson } from '../view/safe-text.ts';
import { pageScript, pageScriptHash, pageStyle, pageStyleHash } from './generated/page-assets.ts';
import { type Html, html } from './html.ts';
import type { PageData } from './page-data.ts';

/**
 * Renders one self-contained page. Its content security policy allows only its script and its styles, by hash: the
 * page sends no requests, and names from HubSpot cannot become markup.
 */
export function htmlDocument(page: {
  readonly title: string;
  /** The texts next to the name of the tool: `Plan for account 12345678`. */
  readonly about: string | readonly Html[];
  /** The last text of the bar: `Made 2026-11-02 09:00 UTC`. */
  readonly made?: string | undefined;
  /** The text at the bottom of every printed page. */
  readonly printed?: string | undefined;
  readonly header: readonly Html[];
  readonly main: readonly Html[];
  readonly footer?: Html | undefined;
  readonly data?: PageData | undefined;
}): string {
  const about = typeof page.about === 'string' ? [html`${page.about}`] : page.about;
  const printStyle = page.printed === undefined ? undefined : printFooter(page.printed);
  const { html: text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policyWith(printStyle)}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${page.title}</title>
        ${style}${printStyle === undefined ? undefined : styleElement(printStyle)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <div class="bar">
            <strong>rollcall</strong>${about.map((part) => html`<span>${part}</span>`)}
            <div class="end">
              ${page.made === undefined ? undefined : html`<span>${page.made}</span>`}
              <button type="button" id="theme" hidden>
                <span class="unseen">Theme: </span><span id="theme-name">System</span>
              </button>
            </div>
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

function policyWith(printStyle: string | undefined): string {
  const styles = [pageStyleHash, ...(printStyle === undefined ? [] : [hashSource(printStyle)])];
  return [
    "default-src 'none'",
    `script-src '${pageScriptHash}'`,
    `style-src ${styles.map((hash) => `'${hash}'`).join(' ')}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** Returns the hash of an inline style as a source of the policy. */
function hashSource(text: string): string {
  const hex = digestPieces((add) => add(text));
  return `sha256-${Buffer.from(hex, 'hex').toString('base64')}`;
}

/** Returns the style of the page footer. Only a style can put a text into the margin of every printed page. */
function printFooter(text: string): string {
  return `@page{@bottom-left{content:${cssString(text)}}}`;
}

function cssString(text: string): string {
  const escaped = text.replace(
    /[^ \w.,()-]/gu,
    (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped}"`;
}

// Not in a template: any added space would change the hash. The build computed both hashes.
const styleElement = (text: string): Html => ({ html: `<style>${text}</style>` });
const style = styleElement(pageStyle);
const script: Html = { html: `<script>${pageScript}</script>` };

function dataScript(data: PageData): Html {
  return { html: `<script type="application/json" id="data">${embeddedJson(data)}</script>` };
}

/** Returns a heading, and the sentences that complete it as a list. */
export function heading(first: string, ...others: readonly string[]): Html {
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

/** Renders plain text as a page. The title names the command: `rollcall history`. */
export function renderTextHtml(title: string, text: string): string {
  return htmlDocument({
    title,
    about: [],
    header: [html`<h1>${title}</h1>`],
    // Without the last line break, which would be shown as an empty line.
    main: [html`<pre class="text" tabindex="0" aria-label="Output">${text.trimEnd()}</pre>`],
  });
}
