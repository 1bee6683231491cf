import { expect, it, vi } from 'vitest';
import * as unchanged from './histories/play-history.ts';
import { rowPlants } from './histories/row-plants.ts';
import { scripted } from './histories/scripted.ts';

it.each(Object.keys(rowPlants))('finds %s', async (row) => {
  const planted = rowPlants[row];
  if (!planted) throw new Error('no such plant');
  const { histories, swaps = [], port, found } = planted;
  // Loading everything again takes longer than most histories.
  if (swaps.length > 0) vi.resetModules();
  for (const { module, exports } of swaps) {
    vi.doMock(`../../src/${module}`, async (importOriginal) => {
      const original = await importOriginal<Record<string, unknown>>();
      return { ...original, ...exports(original) };
    });
  }
  try {
    const { playHistory } = swaps.length > 0 ? await import('./histories/play-history.ts') : unchanged;
    for (const name of histories) {
      const history = scripted[name];
      if (!history) throw new Error(`no such history: ${name}`);
      const { violations, story } = await playHistory(history, port ? { plant: port } : {});
      expect(
        violations.map(({ broken }) => broken),
        [name, ...story].join('\n'),
      ).toEqual(expect.arrayContaining([...found]));
    }
  } finally {
    for (const { module } of swaps) vi.doUnmock(`../../src/${module}`);
  }
});
