import { expect, it, vi } from 'vitest';
import { rowPlants } from './histories/row-plants.ts';
import { scripted } from './histories/scripted.ts';

/** Every history of every plant. */
const cases = Object.entries(rowPlants).flatMap(([row, { histories }]) =>
  histories.map((history) => [row, history] as const),
);

it.each(cases)('finds %s, in %s', async (row, name) => {
  const planted = rowPlants[row];
  const history = scripted[name];
  if (!planted || !history) throw new Error('no such plant or history');
  const { swaps = [], port, found } = planted;
  vi.resetModules();
  for (const { module, exports } of swaps) {
    vi.doMock(`../../src/${module}`, async (importOriginal) => {
      const original = await importOriginal<Record<string, unknown>>();
      return { ...original, ...exports(original) };
    });
  }
  try {
    const { playHistory } = await import('./histories/play-history.ts');
    const { violations, story } = await playHistory(history, port ? { plant: port } : {});
    expect(
      violations.map(({ broken }) => broken),
      story.join('\n'),
    ).toEqual(expect.arrayContaining([...found]));
  } finally {
    for (const { module } of swaps) vi.doUnmock(`../../src/${module}`);
    vi.resetModules();
  }
});
