import type { Row } from './row.ts';
import { number } from './row.ts';
import { benchWorld, peopleTo, sequenceOf } from './world.ts';

/** How many calls reading and writing take: exact, and held by ordinary tests as well. */
export async function callCounts(): Promise<readonly Row[]> {
  return [
    await planSequence(),
    await planActiveList(),
    await planGuide(),
    await applySequence(),
    await applyThroughList(3_000),
    await applyThroughList(20_000),
  ];
}

async function planSequence(): Promise<Row> {
  const people = 10_000;
  const world = await benchWorld({ contacts: people, allReachable: true }, { text: sequenceOf(people) });
  const { requests } = await world.plan();
  await world.close();
  return row(
    'calls to plan 10,000 declared sequence members (documented)',
    requests,
    1.02 * pages(people, 100) + 12,
  );
}

async function planActiveList(): Promise<Row> {
  const [active, declared] = [25_000, 10_000];
  const text = `workflows:\n  onboarding: { id: 900100, activeList: 553, noHistoryBefore: 2027-01-01, members: ${peopleTo(declared)} }\n`;
  const world = await benchWorld({ contacts: 30_000, inWorkflow: active, allReachable: true }, { text });
  const { requests } = await world.plan();
  await world.close();
  const target = pages(active, 250) + 1.02 * pages(declared, 100) + 12;
  return row('calls to plan a workflow with `activeList`, 25,000 active, 10,000 declared', requests, target);
}

async function planGuide(): Promise<Row> {
  const people = 10_000;
  const account = { contacts: people, inSequence: 0.5, allReachable: true };
  const world = await benchWorld(account, { text: `dialect: guide\n${sequenceOf(people)}` });
  const { requests, plan } = await world.plan();
  await world.close();
  const active = plan?.summary.active ?? 0;
  const target = 1.02 * (pages(people, 1_000) + pages(active, 100)) + pages(people, 100) + 12;
  return row(`calls to plan in \`guide\`, 10,000 declared, ${number(active)} active`, requests, target);
}

async function applySequence(): Promise<Row> {
  const people = 1_000;
  const world = await benchWorld({ contacts: people, allReachable: true }, { text: sequenceOf(people) });
  const before = await world.plan();
  const { requests, report } = await world.apply();
  await world.close();
  if (report?.counts.done !== people) throw new Error(`applied ${JSON.stringify(report?.counts)}`);
  const target = 1.05 * people + 12 + pages(people, 100);
  return row(
    'calls to apply 1,000 sequence enrollments, beyond planning',
    requests - before.requests,
    target,
  );
}

async function applyThroughList(people: number): Promise<Row> {
  const text = `workflows:\n  news: { id: 900200, via: { list: 611 }, activeList: 612, noHistoryBefore: 2027-01-01, members: ${peopleTo(people)} }\n`;
  const world = await benchWorld({ contacts: people, allReachable: true }, { text });
  const before = await world.plan();
  const { requests, report } = await world.apply();
  await world.close();
  if (report?.counts.done !== people) throw new Error(`applied ${JSON.stringify(report?.counts)}`);
  const target = 2 * pages(people, 1_000) + 12 + 2 * pages(people, 100) + pages(people, 250);
  return row(
    `calls to apply ${number(people)} enrollments \`via: { list }\`, beyond planning`,
    requests - before.requests,
    target,
  );
}

function pages(count: number, size: number): number {
  return Math.ceil(count / size);
}

function row(what: string, requests: number, most: number): Row {
  return {
    what,
    target: `at most ${number(Math.floor(most))}`,
    measured: number(requests),
    ok: requests <= most,
  };
}
