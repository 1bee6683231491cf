import { existsSync } from 'node:fs';
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

export function launchChromium(): Promise<Browser> {
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

/** A page opened from a file, and its unexpected actions. */
export interface Opened {
  readonly page: Page;
  /** Console messages, errors, and requests other than for the file itself. */
  readonly complaints: readonly string[];
}

/** Opens a document from a file, and waits until its list is ready. */
export async function open(
  browser: Browser,
  file: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Opened> {
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
  await page.locator('html[data-ready]').waitFor();
  return { page, complaints };
}
