import { defaultVersions } from '../../src/model/desired-state.ts';
import { describe, expect, test } from 'vitest';
import { openAccount } from '../../src/hubspot/open-account.ts';
import type { Route } from '../../src/hubspot/routes.ts';
import type { Dialect } from '../../src/model/desired-state.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import { Failure } from '../../src/model/failure.ts';
import { everyRoute, everyRouteAccount, everyRouteFiles, patternOf, routesOf } from './every-route.ts';
import type { FaultKind } from './fault-kinds.ts';
import { faultKinds, faultSorts } from './fault-kinds.ts';
import { lineOver } from './line-over.ts';
import type { Came, Line } from './line-over.ts';

/** Routes for which 404 is a valid response: no object, or a deleted target. */
const mayBeMissing = new Set([
  'list',
  'list-by-name',
  'sequence',
  'contact-enrollment',
  'contact-workflows',
  'contact-property',
  'guide-enrollment',
  'guide-contact-sequences',
]);

/** More requests than any of these plans needs with six attempts on one route. */
const mostRequests = 200;

describe.each(['documented', 'guide'] as const)('a route that a plan in %s reads', (dialect) => {
  // list-memberships.test.ts has the faults of `list-memberships-batch-read`: most of them are no failure.
  const reads = routesOf(dialect).filter(
    ({ write, name, optional }) => !write && !optional && name !== 'list-memberships-batch-read',
  );

  test.each(dialect === 'documented' ? faultKinds : faultSorts)(
    'that fails with $name ends in a message with a next step',
    async (kind) => {
      const verdicts = await Promise.all(
        reads.map(async (route) => {
          const line = await open(dialect, kind);
          line.simulator.setFaults([{ ...kind.fault, route: patternOf(route) }]);
          const came = await reading(line, route, dialect);
          return [route.name, problemsOf(came, { kind, route, line })];
        }),
      );
      expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(reads.map(({ name }) => [name, []])));
    },
  );

  test.each(faultSorts.filter(({ passing }) => passing))(
    'that fails once with $name does not change the plan',
    async (kind) => {
      const whole = await (await open(dialect, kind)).plan();
      const verdicts = await Promise.all(
        reads.map(async (route) => {
          const line = await open(dialect, kind);
          line.simulator.setFaults([{ ...kind.fault, route: patternOf(route), nth: 1 }]);
          const came = await line.plan();
          return [route.name, came.failure?.message ?? came.plan?.changes];
        }),
      );
      for (const [name, changes] of verdicts) expect([name, changes]).toEqual([name, whole.plan?.changes]);
    },
  );
});

describe('a route that a plan reads only for its warnings', () => {
  const optional = routesOf('documented').filter((route) => route.optional);

  test.each(faultSorts)('that fails with $name does not change the plan', async (kind) => {
    const whole = await (await open('documented', kind)).plan();
    for (const route of optional) {
      const line = await open('documented', kind);
      line.simulator.setFaults([{ ...kind.fault, route: patternOf(route) }]);
      const came = await line.plan();
      expect([route.name, came.failure, came.plan?.changes]).toEqual([
        route.name,
        undefined,
        whole.plan?.changes,
      ]);
    }
  });
});

function open(dialect: Dialect, { fault }: FaultKind): Promise<Line> {
  const waiting = fault.kind === 'timeout' || fault.kind === 'slow';
  return lineOver({
    yaml: everyRoute(dialect),
    files: everyRouteFiles,
    dialect,
    simulator: { account: everyRouteAccount(), variants: { enrollmentOfNever: 'empty' } },
    // A read has six attempts. On a busy machine, valid responses must also arrive within this time.
    account: waiting ? { timeoutMilliseconds: 1_500 } : {},
  });
}

/** Makes the plan, or reads the one route that a plan with several contacts does not use. */
async function reading(line: Line, { name }: Route, dialect: Dialect): Promise<Came> {
  if (name !== 'guide-contact-sequences') return line.plan();
  const { url: baseUrl, token } = line.simulator;
  const settings = { baseUrl, token, dialect, ...defaultVersions, ratePercent: 100 } as const;
  const reader = openAccount({ ...settings, sleep: async () => undefined, ...line.account });
  try {
    await reader.contacts(['1041'], [{ kind: 'sequence', id: '5510021' }]);
    return { exit: ExitCode.done, logged: [] };
  } catch (error) {
    if (error instanceof Failure) return { exit: error.exitCode, logged: [], failure: error };
    return { exit: ExitCode.error, logged: [], defect: String(error) };
  }
}

function problemsOf(
  came: Came,
  { kind, route, line }: { readonly kind: FaultKind; readonly route: Route; readonly line: Line },
): readonly string[] {
  if (came.defect !== undefined) return [`a defect: ${came.defect}`];
  const requests = line.simulator.requests().length;
  const tooMany = requests > mostRequests ? [`${requests} requests`] : [];
  if (kind.name === '404' && mayBeMissing.has(route.name)) {
    const invalid = came.exit === ExitCode.invalidConfiguration;
    return [...tooMany, ...(came.failure && !invalid ? [`a failure: ${came.failure.message}`] : [])];
  }
  if (!came.failure) return [...tooMany, `no failure, exit ${came.exit}`];
  const { message, help } = came.failure;
  const path = new RegExp(`^${route.method} ${route.path.replaceAll(/\{\w+\}/g, '\\S+')}`);
  const checks: readonly (readonly [string, boolean])[] = [
    [`exit ${came.exit}`, came.exit === kind.exit],
    [`does not begin with method and path: ${message}`, path.test(message)],
    [`does not report the fault: ${message}`, kind.message.test(message)],
    [`shows the token: ${message}`, !message.includes(line.simulator.token)],
    [`shows an address: ${message}`, !/[a-z]{2,}[+.\w]*@/.test(message)],
    [`shows a stack: ${message}`, !/\n\s+at /.test(message)],
    ['has no help', help.length > 20],
    ['does not name the scope', kind.name !== '403' || help.includes('some.scope.write')],
  ];
  return [...tooMany, ...checks.flatMap(([problem, holds]) => (holds ? [] : [problem]))];
}
