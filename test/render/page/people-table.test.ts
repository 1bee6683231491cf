import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/model/results/plan.ts';
import { renderPlanHtml } from '../../../src/render/html/plan.ts';
import { renderPlanJson } from '../../../src/render/json/plan.ts';
import { renderPlanDiff } from '../../../src/render/text/plan-diff.ts';
import { planOf, richPlan } from '../rich-plan.ts';
import { emptyPlan, enroll, quietPlan, samplePlan } from '../sample-plans.ts';
import { violations } from './axe.ts';
import { chromiumPath, type Documents, focused, openDocuments, people, shown } from './chromium.ts';

const realEmails = samplePlan({
  changes: Array.from({ length: 12 }, (_, index) =>
    enroll(String(index), `contact-${index}@northwind.example`, { line: index + 1 }),
  ),
});

const unmanaged = emptyPlan.unchanged.filter(({ status }) => status === 'unmanaged');

const documents: Readonly<Record<string, string>> = {
  rich: renderPlanHtml(richPlan, { planFile: 'plan.json' }),
  quiet: renderPlanHtml({ ...quietPlan, unchanged: [...quietPlan.unchanged, ...unmanaged] }, {}),
  few: renderPlanHtml(planOf(9), {}),
  hundred: renderPlanHtml(planOf(100), {}),
  revealed: renderPlanHtml(realEmails, { reveal: (id) => `contact-${id}@northwind.example` }),
  huge: renderPlanHtml(planOf(100_000), {}),
};

describe.skipIf(chromiumPath === undefined)('the table of contacts in a browser', () => {
  let browser: Documents;
  beforeAll(async () => {
    browser = await openDocuments(documents);
  });
  afterAll(() => browser.close());

  const search = (page: Page) => page.getByRole('searchbox', { name: 'Search' });

  it('has the rows of the JSON', async () => {
    const { page } = await browser.open('rich');
    const { changes, unchanged }: Plan = JSON.parse([...renderPlanJson(richPlan)].join(''));
    expect(await shown(page)).toBe(`1 to 19 of ${changes.length + unchanged.length}`);
  });

  it('has the same rows with and without the script', async () => {
    const rows = async (javaScriptEnabled: boolean): Promise<readonly string[]> => {
      const { page } = await browser.open('rich', { javaScriptEnabled });
      const texts = await page.locator('#people tbody tr').allInnerTexts();
      await page.context().close();
      return texts.slice(0, 50).map((text) => text.replaceAll(/\s+/gu, ' ').trim());
    };
    expect(await rows(false)).toEqual(await rows(true));
  });

  it('finds contacts by any word, and shows how many', async () => {
    const { page, complaints } = await browser.open('rich');
    await search(page).fill('opted out');
    expect(await shown(page)).toBe('1 to 1 of 1 (of 19 in all)');
    await search(page).fill('contoso blocked');
    expect(await people(page)).toEqual(['u•••@contoso.example 1046', 'n•••@contoso.example']);
    await search(page).fill('enrollments.yaml:2');
    expect(await shown(page)).toBe('No matches (of 19 in all).');
    await search(page).fill('enrollments.yaml:16');
    expect(await people(page)).toEqual(['g•••@litware.example 1050']);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => shown(page)).toBe('1 to 19 of 19');
    expect(complaints).toEqual([]);
  });

  it('finds a full email address by its masked form, and says so', async () => {
    const { page } = await browser.open('rich');
    await search(page).fill('Ana@northwind.example');
    expect(new Set(await people(page))).toEqual(new Set(['a•••@northwind.example 1041']));
    expect(await shown(page)).toBe(
      '1 to 1 of 1 (of 19 in all). Emails are masked: ana@northwind.example is a•••@northwind.example here, and so may be other contacts.',
    );
    await search(page).fill('zoe@northwind.example');
    expect(await shown(page)).toBe('No matches (of 19 in all).');
    await search(page).fill('maria@acme.example');
    expect(await shown(page)).toBe('1 to 1 of 1 (of 19 in all)');
  });

  it('finds a revealed email address without a note', async () => {
    const { page } = await browser.open('revealed');
    await search(page).fill('contact-7@northwind.example');
    expect(await shown(page)).toBe('1 to 1 of 1 (of 12 in all)');
  });

  it('filters by status, target and sender, and sorts by column', async () => {
    const { page } = await browser.open('rich');
    await page
      .getByRole('combobox', { name: 'Target' })
      .selectOption({ label: 'workflows.leave-onboarding (2)' });
    expect(await people(page)).toEqual(['f•••@tailspin.example 1060', 'r•••@tailspin.example 1064']);
    await page.getByRole('combobox', { name: 'Target' }).selectOption('All');
    await page.getByRole('combobox', { name: 'Sender' }).selectOption({ label: 'paul@acme.example (1)' });
    expect(await people(page)).toEqual(['n•••@contoso.example 1044']);
    await page.getByRole('combobox', { name: 'Sender' }).selectOption('All');
    await page.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'enroll (4)' });
    const ids = async (): Promise<readonly string[]> =>
      (await people(page)).map((text) => text.replace(/^.* /u, ''));
    expect(await ids()).toEqual(['1044', '1050', '1060', '1064']);
    const sort = page.getByRole('columnheader', { name: 'Contact' });
    await sort.getByRole('button').click();
    expect(await sort.getAttribute('aria-sort')).toBe('ascending');
    expect(await ids()).toEqual(['1060', '1050', '1044', '1064']);
    await sort.getByRole('button').click();
    expect(await sort.getAttribute('aria-sort')).toBe('descending');
    await sort.getByRole('button').click();
    expect(await sort.getAttribute('aria-sort')).toBeNull();
    expect(await ids()).toEqual(['1044', '1050', '1060', '1064']);
  });

  it('is filtered by the links of the other sections', async () => {
    const { page } = await browser.open('hundred');
    const target = page.locator('details.target');
    await target.locator('summary').click();
    await target.getByRole('link', { name: '55 more' }).click();
    expect(await focused(page)).toBe('Contacts 100 lines');
    expect(await shown(page)).toBe('1 to 50 of 75 (of 100 in all)');
    await page.locator('.matrix').getByRole('link', { name: 'paul@acme.example' }).click();
    expect(await shown(page)).toBe('1 to 25 of 25 (of 100 in all)');
  });

  it('opens when a link leads into it', async () => {
    const { page } = await browser.open('quiet');
    expect(await page.locator('#people').isVisible()).toBe(false);
    await page.getByRole('link', { name: '26 ended' }).click();
    expect(await shown(page)).toBe('1 to 26 of 26 (of 28 in all)');
    expect(await page.locator('#people').isVisible()).toBe(true);
  });

  it('sorts without filters in a short plan', async () => {
    const { page, complaints } = await browser.open('few');
    await page.getByRole('columnheader', { name: 'Contact' }).getByRole('button').click();
    expect(await shown(page)).toBe('1 to 9 of 9');
    expect(await page.locator('form').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('can be used with the keyboard only', async () => {
    const { page } = await browser.open('rich');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.getByRole('link', { name: '1 person', exact: true }).first().focus();
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Contacts 19 lines');
    expect(await shown(page)).toBe('1 to 1 of 1 (of 19 in all)');
    await page.keyboard.press('Tab');
    await page.keyboard.type(' 1046');
    expect(await people(page)).toEqual(['u•••@contoso.example 1046']);
    await page.getByRole('button', { name: 'Theme:' }).focus();
    await page.keyboard.press('Space');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');
    await page.locator('summary', { hasText: 'Members before and after' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('details[data-diff] summary').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('details[data-diff] pre').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('is followed by the diff that the text shows', async () => {
    const { page } = await browser.open('rich');
    await page.locator('summary', { hasText: 'Members before and after' }).click();
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

  it('shows 100,000 contacts with few elements', async () => {
    const { page, complaints } = await browser.open('huge');
    const rows = (): Promise<number> => page.locator('#people tbody tr').count();
    const nodes = (): Promise<number> => page.evaluate(`document.getElementsByTagName('*').length`);
    expect(await page.locator('h1').textContent()).toContain('2 senders will email 100,000 people');
    expect(await shown(page)).toBe('1 to 50 of 100,000');
    expect(await rows()).toBe(50);
    expect(await nodes()).toBeLessThan(2_000);
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await shown(page)).toBe('51 to 100 of 100,000');
    await search(page).fill('1099999');
    expect(await shown(page)).toBe('1 to 1 of 1 (of 100,000 in all)');
    await search(page).fill('');
    await page
      .getByRole('combobox', { name: 'Sender' })
      .selectOption({ label: 'paul@acme.example (25,000)' });
    expect(await shown(page)).toBe('1 to 50 of 25,000 (of 100,000 in all)');
    await page.getByRole('columnheader', { name: 'Declared in' }).getByRole('button').click();
    expect(await rows()).toBe(50);
    await page.locator('summary', { hasText: 'Members before and after' }).click();
    await page.locator('details[data-diff] summary').click();
    await page.getByRole('button', { name: 'Show more lines' }).click();
    expect(await page.locator('details[data-diff] pre span').count()).toBe(1_000);
    expect(await nodes()).toBeLessThan(3_500);
    expect(complaints).toEqual([]);
  });
});
