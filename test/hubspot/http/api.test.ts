import { defaultVersions } from '../../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import { allPages, type Api } from '../../../src/hubspot/http/api.ts';
import { requestFactory } from '../../../src/hubspot/http/request.ts';

/** Opens an account whose pages have these numbers of results, each with a cursor to the next page. */
function paging(sizes: (page: number) => number): Api {
  let page = 0;
  return {
    dialect: 'documented',
    request: requestFactory(defaultVersions),
    read: async () => {
      page += 1;
      const results = Array.from({ length: sizes(page) }, (_none, id) => ({ id }));
      return { status: 200, body: { results, paging: { next: { after: String(page) } } } };
    },
    now: () => '2026-11-02T09:00:00.000Z',
    usedRoutes: () => [],
    quota: () => ({}),
    requestCount: () => 0,
  };
}

async function pagesOf(api: Api, most: number): Promise<number> {
  let count = 0;
  for await (const results of allPages(api, (after) => api.request('owners', { query: { after } }))) {
    count += results.length;
    if (count >= most) break;
  }
  return count;
}

describe('endless pages', () => {
  test('fail the read after ten empty pages in a row', async () => {
    await expect(
      pagesOf(
        paging((page) => (page < 3 ? 1 : 0)),
        9,
      ),
    ).rejects.toMatchObject({
      code: 'hubspot-unexpected',
      message: expect.stringContaining('10 empty pages in a row, with a cursor to another'),
    });
  });

  test('with single empty pages are read', async () => {
    expect(
      await pagesOf(
        paging((page) => (page % 10 === 0 ? 1 : 0)),
        5,
      ),
    ).toBe(5);
  });
});
