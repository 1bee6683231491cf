import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { send, enroll, simulator, temporaryFolder } from './simulator-client.ts';

it('listens only on 127.0.0.1, and reports a port that is in use', async () => {
  const account = await simulator();
  expect(account.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const port = Number(new URL(account.url).port);
  await expect(simulator({ port })).rejects.toMatchObject({ code: 'simulator-port' });
});

it('advances its clock only by one second for each accepted write', async () => {
  const account = await simulator();
  const dateOf = async (request: string): Promise<string | null> =>
    (await send(account, request)).headers.get('date');
  expect(await dateOf('GET /account-info/v3/details')).toBe('Mon, 02 Nov 2026 09:00:00 GMT');
  expect(await dateOf('GET /no/such/route')).toBe('Mon, 02 Nov 2026 09:00:00 GMT');
  await enroll(account, '1046');
  expect(await dateOf('GET /account-info/v3/details')).toBe('Mon, 02 Nov 2026 09:00:00 GMT');
  await enroll(account, '1041');
  expect(await dateOf('GET /account-info/v3/details')).toBe('Mon, 02 Nov 2026 09:00:01 GMT');
  await account.advance('2d');
  expect(await dateOf('GET /account-info/v3/details')).toBe('Wed, 04 Nov 2026 09:00:01 GMT');
});

it('starts from a given account, or from the JSON file of one', async () => {
  const seed = { ...defaultAccount(), portalId: 5 };
  const given = await simulator({ account: seed });
  await enroll(given, '1041');
  expect(seed.enrollments).toHaveLength(defaultAccount().enrollments.length);
  const path = join(temporaryFolder(), 'account.json');
  writeFileSync(path, JSON.stringify(seed));
  expect((await simulator({ account: path })).portalId).toBe(5);
});

it('lists every request, and counts the emails', async () => {
  const account = await simulator();
  await enroll(account, '1041');
  await send(account, 'GET /crm/v3/owners?email=maria%40acme.example');
  expect(account.inspect()).toMatchObject({
    portalId: 99_000_001,
    now: '2026-11-02T09:00:01.000Z',
    emailsSent: 1,
    requests: [
      {
        at: '2026-11-02T09:00:01.000Z',
        method: 'POST',
        path: '/automation/sequences/2026-03/enrollments',
        status: 200,
      },
      { at: '2026-11-02T09:00:01.000Z', method: 'GET', path: '/crm/v3/owners', status: 200 },
    ],
  });
  expect(account.inspect().enrollments.at(-1)).toEqual({
    kind: 'sequence',
    targetId: '5510021',
    contactId: '1041',
    enrolledAt: '2026-11-02T09:00:01.000Z',
    endedAt: null,
    endReason: null,
  });
});

it('responds to an unknown route with 404 in the shape of HubSpot, and lists it', async () => {
  const account = await simulator();
  const { status, body } = await send(account, 'GET /crm/v3/objects/deals?limit=1');
  expect([status, body]).toEqual([
    404,
    {
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      message: 'The simulator has no such route.',
      correlationId: expect.any(String),
    },
  ]);
  await send(account, 'GET /crm/v3/objects/deals');
  // A known route that finds nothing.
  await send(account, 'GET /crm/v3/owners/1');
  expect(account.inspect().requests.map((request) => request.status)).toEqual([404, 404, 404]);
  expect(account.inspect().unknownRoutes).toEqual([
    { method: 'GET', path: '/crm/v3/objects/deals', requests: 2 },
  ]);
});
