import { expect, it } from 'vitest';
import { playHistory } from './histories/play-history.ts';
import { scripted } from './histories/scripted.ts';

it.each(Object.keys(scripted))('plays row %s', async (name) => {
  const history = scripted[name];
  if (!history) throw new Error('no such history');
  const { violations, story } = await playHistory(history);
  expect(violations, story.join('\n')).toEqual([]);
});
