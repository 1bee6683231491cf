import { expect, it } from 'vitest';
import { playHistory } from './histories/play-history.ts';
import { scripted } from './histories/scripted.ts';

/** Rows whose faults are not fixed here yet: the judge has to find them. */
const open = /^(1|2|3|4|5|6|15|18|21|22|23): /u;
/** Of those rows, what never went wrong. */
const sound: readonly string[] = [
  '1: a saved plan whose change names another contact',
  '5: rolled back to the first id',
];

it.each(Object.keys(scripted))('plays row %s', async (name) => {
  const history = scripted[name];
  if (!history) throw new Error('no such history');
  const { violations, story } = await playHistory(history);
  if (open.test(name) && !sound.includes(name)) expect(violations).not.toEqual([]);
  else expect(violations, story.join('\n')).toEqual([]);
});
