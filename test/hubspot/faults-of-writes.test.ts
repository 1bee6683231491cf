import { describe, expect, test } from 'vitest';
import { matchRoute } from '../../src/hubspot/routes.ts';
import type { Route } from '../../src/hubspot/routes.ts';
import type { Dialect } from '../../src/model/desired-state.ts';
import { ExitCode } from '../../src/model/exit-code.ts';
import type { Outcome } from '../../src/model/results/report.ts';
import { everyRoute, everyRouteAccount, everyRouteFiles, patternOf, routesOf } from './every-route.ts';
import type { FaultKind } from './fault-kinds.ts';
import { faultSorts } from './fault-kinds.ts';
import { lineOver } from './line-over.ts';
import type { Came, Line } from './line-over.ts';

/** A change that is done needs no help; one that was not attempted uses the help of the run. */
const helpless: ReadonlySet<Outcome['status']> = new Set(['done', 'not-attempted']);

/** How often one change is sent while the rate limit refuses it. */
const mostTries = 7;

const exitOf: Readonly<Record<FaultKind['write'], readonly ExitCode[]>> = {
  refused: [ExitCode.partly],
  'not-sent': [ExitCode.partly],
  denied: [ExitCode.account],
  quota: [ExitCode.quota],
  // The account shows the effect, or a person must settle it.
  ambiguous: [ExitCode.done, ExitCode.partly, ExitCode.unknown],
};

describe.each(['documented', 'guide'] as const)('a route that an apply in %s writes', (dialect) => {
  const writes = routesOf(dialect).filter(({ write }) => write);

  test.each(faultSorts)(
    'that fails with $name before it takes effect is reported and counted',
    async (kind) => {
      const verdicts = await Promise.all(
        writes.map(async (route) => [route.name, await problemsWith(dialect, route, kind)]),
      );
      expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(writes.map(({ name }) => [name, []])));
    },
  );

  test.each(faultSorts.filter(({ write }) => write === 'ambiguous'))(
    'whose response fails with $name after it took effect is reported and counted',
    async (kind) => {
      const served = { ...kind, fault: { ...kind.fault, handled: true } };
      const verdicts = await Promise.all(
        writes.map(async (route) => [route.name, await problemsWith(dialect, route, served)]),
      );
      expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(writes.map(({ name }) => [name, []])));
    },
  );
});

async function problemsWith(dialect: Dialect, route: Route, kind: FaultKind): Promise<readonly string[]> {
  const waiting = kind.fault.kind === 'timeout' || kind.fault.kind === 'slow';
  const line = await lineOver({
    yaml: everyRoute(dialect),
    files: everyRouteFiles,
    dialect,
    simulator: { account: everyRouteAccount() },
    account: waiting ? { timeoutMilliseconds: 1_000 } : {},
  });
  line.simulator.setFaults([{ ...kind.fault, route: patternOf(route) }]);
  const came = await line.apply({ allowArchive: true });
  const first = firstProblems(came, { line, route, kind });
  line.simulator.setFaults([]);
  // Whatever remained open, the next run enrolls no contact a second time.
  const again = await line.apply({ allowArchive: true });
  return [
    ...first,
    ...(again.defect === undefined ? [] : [`the next run has a defect: ${again.defect}`]),
    ...twice(line),
  ];
}

function firstProblems(
  came: Came,
  { line, route, kind }: { readonly line: Line; readonly route: Route; readonly kind: FaultKind },
): readonly string[] {
  const { report } = came;
  if (came.defect !== undefined) return [`a defect: ${came.defect}`];
  if (!report) return [`no report: ${came.failure?.message}`];
  const { planned, done, failed, blocked, unknown, notAttempted } = report.counts;
  const asked = line.simulator
    .requests()
    .filter(({ method, path }) => matchRoute(method, path)?.name === route.name);
  const touched = report.outcomes.filter((outcome) => kind.message.test(fullReason(outcome)));
  const text = [...report.outcomes.map(fullReason), ...report.exitReasons].join('\n');
  const all = [text, ...report.outcomes.map(({ help }) => help), ...came.logged].join('\n');
  const unserved = kind.fault.handled !== true;
  const stopped = kind.write === 'denied' || kind.write === 'quota';
  const named = new RegExp(`${route.method} ${route.path.replaceAll(/\{\w+\}/g, '\\S+')}`);
  const checks: readonly (readonly [string, boolean])[] = [
    [`exit ${came.exit}: ${text}`, exitOf[kind.write].includes(came.exit)],
    [`counts ${JSON.stringify(report.counts)}`, planned === done + failed + blocked + unknown + notAttempted],
    [`${report.outcomes.length} outcomes of ${planned}`, report.outcomes.length === planned],
    [
      `${asked.length} requests`,
      asked.length > 0 && asked.length <= planned * (kind.write === 'not-sent' ? mostTries : 1),
    ],
    [
      `does not report the fault: ${text}`,
      // Effects that are seen later leave only the stop of the sender.
      !unserved || came.exit === ExitCode.done || kind.message.test(text) || stoppedSender.test(text),
    ],
    [
      `does not name the request: ${text}`,
      touched.every((outcome) => named.test(fullReason(outcome))) || stopped,
    ],
    [
      `no help: ${text}`,
      touched.every(({ help, status }) => helpless.has(status) || (help ?? '').length > 10),
    ],
    [`shows the token: ${all}`, !all.includes(line.simulator.token)],
    [`shows an address: ${all}`, !/[a-z]{2,}[+.\w]*@(?!acme)/.test(all)],
    [`shows a stack: ${all}`, !/\n\s+at /.test(all)],
    ...doneWithoutEffect(report.outcomes, line).map((problem) => [problem, false] as const),
  ];
  return checks.flatMap(([problem, holds]) => (holds ? [] : [problem]));
}

const stoppedSender = /responses in a row for \S+ did not show/;

/** Enrollments that the report shows as done and verified, but that the account does not have. */
function doneWithoutEffect(outcomes: readonly Outcome[], { simulator }: Line): readonly string[] {
  const { enrollments } = simulator.inspect();
  const ids: Readonly<Record<string, string>> = {
    'sequences.outbound': '5510021',
    'sequences.renewals': '5510022',
    'workflows.onboarding': '900100',
    'workflows.newsletter': '900200',
  };
  return outcomes
    .filter(({ action, status }) => action === 'enroll' && status === 'done')
    .filter(({ address, reason }) => {
      const [target = '', contactId] = address.split('/');
      const there = enrollments.some((one) => one.targetId === ids[target] && one.contactId === contactId);
      return !there && !reason.includes('not seen');
    })
    .map(({ address }) => `${address} is done and not enrolled`);
}

function twice({ simulator }: Line): readonly string[] {
  const seen = new Set<string>();
  return simulator.inspect().enrollments.flatMap(({ targetId, contactId }) => {
    const name = `${targetId}/${contactId}`;
    if (seen.has(name)) return [`${name} was enrolled twice`];
    seen.add(name);
    return [];
  });
}

/** The reason of an outcome with the request and the response, as a person reads them in the report. */
function fullReason({ reason, response }: Outcome): string {
  if (!response) return reason;
  const { request, status, message = '', correlationId } = response;
  const returned = status === undefined ? 'returned nothing' : `returned ${status}, ${message}`;
  return `${reason}; ${request} ${returned}; correlation id ${correlationId}`;
}
