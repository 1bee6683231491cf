import { pageScript, pageScriptHash, pageStyle, pageStyleHash } from './generated/page-assets.ts';
import type { Html } from './html.ts';
import { embeddedJson } from './embedded-json.ts';
import { html } from './html.ts';
import type { PageData } from './page-data.ts';

/**
 * One self-contained page. Its policy allows this script and this style by their hashes and nothing
 * else: no request leaves the page, and whatever a name in HubSpot holds stays text.
 */
export function htmlDocument(page: {
  readonly title: string;
  /** What stands beside the name of the tool: `Plan for account 12345678`. */
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
        ${page.data?.rows.length ? embedded(page.data) : undefined} ${script}
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

// Not in a template: a space more in an element would be another hash. Both were checked when bundled.
const style: Html = { html: `<style>${pageStyle}</style>` };
const script: Html = { html: `<script>${pageScript}</script>` };

function embedded(data: PageData): Html {
  return { html: `<script type="application/json" id="data">${embeddedJson(data)}</script>` };
}
