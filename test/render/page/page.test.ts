import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/model/results/plan.ts';
import { renderDiagnosticsHtml } from '../../../src/render/html/diagnostics.ts';
import { renderDriftHtml } from '../../../src/render/html/drift.ts';
import { renderPlanHtml } from '../../../src/render/html/plan.ts';
import { renderReportHtml } from '../../../src/render/html/report.ts';
import { renderTextHtml } from '../../../src/render/html/document.ts';
import { renderPlanJson } from '../../../src/render/json/plan.ts';
import { renderPlanDiff } from '../../../src/render/text/plan-diff.ts';
import { planOf, richPlan } from '../rich-plan.ts';
import { dangerousPlan, driftPlan, emptyPlan, erroredPlan, quietPlan } from '../sample-plans.ts';
import { troubledReport } from '../sample-reports.ts';
import { chromiumPath, launchChromium, open } from './chromium.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

if (chromiumPath === undefined)
  process.stderr.write(
    'Chromium was not found, so the page tests are skipped. Install it (on Debian: apt-get install chromium), or set its path in ROLLCALL_TEST_CHROMIUM.\n',
  );

const documents: Readonly<Record<string, string>> = {
  rich: renderPlanHtml(richPlan, { planFile: 'plan.json' }),
  dangerous: renderPlanHtml(dangerousPlan, {}),
  quiet: renderPlanHtml(quietPlan, {}),
  empty: renderPlanHtml(emptyPlan, {}),
  errored: renderPlanHtml(erroredPlan, {}),
  drift: renderDriftHtml(driftPlan, { strict: false }),
  report: renderReportHtml(troubledReport),
  diagnostics: renderDiagnosticsHtml(dangerousPlan.diagnostics),
  text: renderTextHtml('history', 'one\ntwo\n'),
};

describe.skipIf(chromiumPath === undefined)('a page in a browser', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await launchChromium();
    folder = mkdtempSync(join(tmpdir(), 'rollcall-page-'));
    for (const [name, text] of Object.entries(documents)) writeFileSync(fileOf(name), text);
    writeFileSync(fileOf('huge'), renderPlanHtml(planOf(100_000), {}));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const fileOf = (name: string): string => join(folder, `${name}.html`);
  const opened = (name: string, options?: Parameters<typeof open>[2]) => open(browser, fileOf(name), options);

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    it.each(Object.keys(documents))('%s sends no requests, logs nothing, and is accessible', async (name) => {
      const { page, complaints } = await opened(name, { colorScheme });
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  });

  it.each([400, 800])('fits a window %i wide, without scrolling sideways', async (width) => {
    for (const name of Object.keys(documents)) {
      const { page } = await opened(name, { viewport: { width, height: 800 } });
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(width);
      expect(await violations(page), name).toEqual([]);
      await page.context().close();
    }
  });

  it('shows the counts of the JSON', async () => {
    const { page } = await opened('rich');
    const { summary, changes, unchanged }: Plan = JSON.parse([...renderPlanJson(richPlan)].join(''));
    expect(await tiles(page)).toEqual({
      enrollments: summary.enroll,
      people: summary.people,
      emails: summary.emails,
      senders: summary.senders,
      unenrolled: summary.unenroll,
      blocked: summary.blocked,
      waiting: summary.waiting,
      orphan: summary.orphans,
      unmanaged: summary.unmanaged,
      active: summary.active,
      ended: summary.ended,
    });
    expect(await shown(page)).toContain(`of ${changes.length + unchanged.length}`);
    expect(await page.locator('.senders .line').allTextContents()).toEqual([
      expect.stringContaining('62 of 200'),
      expect.stringContaining('181 of 200'),
    ]);
    expect(await page.locator('.chart .amount').allTextContents()).toEqual(['3', '3', '3']);
    const rows = await page.locator('#targets-title ~ * tbody tr').allInnerTexts();
    expect(rows.map((row) => row.replaceAll(/\s+/gu, ' ').trim())).toEqual([
      'sequences.q4-outbound Q4 outbound EMEA 3 1 3 1 1 3 38',
      'workflows.onboarding Customer onboarding 2',
      'sequences.renewals Renewals 1',
    ]);
  });

  it('finds contacts by any word, and shows how many', async () => {
    const { page, complaints } = await opened('rich');
    await page.getByRole('searchbox', { name: 'Search' }).fill('opted out');
    expect(await shown(page)).toBe('1 to 3 of 3 (of 53 in all)');
    await page.getByRole('searchbox').fill('contoso blocked');
    expect(await people(page)).toEqual(['d•••@contoso.example 1051', 'e•••@contoso.example 1052']);
    await page.getByRole('searchbox').fill('enrollments.yaml:23');
    expect(await people(page)).toEqual(['a•••@northwind.example 1042']);
    await page.getByRole('searchbox').fill('no such contact');
    expect(await shown(page)).toBe('No matches (of 53 in all).');
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => shown(page)).toBe('1 to 50 of 53');
    expect(complaints).toEqual([]);
  });

  it('filters by status, target and sender, and sorts by column', async () => {
    const { page } = await opened('rich');
    await page.getByRole('combobox', { name: 'Target' }).selectOption({ label: 'workflows.onboarding (2)' });
    expect(await people(page)).toEqual(['a•••@northwind.example 1042', 'j•••@fabrikam.example 1050']);
    await page.getByRole('combobox', { name: 'Target' }).selectOption('All');
    await page.getByRole('combobox', { name: 'Sender' }).selectOption({ label: 'paul@acme.example (1)' });
    expect(await people(page)).toEqual(['n•••@contoso.example 1046']);
    await page.getByRole('combobox', { name: 'Sender' }).selectOption('All');
    await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'enroll (5)' });
    const ids = async (): Promise<readonly string[]> =>
      (await people(page)).map((text) => text.replace(/^.* /u, ''));
    expect(await ids()).toEqual(['1042', '1043', '1046', '1042', '1050']);
    const sort = page.getByRole('columnheader', { name: 'contact' });
    await sort.getByRole('button').click();
    expect(await sort.getAttribute('aria-sort')).toBe('ascending');
    expect(await ids()).toEqual(['1042', '1042', '1050', '1043', '1046']);
    await sort.getByRole('button').click();
    expect(await sort.getAttribute('aria-sort')).toBe('descending');
    await sort.getByRole('button').click();
    expect(await sort.getAttribute('aria-sort')).toBeNull();
    expect(await ids()).toEqual(['1042', '1043', '1046', '1042', '1050']);
  });

  it('can be used with the keyboard only', async () => {
    const { page } = await opened('rich');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.getByRole('link', { name: '3 blocked' }).focus();
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Contacts');
    expect(await shown(page)).toBe('1 to 3 of 3 (of 53 in all)');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1051');
    expect(await people(page)).toEqual(['d•••@contoso.example 1051']);
    await page.getByRole('button', { name: 'Dark' }).focus();
    await page.keyboard.press('Space');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await page.locator('details[data-diff] summary').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('details[data-diff] pre').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('starts with the theme of the system, and switches to the other one', async () => {
    const { page } = await opened('rich', { colorScheme: 'dark' });
    const button = page.getByRole('button', { name: 'Dark' });
    const background = (): Promise<string> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await button.getAttribute('aria-pressed')).toBe('true');
    const dark = await background();
    await button.click();
    expect(await button.getAttribute('aria-pressed')).toBe('false');
    expect(await background()).not.toBe(dark);
    expect(await violations(page)).toEqual([]);
  });

  it('links only to contacts and targets of the account', async () => {
    const { page } = await opened('rich');
    const hrefs: readonly string[] = await page.evaluate(
      `[...document.querySelectorAll('a[href^="http"]')].map((link) => link.href)`,
    );
    expect(hrefs).toContain('https://app-eu1.hubspot.com/contacts/12345678/record/0-1/1042');
    expect(hrefs).toContain('https://app-eu1.hubspot.com/sequences/12345678/sequence/5510021');
    expect(hrefs.filter((href) => !href.startsWith('https://app-eu1.hubspot.com/'))).toEqual([]);
    expect(await page.locator('a[target=_blank]:not([rel~=noreferrer])').count()).toBe(0);
  });

  it('shows the diff that the text shows', async () => {
    const { page } = await opened('rich');
    const folds = page.locator('details[data-diff]');
    const parts: string[] = [];
    for (let index = 0; index < (await folds.count()); index += 1) {
      const fold = folds.nth(index);
      await fold.locator('summary').click();
      parts.push((await fold.locator('pre').textContent()) ?? '');
    }
    const expected = renderPlanDiff(richPlan, { color: false })
      .split(/^--- .*\n\+\+\+ .*\n/gmu)
      .filter(Boolean);
    expect(parts).toEqual(expected);
  });

  it('stays fast with 100,000 contacts', async () => {
    const { page, complaints } = await opened('huge');
    const rows = (): Promise<number> => page.locator('#people tbody tr').count();
    const nodes = (): Promise<number> => page.evaluate(`document.getElementsByTagName('*').length`);
    expect(await tiles(page)).toMatchObject({ enrollments: 100_000, people: 100_000, emails: 300_000 });
    expect(await shown(page)).toBe('1 to 50 of 100,000');
    expect(await rows()).toBe(50);
    expect(await nodes()).toBeLessThan(2_000);
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await shown(page)).toBe('51 to 100 of 100,000');
    await page.getByRole('searchbox').fill('1099999');
    expect(await shown(page)).toBe('1 to 1 of 1 (of 100,000 in all)');
    await page.getByRole('searchbox').fill('');
    await page
      .getByRole('combobox', { name: 'Sender' })
      .selectOption({ label: 'paul@acme.example (25,000)' });
    expect(await shown(page)).toBe('1 to 50 of 25,000 (of 100,000 in all)');
    await page.getByRole('columnheader', { name: 'declared in' }).getByRole('button').click();
    expect(await rows()).toBe(50);
    await page.locator('details[data-diff] summary').click();
    await page.getByRole('button', { name: 'Show more lines' }).click();
    expect(await page.locator('details[data-diff] pre span').count()).toBe(1_000);
    expect(await nodes()).toBeLessThan(3_500);
    expect(complaints).toEqual([]);
  });

  it('prints closed sections and up to 2,000 contacts, without controls', async () => {
    const { page } = await opened('huge');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect.poll(() => page.locator('#people tbody tr').count()).toBe(2_000);
    expect(await shown(page)).toBe('1 to 2,000 of 100,000');
    expect(await page.locator('#filters, #theme, #pages').filter({ visible: true }).count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light');
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'screen' });
    await expect.poll(() => page.locator('#people tbody tr').count()).toBe(50);
  });

  it('shows the headline and the blocked contacts without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`file://${fileOf('rich')}`);
    expect(await page.locator('h1').textContent()).toContain('will email 3 people');
    expect(await page.locator('noscript').textContent()).toContain('53 lines');
    expect(await page.getByText('opted out of email in HubSpot').first().isVisible()).toBe(true);
    await context.close();
  });
});

/** Returns the accessibility violations that axe finds. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found: { violations: { id: string; nodes: { html: string }[] }[] } = await page.evaluate('axe.run()');
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function shown(page: Page): Promise<string> {
  return (await page.locator('#shown').textContent()) ?? '';
}

async function people(page: Page): Promise<readonly string[]> {
  return (await page.locator('#people td.who').allTextContents()).map((text) => text.trim());
}

async function tiles(page: Page): Promise<Record<string, number>> {
  const found: readonly [string, string][] = await page.evaluate(
    `[...document.querySelectorAll('.tile')].map((tile) => [tile.querySelector('span').textContent, tile.querySelector('b').textContent])`,
  );
  return Object.fromEntries(found.map(([label, amount]) => [label, Number(amount.replaceAll(',', ''))]));
}

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.textContent.trim()');
}
