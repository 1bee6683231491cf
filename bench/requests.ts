import type { Row } from './row.ts';
import { formatNumber } from './row.ts';
import { openFixture, membersUpTo, sequenceWith } from './fixture.ts';

/** Counts the requests of planning and applying. The counts are exact; `npm test` checks smaller ones. */
export async function requestCounts(): Promise<readonly Row[]> {
  return [
    await planSequence(),
    await planActiveList(),
    await planGuide(),
    await applySequence(),
    await applyWithList(3_000),
    await applyWithList(20_000),
  ];
}

async function planSequence(): Promise<Row> {
  const people = 10_000;
  const fixture = await openFixture({ contacts: people, allReachable: true }, { text: sequenceWith(people) });
  const { requests } = await fixture.plan();
  await fixture.close();
  return row(
    'requests to plan 10,000 declared sequence members (documented)',
    requests,
    1.02 * pages(people, 100) + 12,
  );
}

async function planActiveList(): Promise<Row> {
  const [active, declared] = [25_000, 10_000];
  const text = `workflows:\n  onboarding: { id: 900100, activeList: 553, noHistoryBefore: 2027-01-01, members: ${membersUpTo(declared)} }\n`;
  const fixture = await openFixture({ contacts: 30_000, inWorkflow: active, allReachable: true }, { text });
  const { requests } = await fixture.plan();
  await fixture.close();
  const target = pages(active, 250) + 1.02 * pages(declared, 100) + 12;
  return row(
    'requests to plan a workflow with `activeList`, 25,000 active, 10,000 declared',
    requests,
    target,
  );
}

async function planGuide(): Promise<Row> {
  const people = 10_000;
  const account = { contacts: people, inSequence: 0.5, allReachable: true };
  const fixture = await openFixture(account, { text: `dialect: guide\n${sequenceWith(people)}` });
  const { requests, plan } = await fixture.plan();
  await fixture.close();
  const active = plan?.summary.active ?? 0;
  const target = 1.02 * (pages(people, 1_000) + pages(active, 100)) + pages(people, 100) + 12;
  return row(
    `requests to plan in \`guide\`, 10,000 declared, ${formatNumber(active)} active`,
    requests,
    target,
  );
}

async function applySequence(): Promise<Row> {
  const people = 1_000;
  const fixture = await openFixture({ contacts: people, allReachable: true }, { text: sequenceWith(people) });
  const before = await fixture.plan();
  const { requests, report } = await fixture.apply();
  await fixture.close();
  if (report?.counts.done !== people)
    throw new Error(`Applied a different number: ${JSON.stringify(report?.counts)}`);
  const target = 1.05 * people + 12 + pages(people, 100);
  return row(
    'requests to apply 1,000 sequence enrollments, beyond planning',
    requests - before.requests,
    target,
  );
}

async function applyWithList(people: number): Promise<Row> {
  const text = `workflows:\n  news: { id: 900200, via: { list: 611 }, activeList: 612, noHistoryBefore: 2027-01-01, members: ${membersUpTo(people)} }\n`;
  const fixture = await openFixture({ contacts: people, allReachable: true }, { text });
  const before = await fixture.plan();
  const { requests, report } = await fixture.apply();
  await fixture.close();
  if (report?.counts.done !== people)
    throw new Error(`Applied a different number: ${JSON.stringify(report?.counts)}`);
  const target = 2 * pages(people, 1_000) + 12 + 2 * pages(people, 100) + pages(people, 250);
  return row(
    `requests to apply ${formatNumber(people)} enrollments \`via: { list }\`, beyond planning`,
    requests - before.requests,
    target,
  );
}

function pages(count: number, size: number): number {
  return Math.ceil(count / size);
}

function row(what: string, requests: number, maximum: number): Row {
  return {
    what,
    target: `at most ${formatNumber(Math.floor(maximum))}`,
    measured: formatNumber(requests),
    ok: requests <= maximum,
  };
}
