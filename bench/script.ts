import { generateAccount } from '../src/simulator/seed/generate-account.ts';
import { startSimulator } from '../src/simulator/start-simulator.ts';
import { runChild } from './run-child.ts';
import type { Row, Size } from './row.ts';
import { formatNumber, formatRatio } from './row.ts';
import { openFixture, sequenceWith } from './fixture.ts';

const rateLimit = { burst: 190, intervalMilliseconds: 10_000, daily: 1_000_000 };

/** Compares rollcall with the naive script. Each starts with the same account on a separate simulator. */
export async function compareWithScript(size: Size): Promise<readonly Row[]> {
  const people = size === 'quick' ? 50 : 1_000;
  const [script, ours] = await Promise.all([runScript(people), runRollcall(people)]);
  const requestRatio = script.planningRequests / ours.planned.requests;
  const planRatio = script.planning / ours.planned.milliseconds;
  const applyRatio = script.applying / ours.applied.milliseconds;
  return [
    {
      what: `plan ${formatNumber(people)}: requests, against a naive script`,
      target: '50 × fewer',
      measured: `${formatRatio(requestRatio)} (${ours.planned.requests} against ${formatNumber(script.planningRequests)})`,
      ok: requestRatio >= 50,
    },
    {
      what: `plan ${formatNumber(people)}: time, against a naive script`,
      target: '50 × less',
      measured: `${formatRatio(planRatio)} (${seconds(ours.planned.milliseconds)} against ${seconds(script.planning)})`,
      ok: planRatio >= 50,
    },
    {
      what: `apply ${formatNumber(people)}: time, against a naive script`,
      target: '1.9 × less',
      measured: `${formatRatio(applyRatio)} (${seconds(ours.applied.milliseconds)} against ${seconds(script.applying)})`,
      ok: applyRatio >= 1.9,
    },
  ];
}

async function runRollcall(people: number) {
  const account = { contacts: people, allReachable: true };
  const fixture = await openFixture(account, { text: sequenceWith(people), simulator: { rateLimit } });
  const planned = await fixture.plan();
  const applied = await fixture.apply();
  await fixture.close();
  if (applied.report?.counts.done !== people)
    throw new Error(`Applied a different number: ${JSON.stringify(applied.report?.counts)}`);
  return { planned, applied };
}

async function runScript(people: number) {
  const simulator = await startSimulator({
    account: generateAccount({ contacts: people, allReachable: true }),
    lagMilliseconds: 0,
    rateLimit,
  });
  const took = await runChild<{ found: number; planning: number; applying: number }>(
    './baseline/run-script.js',
    simulator.url,
    simulator.token,
    String(people),
  );
  const requests = simulator.requests();
  const planningRequests = requests.filter(({ method }) => method === 'GET').length;
  const { enrollments } = simulator.inspect();
  await simulator.close();
  if (took.found !== people || enrollments.length !== people)
    throw new Error('The script enrolled a different number of contacts.');
  return { ...took, planningRequests };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
