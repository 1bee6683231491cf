import { defaultVersions } from '../../../src/model/desired-state.ts';
import { afterEach, expect, test } from 'vitest';
import { openExaminer } from '../../../src/hubspot/doctor/doctor.ts';
import { objectOf } from '../../../src/hubspot/http/response.ts';
import { sequence, silent } from '../desired.ts';
import { startScriptedServer } from '../scripted-server.ts';
import type { ScriptedServer } from '../scripted-server.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

test('searches and batch reads of doctor have every field that the specification requires', async () => {
  server = await startScriptedServer(({ path }) => {
    if (path.endsWith('/details')) return { body: { portalId: 1 } };
    return { body: { status: 'COMPLETE', total: 0, results: [] } };
  });
  const wanted = {
    portal: 1,
    dialect: 'documented',
    ...defaultVersions,
    ratePercent: 80,
    targets: [sequence('5')],
  } as const;
  const examiner = openExaminer({ ...wanted, baseUrl: server.url, token: 't' });
  await examiner.open(wanted);
  await examiner.examine(wanted, silent);
  const bodiesOf = (end: string): readonly string[][] =>
    (server?.seen ?? [])
      .filter(({ path }) => path.endsWith(end))
      .map(({ body }) => Object.keys(objectOf(body)));
  const searches = bodiesOf('/contacts/search');
  const reads = bodiesOf('/contacts/batch/read');
  expect([searches.length, reads.length].every((count) => count > 0)).toBe(true);
  for (const keys of searches) {
    expect(keys).toEqual(expect.arrayContaining(['after', 'filterGroups', 'limit', 'properties', 'sorts']));
  }
  for (const keys of reads) {
    expect(keys).toEqual(expect.arrayContaining(['inputs', 'properties', 'propertiesWithHistory']));
  }
});
