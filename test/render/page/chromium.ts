import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Common paths of Chromium. `ROLLCALL_TEST_CHROMIUM` sets another one. */
const places = [
  process.env['ROLLCALL_TEST_CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of Chromium, or undefined. */
export const chromiumPath = places.find((path) => path !== '' && existsSync(path));

if (chromiumPath === undefined)
  process.stderr.write(
    'Chromium was not found, so the page tests are skipped. Install it (on Debian: apt-get install chromium), or set its path in ROLLCALL_TEST_CHROMIUM.\n',
  );

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

/** A page opened from a file, and its unexpected actions. */
interface Opened {
  readonly page: Page;
  /** Console messages, errors, and requests other than for the file itself. */
  readonly complaints: readonly string[];
}

/** Documents in files, and a browser that opens them. */
export interface Documents {
  /** Opens a document, and waits until its list is ready. */
  readonly open: (name: string, options?: ContextOptions) => Promise<Opened>;
  readonly close: () => Promise<void>;
}

/** Starts a browser for documents, by name. */
export async function openDocuments(documents: Readonly<Record<string, string>>): Promise<Documents> {
  const browser = await launchChromium();
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-page-'));
  const fileOf = (name: string): string => join(folder, `${name}.html`);
  for (const [name, text] of Object.entries(documents)) writeFileSync(fileOf(name), text);
  return {
    open: (name, options) => open(browser, fileOf(name), options),
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

async function open(browser: Browser, file: string, options: ContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== `file://${file}` && request.url() !== 'data:,')
      complaints.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  if (options.javaScriptEnabled !== false) await page.locator('html[data-ready]').waitFor();
  return { page, complaints };
}

/** Returns the status line under the table of contacts. */
export async function shown(page: Page): Promise<string> {
  return ((await page.locator('#shown').textContent()) ?? '').trim();
}

/** Returns the contacts in the table. */
export async function people(page: Page): Promise<readonly string[]> {
  return (await page.locator('#people td.who').allTextContents()).map((text) => text.trim());
}

/** Returns the text of the element that has the focus, with one space for any white space. */
export async function focused(page: Page): Promise<string> {
  const text: string = await page.evaluate('document.activeElement.textContent');
  return text.replaceAll(/\s+/gu, ' ').trim();
}
