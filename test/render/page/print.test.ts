import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPlanHtml } from '../../../src/render/html/plan.ts';
import { planOf, richPlan } from '../rich-plan.ts';
import { chromiumPath, type Documents, openDocuments, shown } from './chromium.ts';

describe.skipIf(chromiumPath === undefined)('a plan on paper, or without the script', () => {
  let browser: Documents;
  beforeAll(async () => {
    browser = await openDocuments({
      rich: renderPlanHtml(richPlan, {}),
      large: renderPlanHtml(planOf(2_056), { planFile: 'plan.json' }),
    });
  });
  afterAll(() => browser.close());

  it('prints up to 500 contacts with a note, without controls', async () => {
    const { page } = await browser.open('large');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect.poll(() => page.locator('#people tbody tr').count()).toBe(500);
    expect(await shown(page)).toBe(
      '1 to 500 of 2,056. 1,556 more are not printed: rollcall show plan.json --full',
    );
    expect(await page.locator('#filters, #theme, #pages').filter({ visible: true }).count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light');
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'screen' });
    await expect.poll(() => page.locator('#people tbody tr').count()).toBe(50);
  });

  it('prints the targets and details open; unmanaged contacts and the diff stay closed', async () => {
    const { page } = await browser.open('large');
    const states = (): Promise<Record<string, boolean>> =>
      page.evaluate(
        `Object.fromEntries([...document.querySelectorAll('details')].map((one) => [one.querySelector('b, h2, code').firstChild.textContent.trim(), one.open]))`,
      );
    const closed = {
      'q4-outbound': false,
      'Members before and after': false,
      'sequences.q4-outbound': false,
      Details: false,
    };
    expect(await states()).toEqual(closed);
    await page.emulateMedia({ media: 'print' });
    await expect.poll(states).toEqual({ ...closed, 'q4-outbound': true, Details: true });
    await page.emulateMedia({ media: 'screen' });
    await expect.poll(states).toEqual(closed);
    const { page: rich } = await browser.open('rich');
    await rich.emulateMedia({ media: 'print' });
    await expect.poll(() => rich.locator('#drift-body').isVisible()).toBe(true);
    expect(await rich.locator('#unmanaged-body').isVisible()).toBe(false);
    expect(await rich.locator('#diff-body').isVisible()).toBe(false);
  });

  it('prints links in the color of the text, and the matrix within the page', async () => {
    const { page } = await browser.open('rich', { viewport: { width: 700, height: 900 } });
    await page.emulateMedia({ media: 'print' });
    const colors: readonly string[] = await page.evaluate(
      `[...document.querySelectorAll('main a')].filter((link) => getComputedStyle(link).color !== getComputedStyle(link.parentElement).color)`,
    );
    expect(colors).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(700);
  });

  it('shows the state, the first 200 contacts and the command without JavaScript', async () => {
    const { page } = await browser.open('large', { javaScriptEnabled: false });
    expect(await page.locator('h1').textContent()).toContain('will email 2,056 people');
    expect(await page.locator('#people tbody tr').filter({ visible: true }).count()).toBe(200);
    expect(await shown(page)).toContain('1,856');
    expect(await page.locator('button, form').filter({ visible: true }).count()).toBe(0);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('details.target .groups').isVisible()).toBe(true);
    expect(await page.locator('#diff-body').isVisible()).toBe(false);
    await page.context().close();
  });
});
