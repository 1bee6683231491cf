import type { Row, Size } from './row.ts';
import { formatNumber } from './row.ts';
import { openFixture, membersUpTo, sequenceWith } from './fixture.ts';
import { expectedRequests } from '../src/reconciler/plan-summary.ts';
import type { EnrollChange } from '../src/model/results/plan.ts';

/** Counts the requests of planning and applying. The counts are exact; `npm test` checks smaller ones. */
export async function requestCounts(size: Size): Promise<readonly Row[]> {
  const part = size === 'quick' ? 0.05 : 1;
  return [
    await planSequence(10_000 * part),
    await planActiveList(25_000 * part, 10_000 * part),
    await planGuide(10_000 * part),
    await applySequence(1_000 * part),
    await applyWithList(3_000 * part),
    await applyWithList(20_000 * part),
    estimateListRoute(1_000_000),
  ];
}

async function planSequence(people: number): Promise<Row> {
  const fixture = await openFixture({ contacts: people, allReachable: true }, { text: sequenceWith(people) });
  const { requests } = await fixture.plan();
  await fixture.close();
  return row(
    `requests to plan ${formatNumber(people)} declared sequence members (documented)`,
    requests,
    1.02 * pages(people, 100) + 12,
  );
}

async function planActiveList(active: number, declared: number): Promise<Row> {
  const text = `workflows:\n  onboarding: { id: 900100, activeList: 553, noHistoryBefore: 2027-01-01, members: ${membersUpTo(declared)} }\n`;
  const fixture = await openFixture(
    { contacts: active + declared / 2, inWorkflow: active, allReachable: true },
    { text },
  );
  const { requests } = await fixture.plan();
  await fixture.close();
  const target = pages(active, 250) + 1.02 * pages(declared, 100) + 12;
  return row(
    `requests to plan a workflow with \`activeList\`, ${formatNumber(active)} active, ${formatNumber(declared)} declared`,
    requests,
    target,
  );
}

async function planGuide(people: number): Promise<Row> {
  const account = { contacts: people, inSequence: 0.5, allReachable: true };
  const fixture = await openFixture(account, { text: `dialect: guide\n${sequenceWith(people)}` });
  const { requests, plan } = await fixture.plan();
  await fixture.close();
  const active = plan?.summary.active ?? 0;
  const target = 1.02 * (pages(people, 1_000) + pages(active, 100)) + pages(people, 100) + 12;
  return row(
    `requests to plan in \`guide\`, ${formatNumber(people)} declared, ${formatNumber(active)} active`,
    requests,
    target,
  );
}

async function applySequence(people: number): Promise<Row> {
  const fixture = await openFixture({ contacts: people, allReachable: true }, { text: sequenceWith(people) });
  const before = await fixture.plan();
  const { requests, report } = await fixture.apply();
  await fixture.close();
  if (report?.counts.done !== people)
    throw new Error(`Applied a different number: ${JSON.stringify(report?.counts)}`);
  const target = 1.05 * people + 12 + pages(people, 100);
  return row(
    `requests to apply ${formatNumber(people)} sequence enrollments, beyond planning`,
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

/** Returns the estimate of a plan. `test/scale` compares the counts of smaller plans with the requests on the wire. */
function estimateListRoute(people: number): Row {
  const target = { kind: 'workflow', key: 'news', id: '900200' } as const;
  const changes = Array.from({ length: people }, (_none, index): EnrollChange => ({
    address: `workflows.news/${index}`,
    action: 'enroll',
    reason: '',
    effect: 'sends',
    reversible: false,
    contact: { id: String(index) },
    target,
    origin: 'text',
    reenroll: false,
    viaList: '611',
    source: { file: 'e.yaml', line: 1, column: 1 },
  }));
  const active = new Set(changes.map(({ contact }) => contact.id));
  const observed = { ...target, status: 'ready', hazards: [], unenrollRoute: false, active } as const;
  return row(
    `requests to apply ${formatNumber(people)} enrollments \`via: { list }\` on a full list, as its plan estimates`,
    expectedRequests(changes, new Map([['workflow:900200', observed]])),
    20_000,
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
