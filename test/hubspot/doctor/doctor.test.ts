import { defaultVersions } from '../../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import { clockCheck, rateCheck, sunsetChecks } from '../../../src/hubspot/doctor/doctor.ts';
import { routes } from '../../../src/hubspot/routes.ts';
import { routesInUse } from '../../../src/hubspot/routes-in-use.ts';
import { sequence, workflow } from '../desired.ts';

const rates = (
  [max, interval]: readonly [string, string],
  [daily, left]: readonly [string, string],
): Readonly<Record<string, string>> => ({
  'x-hubspot-ratelimit-max': max,
  'x-hubspot-ratelimit-interval-milliseconds': interval,
  'x-hubspot-ratelimit-daily': daily,
  'x-hubspot-ratelimit-daily-remaining': left,
});

const wanted = {
  portal: 1,
  dialect: 'documented',
  ...defaultVersions,
  ratePercent: 80,
  targets: [],
} as const;
const now = '2026-11-02T09:00:00.000Z';

describe('the rate', () => {
  test.each([
    [
      rates(['190', '10000'], ['1000000', '999000']),
      'ok',
      '190 requests in 10 s, of which rollcall uses 80%; 999,000 of 1,000,000 remaining today',
    ],
    [
      rates(['100', '10000'], ['250000', '25000']),
      'warning',
      '100 requests in 10 s, of which rollcall uses 80%; 25,000 of 250,000 remaining today',
    ],
    [
      { ...rates(['110', '10000'], ['', '']), 'x-hubspot-ratelimit-daily': '0' },
      'ok',
      '110 requests in 10 s, of which rollcall uses 80%',
    ],
    [
      {},
      'ok',
      'HubSpot returned no rate limit: rollcall uses the lowest published one, 100 requests in 10 s',
    ],
    [
      rates(['many', ''], ['', '']),
      'ok',
      'HubSpot returned no rate limit: rollcall uses the lowest published one, 100 requests in 10 s',
    ],
  ])('is read from the headers: %#', (headers, status, message) => {
    expect(rateCheck({ headers }, 80)).toMatchObject({ status, message });
  });
});

describe('the clock', () => {
  test.each([
    [0, 'ok', 'agrees'],
    [-59_000, 'ok', 'agrees'],
    [3_600_000, 'warning', '3600 s behind'],
    [-120_000, 'warning', '120 s ahead of'],
  ])("of this machine is compared with the account's: %i ms", (ahead, status, message) => {
    const [check] = clockCheck({ headers: {}, ahead }, wanted, now);
    expect(check).toMatchObject({ status, message: expect.stringContaining(message) });
  });

  test('is not compared before the first response, nor in a simulated account', () => {
    expect(clockCheck({ headers: {} }, wanted, now)).toEqual([]);
    const [check] = clockCheck({ headers: {}, ahead: 1e9 }, { ...wanted, portal: 'simulated' }, now);
    expect(check?.status).toBe('ok');
  });
});

describe('the end dates of routes', () => {
  test('are reported once for every route: ok, as a warning or as failed', () => {
    const used = routes.filter(({ version, optional }) => version === undefined && !optional);
    const at = (day: string) =>
      sunsetChecks(used, `${day}T09:00:00.000Z`).map(({ status, code }) => `${status} ${code}`);
    expect(at('2026-09-01')).toEqual(['ok routes-end', 'ok routes-end']);
    expect(at('2026-11-02')).toEqual(['warning routes-end-soon', 'ok routes-end']);
    expect(at('2027-03-30')).toEqual(['failed routes-ended', 'warning routes-end-soon']);
    const text = sunsetChecks(used, now)
      .map(({ message }) => message)
      .join('\n');
    for (const { method, path } of used) expect(text).toContain(`${method} ${path}`);
  });

  test('are absent for routes with a version in the path', () => {
    const found = routesInUse({ ...wanted, targets: [sequence('1')] });
    const ends = sunsetChecks(found, now).find(({ code }) => code === 'routes-no-end-date');
    expect(ends?.message).toContain('POST /automation/sequences/2026-09/enrollments');
  });
});

describe('the routes in use', () => {
  const names = (
    targets: Parameters<typeof routesInUse>[0]['targets'],
    dialect: 'documented' | 'guide' = 'documented',
  ) => routesInUse({ ...wanted, dialect, targets }).map(({ name }) => name);

  test('are only those of the dialect that the targets need', () => {
    for (const dialect of ['documented', 'guide'] as const) {
      const all = [
        sequence('1', { unenroll: { workflow: '7' } }),
        workflow('2', { viaList: '3', everList: 'Ever' }),
      ];
      const used = routesInUse({ ...wanted, dialect, targets: all });
      expect(used.filter(({ dialects }) => !dialects.includes(dialect))).toEqual([]);
      expect(new Set(used).size).toBe(used.length);
    }
    expect(names([])).toEqual(['account-details']);
    expect(names([workflow('2')])).not.toContain('sequence-enroll');
    expect(names([workflow('2')])).not.toContain('list');
    expect(names([workflow('2', { activeList: '5' })])).not.toContain('contact-workflows');
    expect(names([workflow('2', { activeList: '5' })])).not.toContain('list-by-name');
    expect(names([workflow('2', { retired: 'archive' })])).toContain('flow-delete');
    expect(names([sequence('1', { unenroll: { property: 'leave', value: 'yes' } })])).toContain(
      'contact-stamp',
    );
    expect(names([sequence('1', { unenroll: { workflow: '7' } })], 'guide')).not.toContain(
      'flows-batch-read',
    );
  });

  test.each(['documented', 'guide'] as const)(
    'of a workflow to create list and create workflows in %s',
    (dialect) => {
      const source = { file: 'enrollments.yaml', line: 4, column: 3 };
      const creations = [{ key: 'drip', definition: 'workflows/drip.yaml', members: 0, source }];
      expect(routesInUse({ ...wanted, dialect, creations }).map(({ name }) => name)).toEqual([
        'account-details',
        'flows',
        'flows-batch-read',
        'flow-create',
      ]);
      expect(names([workflow('2')], dialect)).not.toContain('flow-create');
      expect(names([workflow('2')], dialect)).not.toContain('flows');
    },
  );
});
