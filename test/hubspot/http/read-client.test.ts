import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../../src/model/failure.ts';
import { closeServers, openScripted, token } from '../open-scripted.ts';
import type { Scripted } from '../scripted-server.ts';

afterEach(closeServers);

const path = 'GET /account-info/2026-09/details';
const good = { body: { portalId: 90210, timeZone: 'Europe/Berlin', uiDomain: 'app-eu1.hubspot.com' } };

/** Opens a server that sends each response once, and then always the last one. */
async function openInTurn(answers: readonly Scripted[], timeoutMilliseconds = 30_000) {
  let count = 0;
  const next = () => answers[Math.min(count++, answers.length - 1)] ?? good;
  return openScripted({ [path]: { by: next } }, { timeoutMilliseconds });
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw new Error(`no Failure: ${String(error)}`);
}

describe('a read', () => {
  test('sends the token and nothing else, once', async () => {
    const { reader, server } = await openInTurn([good]);
    expect(await reader.account()).toEqual({
      portalId: 90210,
      timeZone: 'Europe/Berlin',
      uiDomain: 'app-eu1.hubspot.com',
      contactPage: 'https://app-eu1.hubspot.com/contacts/90210/record/0-1/{id}',
    });
    await reader.account();
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({
      method: 'GET',
      path: '/account-info/2026-09/details',
      query: {},
      body: undefined,
    });
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(reader.requests()).toBe(1);
  });

  const passing: readonly (readonly [string, Scripted])[] = [
    ...[408, 423, 477, 500, 502, 503, 504, 521, 526].map((status) => [`${status}`, { status }] as const),
    ['429', { status: 429, body: { policyName: 'TEN_SECONDLY_ROLLING' } }],
    ['a page', { text: '<!doctype html>' }],
    ['cut-off JSON', { text: '{"portalId": 90' }],
    ['200 with an error body', { body: { status: 'error', message: 'no' } }],
    ['200 with an error body in capitals', { body: { status: 'ERROR', message: 'no' } }],
    ['404 with a page', { status: 404, text: '<!doctype html>' }],
    ['a reset', (response) => response.socket?.resetAndDestroy()],
    [
      'half a response',
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"portalId"', () => response.socket?.end());
      },
    ],
    [
      'half a response in chunks',
      (response) => {
        response.writeHead(200);
        response.write('{"portalId"', () => response.socket?.destroy());
      },
    ],
  ];
  test.each(passing)('is retried after %s', async (_, scripted) => {
    const { reader, server } = await openInTurn([scripted, scripted, good]);
    expect(await reader.account()).toMatchObject({ portalId: 90210 });
    expect(server.seen).toHaveLength(3);
    expect(reader.requests()).toBe(3);
  });

  test.each([400, 401, 403, 404, 409])('is not retried after %s', async (status) => {
    const { reader, server } = await openInTurn([{ status, body: { message: 'no' } }]);
    await failureOf(reader.account());
    expect(server.seen).toHaveLength(1);
  });

  test('fails after six attempts with the reason', async () => {
    const { reader, server } = await openInTurn([
      { status: 503, body: { message: 'busy', correlationId: 'c-9' } },
    ]);
    const failure = await failureOf(reader.account());
    expect(failure.message).toBe(
      'GET /account-info/2026-09/details returned 503, "busy"; correlation id c-9',
    );
    expect(failure.exitCode).toBe(1);
    expect(server.seen).toHaveLength(6);
  });

  test('waits as long as HubSpot requests, and logs it', async () => {
    const { reader, waits, logged } = await openInTurn([
      { status: 477, headers: { 'retry-after': '30' } },
      good,
    ]);
    await reader.account();
    expect(waits).toEqual([30_000]);
    expect(logged.join()).toContain('retrying in 30 s');
  });

  test.each([
    [423, {}, 2_000],
    [429, { policyName: 'TEN_SECONDLY_ROLLING' }, 10_000],
    [429, { policyName: 'SECONDLY' }, 1_000],
  ])('waits long enough after %s %j', async (status, body, least) => {
    const { reader, waits } = await openInTurn([{ status, body }, good]);
    await reader.account();
    expect(waits[0]).toBeGreaterThanOrEqual(least);
  });

  test('does not wait for hours', async () => {
    const { reader, waits, server } = await openInTurn([
      { status: 477, headers: { 'retry-after': '86400' } },
    ]);
    expect((await failureOf(reader.account())).message).toContain('requested a wait of 86400 s');
    expect(waits).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });

  test('stops at once if the daily quota is used up', async () => {
    const { reader, server } = await openInTurn([
      { status: 429, body: { policyName: 'DAILY', message: 'daily limit' } },
    ]);
    expect(await failureOf(reader.account())).toMatchObject({ exitCode: 10, code: 'quota-used-up' });
    expect(server.seen).toHaveLength(1);
  });

  test('names the missing scopes', async () => {
    const body = {
      message: 'no',
      category: 'MISSING_SCOPES',
      errors: [{ context: { requiredGranularScopes: ['crm.lists.read'] } }],
    };
    const { reader } = await openInTurn([{ status: 403, body }]);
    const failure = await failureOf(reader.account());
    expect(failure).toMatchObject({ exitCode: 4, code: 'scope-missing' });
    expect(failure.help).toContain('crm.lists.read');
  });

  test('reports a refused token without showing it', async () => {
    const body = { message: `The token ${token} is expired`, correlationId: `c-${token}` };
    const { reader } = await openInTurn([{ status: 401, body }]);
    const failure = await failureOf(reader.account());
    expect(failure).toMatchObject({ exitCode: 4, code: 'token-refused' });
    expect(failure.message).toContain('The token ••• is expired"; correlation id c-•••');
    expect(`${failure.message} ${failure.help} ${failure.stack}`).not.toContain(token);
  });

  test('shows no email in any encoding', async () => {
    const message =
      'No ana.b@northwind.example at /contacts/ana.b%40northwind.example?old=ana.b%2540northwind.example';
    const { reader } = await openInTurn([{ status: 400, body: { message } }]);
    expect((await failureOf(reader.account())).message).toContain(
      'No a•••@northwind.example at /contacts/a•••%40northwind.example?old=a•••%2540northwind.example',
    );
  });

  test('shows only the beginning of a long message', async () => {
    const body = { message: 'x'.repeat(2_000_000) };
    const { reader } = await openInTurn([{ status: 400, body }]);
    expect((await failureOf(reader.account())).message).toMatch(/returned 400, "x{299}…"$/);
  });

  test('describes an unreadable response', async () => {
    const headers = { 'x-hubspot-correlation-id': 'corr-9' };
    const { reader } = await openInTurn([{ text: '<html>', headers }]);
    expect((await failureOf(reader.account())).message).toBe(
      'GET /account-info/2026-09/details returned 200 with a web page instead of JSON (6 characters); correlation id corr-9',
    );
  });

  test('starts no attempt after two minutes', async () => {
    const held: ServerResponse[] = [];
    let busy = 0;
    const { reader, server } = await openScripted({
      [path]: (response) => void held.push(response),
      // Its waits advance the clock.
      'GET /automation/sequences/2026-09': {
        by: () =>
          (busy += 1) % 2 === 1
            ? { status: 477, headers: { 'retry-after': '65' } }
            : { body: { results: [] } },
      },
      'GET /crm/owners/2026-09': { body: { results: [{ id: 1, userId: 7, email: 'maria@acme.example' }] } },
    });
    const failure = failureOf(reader.account());
    await expect.poll(() => held.length).toBe(1);
    await reader.sequences();
    await reader.sequences();
    held[0]?.writeHead(503).end();
    expect((await failure).message).toContain('returned 503');
    expect(server.seen.filter((seen) => `${seen.method} ${seen.path}` === path)).toHaveLength(1);
  });

  test.each([301, 302, 307, 308])('follows no redirect: %s', async (status) => {
    const { reader, server } = await openInTurn([{ status, headers: { location: '/elsewhere' } }]);
    expect((await failureOf(reader.account())).message).toContain('redirect');
    expect(new Set(server.seen.map((seen) => seen.path))).toEqual(new Set(['/account-info/2026-09/details']));
  });

  test('ends at its timeout, and closes the connection', async () => {
    const closed: Promise<unknown>[] = [];
    const slow: Scripted = (response) => {
      closed.push(once(response, 'close'));
      response.writeHead(200);
      response.write('{');
    };
    const silent: Scripted = (response) => void closed.push(once(response, 'close'));
    const { reader } = await openInTurn([slow, silent, slow, silent], 100);
    expect((await failureOf(reader.account())).message).toContain('no complete response within 0.1 s');
    await Promise.all(closed);
    expect(reader.requests()).toBe(6);
    // On a busy machine, a request may time out before the server has read it.
    expect(closed.length).toBeGreaterThan(0);
  });

  test('notices at once that a response ended early', async () => {
    const half: Scripted = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"portalId"', () => response.socket?.end());
    };
    const { reader } = await openInTurn([half], 10_000);
    expect((await failureOf(reader.account())).message).toContain('the response broke off');
  });

  test('reads no more than 8 MB', async () => {
    const { reader } = await openInTurn([{ text: ' '.repeat(10 * 1024 * 1024 + 1) }]);
    expect((await failureOf(reader.account())).message).toContain('larger than 8 MB');
  });

  test('reports an unreachable server', async () => {
    const { server } = await openInTurn([good]);
    await server.close();
    const { reader } = await openScripted({}, { baseUrl: server.url });
    expect((await failureOf(reader.account())).message).toMatch(/ECONNREFUSED/);
  });

  test('ends with an aborted wait', async () => {
    const sleep = () => Promise.reject(new Error('interrupted'));
    const { reader } = await openScripted({ [path]: { status: 503 } }, { sleep });
    await expect(reader.account()).rejects.toThrow('interrupted');
  });
});

describe("the account's clock", () => {
  test('is the latest date of any response', async () => {
    const at = (date: string): Scripted => ({ status: 503, headers: { date } });
    const { reader } = await openInTurn([
      at('Mon, 02 Nov 2026 09:00:05 GMT'),
      at('Mon, 02 Nov 2026 09:00:01 GMT'),
      { ...good, headers: { date: 'nonsense' } },
    ]);
    await reader.account();
    expect(reader.now()).toBe('2026-11-02T09:00:05.000Z');
  });
});
