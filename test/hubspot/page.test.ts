import { describe, expect, test } from 'vitest';
import { allPages, type Api } from '../../src/hubspot/http/api.ts';
import { requestFactory } from '../../src/hubspot/http/request.ts';

/** An account whose pages hold these numbers of results, and which names a next page after each. */
function paging(sizes: (page: number) => number): Api {
  let page = 0;
  return {
    dialect: 'documented',
    request: requestFactory('2026-03'),
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

describe('pages without an end', () => {
  test('end the read after ten empty ones in a row', async () => {
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

  test('with an empty one now and then are read', async () => {
    expect(
      await pagesOf(
        paging((page) => (page % 10 === 0 ? 1 : 0)),
        5,
      ),
    ).toBe(5);
  });
});
