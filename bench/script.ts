import { generateAccount } from '../src/simulator/seed/generate-account.ts';
import { startSimulator } from '../src/simulator/start-simulator.ts';
import { child } from './child.ts';
import type { Row } from './row.ts';
import { number, times } from './row.ts';
import { benchWorld, sequenceOf } from './world.ts';

const people = 1_000;
const rateLimit = { burst: 190, intervalMilliseconds: 10_000, daily: 1_000_000 };
const account = { contacts: people, allReachable: true };

/** rollcall and the obvious script, each on an account of its own that is the same to begin with. */
export async function againstScript(): Promise<readonly Row[]> {
  const [script, ours] = await Promise.all([runScript(), runRollcall()]);
  const callsRatio = script.planningCalls / ours.planned.requests;
  const planRatio = script.planning / ours.planned.milliseconds;
  const applyRatio = script.applying / ours.applied.milliseconds;
  return [
    {
      what: 'plan 1,000: calls, against the obvious script',
      target: '50 × fewer',
      measured: `${times(callsRatio)} (${ours.planned.requests} against ${number(script.planningCalls)})`,
      ok: callsRatio >= 50,
    },
    {
      what: 'plan 1,000: time, against the obvious script',
      target: '50 × less',
      measured: `${times(planRatio)} (${seconds(ours.planned.milliseconds)} against ${seconds(script.planning)})`,
      ok: planRatio >= 50,
    },
    {
      what: 'apply 1,000: time, against the obvious script',
      target: '1.9 × less',
      measured: `${times(applyRatio)} (${seconds(ours.applied.milliseconds)} against ${seconds(script.applying)})`,
      ok: applyRatio >= 1.9,
    },
  ];
}

async function runRollcall() {
  const world = await benchWorld(account, { text: sequenceOf(people), simulator: { rateLimit } });
  const planned = await world.plan();
  const applied = await world.apply();
  await world.close();
  if (applied.report?.counts.done !== people)
    throw new Error(`applied ${JSON.stringify(applied.report?.counts)}`);
  return { planned, applied };
}

async function runScript() {
  const simulator = await startSimulator({
    account: generateAccount(account),
    lagMilliseconds: 0,
    rateLimit,
  });
  const took = await child<{ found: number; planning: number; applying: number }>(
    './baseline/run-script.js',
    simulator.url,
    simulator.token,
    String(people),
  );
  const requests = simulator.requests();
  const planningCalls = requests.filter(({ method }) => method === 'GET').length;
  const { enrollments } = simulator.inspect();
  await simulator.close();
  if (took.found !== people || enrollments.length !== people) throw new Error('the script did other work');
  return { ...took, planningCalls };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
