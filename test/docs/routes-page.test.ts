import { describe, expect, it } from 'vitest';
import { routePage } from '../../src/hubspot/route-page.ts';

describe('docs/routes.md', () => {
  it('is what the code says. To write it: npx vitest run test/docs/routes-page.test.ts --update', async () => {
    await expect(routePage()).toMatchFileSnapshot('../../docs/routes.md');
  });

  it('has the six steps and the three related routes', () => {
    const titles = [...routePage().matchAll(/^### (.*)$/gmu)].map(([, title = '']) => title);
    expect(titles.filter((title) => /^[1-6]\. /u.test(title))).toHaveLength(6);
    expect(titles).toHaveLength(9);
  });
});
