/** Reading the seats of senders over real HTTP, and what they mean. */
import { expect, onTestFinished, test } from 'vitest';
import { openAccount } from '../../../src/hubspot/open-account.ts';
import { seatsOf } from '../../../src/hubspot/read/seats.ts';
import { defaultVersions } from '../../../src/model/desired-state.ts';
import { trustEmail } from '../../../src/model/email.ts';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';
import { startSimulator, type SimulatorOptions } from '../../../src/simulator/start-simulator.ts';
import { asking, sequence, silent } from '../desired.ts';

test.each([
  [['Sales Hub Professional'], true],
  [['SERVICE_HUB_ENTERPRISE'], true],
  [['core', 'sales-seat'], true],
  [['Core'], false],
  [['VIEW_ONLY'], false],
  [['Core seat', 'View-Only'], false],
  [[], false],
  [['Partner'], undefined],
  [['Core', 'Partner'], undefined],
  [['Corecast'], undefined],
])('the seats %j give access to sequences: %s', (seatNames, sends) => {
  expect(seatsOf({ seatNames })?.sends).toBe(sends);
});

test.each([[{}], [{ seatNames: null }], [{ seatNames: 'Core' }]])('%j shows no seats', (user) => {
  expect(seatsOf(user)).toBeUndefined();
});

/** Returns the seats of each sender that a plan reads, and the requests for users. */
async function read(
  request: Parameters<typeof asking>[0],
  { token, ...options }: Partial<SimulatorOptions> & { readonly token?: string } = {},
) {
  const simulator = await startSimulator({ lagMilliseconds: 0, rateLimit: 'off', ...options });
  onTestFinished(() => simulator.close());
  const reader = openAccount({
    baseUrl: simulator.url,
    token: token ?? simulator.token,
    dialect: 'documented',
    ...defaultVersions,
    ratePercent: 100,
  });
  const { senders } = await reader.observe(asking(request), silent);
  const users = simulator
    .requests()
    .flatMap(({ method, path, status }) => (path.includes('/users/') ? [`${status} ${method} ${path}`] : []));
  return { seats: new Map([...senders].map(([key, { seats }]) => [key, seats?.names])), users };
}

const maria = trustEmail('maria@acme.example');
const omar = trustEmail('omar@acme.example');

test('the seats of the named senders are read, each by its user id', async () => {
  const { seats, users } = await read({ senders: [maria, omar] });
  expect(seats.get(maria)).toEqual(['Sales Hub Professional']);
  expect(seats.get(omar)).toEqual(['Core']);
  expect(users.toSorted()).toEqual([
    '200 GET /settings/users/2026-09-beta/7001',
    '200 GET /settings/users/2026-09-beta/7004',
  ]);
});

test('of contact owners, only those of the contacts read are', async () => {
  const target = sequence('5510021');
  const { seats, users } = await read({ owners: true, people: [{ id: '1041' }], targets: [target] });
  expect(users).toHaveLength(1);
  expect([...seats.values()].filter((names) => names !== undefined)).toHaveLength(2);
});

test('more than 20 senders are read from the pages of all users', async () => {
  const account = defaultAccount();
  const more = Array.from({ length: 250 }, (_, index) => ({
    id: String(60_000 + index),
    userId: String(70_000 + index),
    email: `rep${index}@acme.example`,
    firstName: 'Rep',
    lastName: String(index),
    seat: index % 2 === 0,
    inbox: true,
  }));
  account.owners.push(...more);
  const senders = more.slice(100, 125).map(({ email }) => trustEmail(email));
  const { seats, users } = await read({ senders }, { account });
  expect(users).toHaveLength(2);
  for (const [index, email] of senders.entries())
    expect(seats.get(email)).toEqual([index % 2 === 0 ? 'Sales Hub Professional' : 'Core']);
});

test('without the scope, seats are unknown after one request', async () => {
  const { seats, users } = await read({ senders: [maria, omar] }, { token: 'simulated-read-token' });
  expect([...new Set(seats.values())]).toEqual([undefined]);
  expect(users).toHaveLength(1);
  expect(users[0]).toMatch(/^403 /u);
});

test('either scope is enough', async () => {
  const account = defaultAccount();
  const scopes = ['crm.objects.contacts.read', 'crm.objects.owners.read', 'crm.objects.users.read'];
  account.tokens = { 'other-token': { scopes } };
  const { seats } = await read({ senders: [omar] }, { account, token: 'other-token' });
  expect(seats.get(omar)).toEqual(['Core']);
});

test('with fewer than 1,000 requests left today, none is spent on seats', async () => {
  const rateLimit = { burst: 100, intervalMilliseconds: 10_000, daily: 1_001 };
  const { seats, users } = await read({ senders: [maria] }, { rateLimit });
  expect([seats.get(maria), users]).toEqual([undefined, []]);
});

test('an account that shows no seats leaves them unknown', async () => {
  const { seats } = await read({ senders: [maria] }, { variants: { seatNames: 'absent' } });
  expect(seats.get(maria)).toBeUndefined();
});
