import { describe, expect, test } from 'vitest';
import { openAccount } from '../../src/hubspot/open-account.ts';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { everyRoute, everyRouteAccount, routesOf } from './every-route.ts';
import { lineOver } from './line-over.ts';

describe.each(['documented', 'guide'] as const)('plan and apply in %s', (dialect) => {
  test('use every route and no other', async () => {
    const line = await lineOver({
      yaml: everyRoute(dialect),
      dialect,
      simulator: { account: everyRouteAccount() },
    });
    const planned = await line.plan();
    expect(planned.failure).toBeUndefined();
    const used = (): readonly string[] => [
      ...new Set(
        line.simulator
          .requests()
          .map(({ method, path }) => matchRoute(method, path)?.name ?? `outside: ${method} ${path}`),
      ),
    ];
    const reads = routesOf(dialect)
      .filter(({ write, name }) => !write && name !== 'guide-contact-sequences')
      .map(({ name }) => name);
    expect(used().toSorted()).toEqual(reads.toSorted());

    const applied = await line.apply({ allowArchive: true });
    expect(applied.report?.outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
    // A batch of one contact uses the single-contact route.
    await openAccount({
      baseUrl: line.simulator.url,
      token: line.simulator.token,
      dialect,
      sequenceRoutes: '2026-03',
      ratePercent: 100,
    }).contacts(['1041'], [{ kind: 'sequence', id: '5510021' }]);
    expect(used().toSorted()).toEqual(
      routesOf(dialect)
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});
