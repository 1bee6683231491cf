import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderDiagnosticsHtml } from '../../../src/render/html/diagnostics.ts';
import { renderTextHtml } from '../../../src/render/html/document.ts';
import { renderDoctorHtml } from '../../../src/render/html/doctor.ts';
import { renderDriftHtml } from '../../../src/render/html/drift.ts';
import { renderPlanHtml } from '../../../src/render/html/plan.ts';
import { renderReportHtml } from '../../../src/render/html/report.ts';
import { planOf, richPlan } from '../rich-plan.ts';
import {
  dangerousPlan,
  driftPlan,
  emptyPlan,
  erroredPlan,
  longDriftPlan,
  quietPlan,
} from '../sample-plans.ts';
import { notReady } from '../sample-checks.ts';
import { troubledReport } from '../sample-reports.ts';
import { violations } from './axe.ts';
import { chromiumPath, type Documents, openDocuments } from './chromium.ts';

const documents: Readonly<Record<string, string>> = {
  rich: renderPlanHtml(richPlan, { planFile: 'plan.json' }),
  dangerous: renderPlanHtml(dangerousPlan, {}),
  'without-ledger': renderPlanHtml({ ...planOf(60), applyable: false }, {}),
  quiet: renderPlanHtml(quietPlan, {}),
  empty: renderPlanHtml(emptyPlan, {}),
  errored: renderPlanHtml(erroredPlan, {}),
  drift: renderDriftHtml(driftPlan, { strict: false }),
  'long-drift': renderDriftHtml(longDriftPlan, { strict: true }),
  report: renderReportHtml(troubledReport),
  diagnostics: renderDiagnosticsHtml(dangerousPlan.diagnostics),
  excerpts: renderDiagnosticsHtml(
    [3, 4].map((line) => ({
      code: 'unknown-key',
      severity: 'error',
      message: 'There is no key `mebers`.',
      help: 'Write `members`.',
      source: { file: 'enrollments.yaml', line, column: 5 },
    })),
    new Map([['enrollments.yaml', `a:\n  b:\n    mebers: []\n    ${'long '.repeat(200)}\n`]]),
  ),
  text: renderTextHtml('rollcall history', `${'wide '.repeat(60)}\n${'two\n'.repeat(60)}`),
  'not-ready': renderDoctorHtml(notReady),
  ready: renderDoctorHtml({ ...notReady, exitCode: 0, checks: notReady.checks.slice(1) }),
};

describe.skipIf(chromiumPath === undefined)('a page in a browser', () => {
  let browser: Documents;
  beforeAll(async () => {
    browser = await openDocuments(documents);
  });
  afterAll(() => browser.close());

  const openAll = `for (const fold of document.querySelectorAll('details')) fold.open = true`;

  describe.each(Object.keys(documents))('%s', (name) => {
    it('sends no requests, logs nothing, and is accessible in light and dark', async () => {
      const { page, complaints } = await browser.open(name);
      expect(await violations(page)).toEqual([]);
      await page.evaluate(openAll);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('fits narrow and wide windows, without scrolling sideways', async () => {
      const { page } = await browser.open(name, { viewport: { width: 400, height: 800 } });
      await page.evaluate(openAll);
      expect(await violations(page)).toEqual([]);
      for (const width of [400, 800, 1280])
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          expect(await page.evaluate('document.documentElement.scrollWidth'), `${width}`).toBe(width);
        }
      await page.context().close();
    });
  });

  it('breaks no source line in the table of contacts, except on a phone', async () => {
    for (const name of ['rich', 'report', 'long-drift']) {
      const { page } = await browser.open(name);
      for (const width of [800, 1000, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const broken: readonly string[] = await page.evaluate(
          `[...document.querySelectorAll('#people td.place')].filter((cell) => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return range.getClientRects().length > 1;
          }).map((cell) => cell.textContent)`,
        );
        expect(broken, `${name} ${width}`).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${name} ${width}`).toBe(width);
      }
      await page.context().close();
    }
  });

  it('hides nothing of a text', async () => {
    const { page } = await browser.open('text');
    const hidden = `document.querySelector('pre').scrollHeight - document.querySelector('pre').clientHeight`;
    expect(await page.evaluate(hidden)).toBe(0);
  });

  it('links only to contacts, lists and targets of the account', async () => {
    const { page } = await browser.open('rich');
    const hrefs: readonly string[] = await page.evaluate(
      `[...document.querySelectorAll('a[href^="http"]')].map((link) => link.href)`,
    );
    expect(hrefs).toContain('https://app-eu1.hubspot.com/contacts/99000001/record/0-1/1042');
    expect(hrefs).toContain('https://app-eu1.hubspot.com/sequences/99000001/sequence/5510021');
    expect(hrefs.filter((href) => !href.startsWith('https://app-eu1.hubspot.com/'))).toEqual([]);
    expect(await page.locator('a[target=_blank]:not([rel~=noreferrer])').count()).toBe(0);
  });

  it('has a theme button whose label is the choice: the system, light, then dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await browser.open('rich', { colorScheme });
      const background = (): Promise<string> =>
        page.evaluate('getComputedStyle(document.body).backgroundColor');
      const button = page.getByRole('button', { name: 'Theme:' });
      const seen = [];
      for (let click = 0; click < 4; click += 1) {
        seen.push([await button.locator('#theme-name').textContent(), await background()]);
        await button.click();
      }
      const [[, system], [, light], [, dark]] = seen as [string[], string[], string[]];
      expect(seen.map(([name]) => name)).toEqual(['System', 'Light', 'Dark', 'System']);
      expect(light).not.toBe(dark);
      expect(system).toBe(colorScheme === 'dark' ? dark : light);
      await page.context().close();
    }
  });

  it('keeps the sender in view while the matrix scrolls on a phone', async () => {
    const { page } = await browser.open('rich', { viewport: { width: 400, height: 800 } });
    const sender = page.locator('.matrix tbody th').first();
    const before = await sender.boundingBox();
    await page.locator('.matrix').evaluate('(table) => { table.parentElement.scrollLeft = 100; }');
    expect((await sender.boundingBox())?.x).toBe(before?.x);
    expect(await page.locator('.matrix td.number').first().isVisible()).toBe(false);
  });

  it('selects the plan id with one click', async () => {
    const { page } = await browser.open('rich');
    await page.locator('.bar code').click();
    expect(await page.evaluate('getSelection().toString()')).toBe('0123456789');
  });
});
