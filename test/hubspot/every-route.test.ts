import { describe, expect, test } from 'vitest';
import { openAccount } from '../../src/hubspot/open-account.ts';
import { matchRoute } from '../../src/hubspot/routes.ts';
import { everyRoute, everyRouteAccount, everyRouteFiles, readsOfApply, routesOf } from './every-route.ts';
import { lineOver } from './line-over.ts';

/** Every version of the routes at least once. */
const versions = [
  { apiVersion: '2026-09', workflowApiVersion: 'v4' },
  { apiVersion: '2026-03', workflowApiVersion: '2026-09-beta' },
  { apiVersion: 'legacy', workflowApiVersion: 'v4' },
] as const;

describe.each(['documented', 'guide'] as const)('plan and apply in %s', (dialect) => {
  test.each(versions)(
    'use every route of $apiVersion and $workflowApiVersion and no other',
    async (chosen) => {
      const settings = Object.entries(chosen).map(([key, value]) => `${key}: ${value}\n`);
      const line = await lineOver({
        yaml: settings.join('') + everyRoute(dialect),
        files: everyRouteFiles,
        dialect,
        simulator: { account: everyRouteAccount() },
      });
      const planned = await line.plan();
      expect(planned.failure).toBeUndefined();
      const used = (): readonly string[] => [
        ...new Set(
          line.simulator.requests().map(({ method, path }) => {
            const route = matchRoute(method, path);
            return route ? nameOf(route) : `outside: ${method} ${path}`;
          }),
        ),
      ];
      const reads = routesOf(dialect, chosen).filter(({ write, name }) => !write && !readsOfApply.has(name));
      expect(used().toSorted()).toEqual(reads.map(nameOf).toSorted());

      const applied = await line.apply({ allowArchive: true });
      expect(applied.report?.outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
      // A batch of one contact uses the single-contact route.
      await openAccount({
        baseUrl: line.simulator.url,
        token: line.simulator.token,
        dialect,
        ...chosen,
        ratePercent: 100,
      }).contacts(['1041'], [{ kind: 'sequence', id: '5510021' }]);
      expect(used().toSorted()).toEqual(routesOf(dialect, chosen).map(nameOf).toSorted());
    },
  );
});

function nameOf({ name, version }: ReturnType<typeof routesOf>[number]): string {
  return version === undefined ? name : `${name} ${version}`;
}
