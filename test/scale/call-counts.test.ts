/** The exact number of requests of a plan and an apply. `npm run bench` measures the times. */
import { describe, expect, it } from 'vitest';
import { generateAccount } from '../../src/simulator/seed/generate-account.ts';
import { members, scaleWorld } from './scale-world.ts';

const sequence = (people: number): string =>
  `sequences:\n  q4: { id: 5510021, sender: maria@acme.example, members: ${members(people)} }\n`;

const withActiveList = (people: number, keys = ''): string =>
  `workflows:\n  onboarding: { id: 900100, activeList: 553, noHistoryBefore: 2027-01-01, ${keys}members: ${members(people)} }\n`;

const pages = (count: number, size: number): number => Math.ceil(count / size);

const contactsRead = 'POST /crm/objects/2026-09/contacts/batch/read';
const listRead = 'GET /crm/lists/2026-09/{id}/memberships';
const enroll = 'POST /automation/sequences/2026-09/enrollments';

describe('planning a sequence', () => {
  it.each([50, 1_000, 3_050])(
    'of %i contacts takes one request per 100 contacts, and five more',
    async (people) => {
      const world = await scaleWorld({ contacts: people, allReachable: true }, { text: sequence(people) });
      const { requests, plan } = await world.plan();
      expect(plan.summary.enroll).toBe(people);
      expect(requests).toBe(pages(people, 100) + 5);
      expect(requests).toBeLessThanOrEqual(1.02 * pages(people, 100) + 12);
    },
  );

  it.each([
    { when: 'just now: one search per 200 contacts', wait: 0, searches: 5 },
    { when: 'an hour ago: a single search', wait: '1h', searches: 1 },
  ])('with all contacts enrolled $when', async ({ wait, searches }) => {
    const account = { contacts: 1_000, inSequence: 1, allReachable: true };
    const world = await scaleWorld(account, { text: sequence(1_000) });
    await world.simulator.advance(wait);
    const { requests, plan, byRoute } = await world.plan();
    expect(plan.summary).toMatchObject({ enroll: 0, active: 1_000 });
    expect(byRoute['POST /crm/objects/2026-09/contacts/search']).toBe(searches);
    expect(requests).toBe(10 + 4 + searches);
  });
});

describe('planning a workflow whose active contacts are on a list', () => {
  const account = { contacts: 3_000, inWorkflow: 2_500, allReachable: true };
  // The workflow has its own suppression list, whose members fit on one page.
  const suppression = 1;

  it('reads 250 list members per request, and 100 declared contacts per request', async () => {
    const world = await scaleWorld(account, { text: withActiveList(1_000) });
    const { requests, plan, byRoute } = await world.plan();
    expect(plan.summary).toMatchObject({ enroll: 500, active: 500, unmanaged: 2_000 });
    expect([byRoute[listRead], byRoute[contactsRead]]).toEqual([10 + suppression, 10]);
    expect(requests).toBe(10 + 10 + 5 + suppression);
    expect(requests).toBeLessThanOrEqual(pages(2_500, 250) + 1.02 * pages(1_000, 100) + 12);
  });

  it.each([
    ['the target is exclusive', withActiveList(1_000, 'exclusive: true, ')],
    ['the file suppresses addresses', `suppress: ['*@rival.example']\n${withActiveList(1_000)}`],
  ])('reads all list members if %s', async (_condition, text) => {
    const world = await scaleWorld(account, { text });
    const { requests, byRoute } = await world.plan();
    expect([byRoute[listRead], byRoute[contactsRead]]).toEqual([10 + suppression, 10 + 20]);
    expect(requests).toBe(10 + 30 + 5 + suppression);
  });
});

describe('planning in `guide`', () => {
  it('reads associations of 1,000 contacts per request, and no enrollment that contact properties already show', async () => {
    const account = { contacts: 2_000, inSequence: 0.5, allReachable: true };
    const world = await scaleWorld(account, { text: `dialect: guide\n${sequence(2_000)}` });
    const { requests, plan, byRoute } = await world.plan();
    const active = plan.summary.active;
    expect(active).toBeGreaterThan(900);
    expect(byRoute['POST /crm/v4/associations/contacts/sequences/batch/read']).toBe(2);
    expect(byRoute['POST /crm/objects/2026-09/contacts/search']).toBe(pages(active, 200));
    expect(requests).toBe(20 + 2 + pages(active, 200) + 4);
    expect(requests).toBeLessThanOrEqual(1.02 * (2 + pages(active, 100)) + 20 + 12);
  });

  it('reads each enrollment of a contact that had more than one', async () => {
    const past = Array.from({ length: 40 }, (_none, index) => ({
      id: String(45_000_000 + index),
      kind: 'sequence' as const,
      targetId: '5510022',
      contactId: String(1_000_001 + index),
      enrolledAt: '2026-03-02T08:00:00.000Z',
      updatedAt: '2026-03-09T08:00:00.000Z',
      endedAt: '2026-03-09T08:00:00.000Z',
      endReason: 'finished' as const,
      userId: '7001',
    }));
    const account = { contacts: 500, inSequence: 1, allReachable: true };
    const world = await scaleWorld(account, { text: `dialect: guide\n${sequence(500)}`, past });
    const { byRoute } = await world.plan();
    expect(byRoute['GET /crm/v3/objects/contacts/{id}/sequences/{id}']).toBe(80);
  });
});

describe('applying', () => {
  it('takes one request per enrollment, and rereads 100 contacts per request', async () => {
    const people = 400;
    const world = await scaleWorld({ contacts: people, allReachable: true }, { text: sequence(people) });
    const planned = await world.plan();
    const { requests, report, byRoute } = await world.apply();
    expect(report.counts).toMatchObject({ planned: people, done: people });
    expect(byRoute[enroll]).toBe(people);
    const rereads = (byRoute[contactsRead] ?? 0) - pages(people, 100);
    // A read is valid for 60 s, and each write advances the clock of the simulator by a second.
    expect(rereads).toBeGreaterThanOrEqual(pages(people, 100));
    expect(rereads).toBeLessThanOrEqual(2 * pages(people, 100));
    expect(requests - planned.requests).toBe(people + rereads);
    expect(requests - planned.requests).toBeLessThanOrEqual(1.05 * people + 12 + pages(people, 100));
  });

  it('through a list takes one request per 1,000 contacts, and reads the contacts before and the list after', async () => {
    const people = 2_500;
    const text = `workflows:\n  news: { id: 900200, via: { list: 611 }, activeList: 612, noHistoryBefore: 2027-01-01, members: ${members(people)} }\n`;
    const world = await scaleWorld({ contacts: people, allReachable: true }, { text });
    const planned = await world.plan();
    const { requests, report, byRoute } = await world.apply();
    expect(report.counts).toMatchObject({ planned: people, done: people });
    expect(byRoute['PUT /crm/lists/2026-09/{id}/memberships/add']).toBe(3);
    // Once for the first plan and once for the plan of the apply; the apply does not read them again.
    expect(byRoute[contactsRead]).toBe(2 * 25);
    expect(requests - planned.requests).toBe(3 + 25 + 1 + pages(people, 250));
  });

  it('through a list reads the list before each part of 25,000 contacts', async () => {
    const people = 25_100;
    const text = `workflows:\n  news: { id: 900200, via: { list: 611 }, activeList: 612, noHistoryBefore: 2027-01-01, members: ${members(people)} }\n`;
    const world = await scaleWorld({ contacts: people, allReachable: true }, { text });
    const planned = await world.plan();
    const { requests, report } = await world.apply();
    expect(report.counts).toMatchObject({ planned: people, done: people });
    expect(report.outcomes.every(({ reason }) => reason === 'seen in the account')).toBe(true);
    const lists = 1 + pages(25_000, 250) + pages(people, 250);
    expect(requests - planned.requests).toBe(pages(people, 1_000) + pages(people, 100) + lists);
    const limit = 2 * pages(people, 1_000) + 12 + 2 * pages(people, 100) + pages(people, 250);
    expect(requests - planned.requests).toBeLessThanOrEqual(limit);
  });

  it('on a large list reads the list memberships of the contacts, 250 per request, and not the list', async () => {
    const [active, people] = [5_000, 600];
    const seed = generateAccount({ contacts: active + people, allReachable: true });
    const past = seed.contacts.slice(people).map(({ id }, index) => ({
      id: String(70_000_000 + index),
      kind: 'workflow' as const,
      targetId: '900200',
      contactId: id,
      enrolledAt: '2026-10-20T08:00:00.000Z',
      updatedAt: '2026-10-20T08:00:00.000Z',
    }));
    const text = `workflows:\n  news: { id: 900200, via: { list: 611 }, activeList: 612, noHistoryBefore: 2027-01-01, members: ${members(people)} }\n`;
    const world = await scaleWorld({ contacts: active + people, allReachable: true }, { text, past });
    const planned = await world.plan();
    const { requests, report, byRoute } = await world.apply();
    expect(report.counts).toMatchObject({ planned: people, done: people });
    expect(report.outcomes.every(({ reason }) => reason === 'seen in the account')).toBe(true);
    // Before the contacts are added, and when all are added.
    expect(byRoute['POST /crm/lists/2026-09/records/memberships/batch/read']).toBe(2 * pages(people, 250));
    expect(requests - planned.requests).toBe(1 + pages(people, 100) + 2 * pages(people, 250));
  });
});

describe('planning a workflow that the files define without an id', () => {
  const flowsRead = 'POST /automation/v4/flows/batch/read';
  const flowsListed = 'GET /automation/v4/flows';

  it('lists the workflows of the account, and once it is created reads 100 ids per request instead', async () => {
    const text = 'workflows:\n  welcome: { definition: welcome.yaml }\n';
    const world = await scaleWorld({ contacts: 10 }, { text });
    world.files['welcome.yaml'] =
      'definition: workflow\nformatVersion: 1\nname: Welcome\nenroll: manual\nactions: [{ delay: 2 days }]\n';
    const before = await world.plan();
    expect([before.byRoute[flowsListed], before.byRoute[flowsRead]]).toEqual([1, undefined]);
    expect((await world.apply()).report.counts).toMatchObject({ done: 1 });
    const after = await world.plan();
    expect([after.byRoute[flowsListed], after.byRoute[flowsRead]]).toEqual([undefined, 1]);
    expect(after.requests).toBe(before.requests);
  });
});
