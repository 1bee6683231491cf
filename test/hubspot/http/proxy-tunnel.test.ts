import { afterEach, describe, expect, test } from 'vitest';
import type { ObservedContact } from '../../../src/model/observed-state.ts';
import type { AccountOptions } from '../../../src/hubspot/open-account.ts';
import { proxyFor } from '../../../src/runtime/proxy-settings.ts';
import { Failure } from '../../../src/model/failure.ts';
import { startConnectProxy } from '../connect-proxy.ts';
import type { ConnectProxy, ProxyMode } from '../connect-proxy.ts';
import { closeServers, openScripted, token } from '../open-scripted.ts';
import type { ScriptedAccount } from '../open-scripted.ts';
import { trustEmail } from '../../../src/model/email.ts';

afterEach(closeServers);

const password = 'pr%40xy-s3cret';
const server = 'http://hubspot.test:8080';
const reading = 'GET /account-info/2026-09/details';
const writing = 'POST /automation/sequences/2026-09/enrollments';
const script = {
  [reading]: { body: { portalId: 90210, timeZone: 'UTC', uiDomain: 'app.hubspot.com' } },
  [writing]: { body: { id: 88, enrolledAt: '2026-11-02T09:00:00Z' } },
};
const contact: ObservedContact = {
  id: '1042',
  email: trustEmail('ana@northwind.example'),
  emails: [trustEmail('ana@northwind.example')],
  mergedIds: [],
  optedOut: false,
  bounced: false,
  enrollments: [],
};
const change = {
  kind: 'sequence',
  targetId: '5',
  contact,
  sender: { email: 'maria@acme.example', userId: '7001' },
} as const;

interface Behind extends ScriptedAccount {
  readonly proxy: ConnectProxy;
}

/** Opens an account under a name that does not resolve: only the proxy reaches it. */
async function behindProxy(mode: ProxyMode, options: Partial<AccountOptions> = {}): Promise<Behind> {
  const account = await openScripted(script);
  const proxy = await startConnectProxy(Number(new URL(account.server.url).port), mode);
  const env = { HTTP_PROXY: `http://robot:${password}@127.0.0.1:${proxy.port}` };
  const opened = await openScripted({}, { baseUrl: server, proxy: proxyFor(server, env), ...options });
  return { ...opened, server: account.server, proxy };
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw new Error(`no Failure: ${String(error)}`);
}

describe('behind a proxy', () => {
  test('reads and writes go through its tunnels, with its credentials and not the token', async () => {
    const { reader, writer, proxy, server: hubspot } = await behindProxy('tunnel');
    expect(await reader.account()).toMatchObject({ portalId: 90210 });
    expect(await writer.enroll(change)).toMatchObject({ outcome: 'proved', enrollmentId: '88' });
    const authorization = `Basic ${Buffer.from('robot:pr@xy-s3cret').toString('base64')}`;
    expect(proxy.asked).toEqual([
      { target: 'hubspot.test:8080', authorization },
      { target: 'hubspot.test:8080', authorization },
    ]);
    expect(proxy.others).toEqual([]);
    expect(hubspot.seen.map(({ method }) => method)).toEqual(['GET', 'POST']);
    for (const { headers } of hubspot.seen) {
      expect(headers.authorization).toBe(`Bearer ${token}`);
      expect(headers).not.toHaveProperty('proxy-authorization');
      expect(headers.host).toBe('hubspot.test:8080');
    }
  });

  test('every write has a separate connection, and reads share one', async () => {
    const { reader, writer, proxy } = await behindProxy('tunnel');
    await reader.account();
    await writer.enroll(change);
    await writer.enroll(change);
    expect(proxy.asked).toHaveLength(3);
    expect(proxy.sent().match(/connection: close/giu)).toHaveLength(2);
  });

  test.each([204, 401, 403, 404, 407])(
    'a status of %s to CONNECT is not a response of HubSpot',
    async (status) => {
      const { reader, proxy, waits } = await behindProxy(status);
      const failure = await failureOf(reader.account());
      expect(failure).toMatchObject({ code: 'proxy-refused', exitCode: 1 });
      expect(failure.message).toContain(`the proxy http://127.0.0.1:${proxy.port} (from HTTP_PROXY)`);
      expect(failure.message).toContain('hubspot.test:8080');
      expect(failure.help).toContain('HTTP_PROXY');
      expect(`${failure.message}${failure.help}`).not.toMatch(/s3cret|robot|status\.hubspot/u);
      expect(waits).toEqual([]);
      expect(proxy.asked).toHaveLength(1);
    },
  );

  test('a read is repeated after a gateway error of the proxy', async () => {
    const { reader, proxy } = await behindProxy(503, {
      sleep: async () => {
        proxy.mode = 'tunnel';
      },
    });
    expect(await reader.account()).toMatchObject({ portalId: 90210 });
    expect(proxy.asked).toHaveLength(2);
  });

  const unopened: readonly (readonly [string, ProxyMode, RegExp, final: boolean])[] = [
    ['asks for credentials', 407, /refused the connection to hubspot\.test:8080 with status 407/u, true],
    ['forbids the server', 403, /with status 403/u, true],
    ['reaches no server', 502, /with status 502/u, false],
    ['closes before it responds', 'close', /cannot be used: no valid response to CONNECT/u, false],
    ['sends an invalid response', 'garbage', /cannot be used|refused the connection/u, false],
    ['never answers', 'silent', /opened no connection to HubSpot within 0\.3 s/u, false],
  ];

  test.each(unopened)('a write was not sent if the proxy %s', async (...[, mode, reason, final]) => {
    const { writer, proxy, server: hubspot } = await behindProxy(mode, { timeoutMilliseconds: 300 });
    const answer = await writer.enroll(change);
    expect(answer).toMatchObject({
      outcome: 'not-sent',
      final,
      reason: expect.stringMatching(reason),
      help: expect.stringContaining('HTTP_PROXY'),
    });
    expect(JSON.stringify(answer)).toContain('(from HTTP_PROXY)');
    expect(JSON.stringify(answer)).not.toMatch(/s3cret|robot|no proxy speaks/u);
    expect(hubspot.seen).toEqual([]);
    await expect.poll(() => proxy.openSockets()).toBe(0);
  });

  test.each(unopened)('a read fails with the name of a proxy that %s', async (_, mode, reason) => {
    const { reader, proxy } = await behindProxy(mode, { timeoutMilliseconds: 300 });
    const failure = await failureOf(reader.account());
    expect(failure.code).toMatch(/^proxy-(?:refused|unreachable)$/u);
    expect(failure.message).toMatch(reason);
    expect(`${failure.message}${failure.help}`).not.toMatch(/s3cret|robot|no proxy speaks|status\.hubspot/u);
    await expect.poll(() => proxy.openSockets()).toBe(0);
  });

  test('without a proxy at the address, nothing was sent', async () => {
    const env = { HTTP_PROXY: 'http://robot:s3cret@127.0.0.1:1' };
    const { reader, writer } = await openScripted({}, { baseUrl: server, proxy: proxyFor(server, env) });
    const answer = await writer.enroll(change);
    expect(answer).toMatchObject({
      outcome: 'not-sent',
      reason: expect.stringContaining(
        'the proxy http://127.0.0.1:1 (from HTTP_PROXY) cannot be used: ECONNREFUSED',
      ),
    });
    expect(await failureOf(reader.account())).toMatchObject({ code: 'proxy-unreachable' });
  });

  test('a reset after the tunnel opened makes a write ambiguous', async () => {
    const { writer } = await behindProxy('reset-after-tunnel');
    expect(await writer.enroll(change)).toMatchObject({ outcome: 'ambiguous' });
  });
});

describe('the choice of proxy', () => {
  const https = 'https://api.hubapi.com';
  const rows: readonly (readonly [string, string, Readonly<Record<string, string>>, string | undefined])[] = [
    ['none', https, {}, undefined],
    ['HTTPS_PROXY', https, { HTTPS_PROXY: 'http://p:1' }, 'http://p:1 HTTPS_PROXY'],
    [
      'https_proxy',
      https,
      { https_proxy: 'http://p:1', HTTPS_PROXY: 'http://q:1' },
      'http://p:1 https_proxy',
    ],
    ['ALL_PROXY', https, { ALL_PROXY: 'http://p:1' }, 'http://p:1 ALL_PROXY'],
    ['HTTP_PROXY is not for https', https, { HTTP_PROXY: 'http://p:1' }, undefined],
    ['HTTP_PROXY for http', 'http://h.example', { HTTP_PROXY: 'http://p:1' }, 'http://p:1 HTTP_PROXY'],
    ['HTTPS_PROXY is not for http', 'http://h.example', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['without a scheme', https, { HTTPS_PROXY: 'p.corp:3128' }, 'http://p.corp:3128 HTTPS_PROXY'],
    ['with a line break', https, { HTTPS_PROXY: 'http://p:1\n' }, 'http://p:1 HTTPS_PROXY'],
    ['over TLS', https, { HTTPS_PROXY: 'https://p.corp' }, 'https://p.corp HTTPS_PROXY'],
    ['an empty variable', https, { https_proxy: '', HTTPS_PROXY: 'http://p:1' }, 'http://p:1 HTTPS_PROXY'],
    ['127.0.0.1', 'http://127.0.0.1:8787', { HTTP_PROXY: 'http://p:1', ALL_PROXY: 'http://p:1' }, undefined],
    ['127.8.9.1', 'http://127.8.9.1:8787', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['localhost', 'http://localhost', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['::1', 'http://[::1]:8787', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['NO_PROXY=*', https, { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, undefined],
    ['NO_PROXY host', https, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.example, API.hubapi.com' }, undefined],
    ['NO_PROXY parent', https, { HTTPS_PROXY: 'http://p:1', no_proxy: 'hubapi.com' }, undefined],
    ['NO_PROXY .parent', https, { HTTPS_PROXY: 'http://p:1', NO_PROXY: '.hubapi.com' }, undefined],
    ['NO_PROXY *.parent', https, { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*.hubapi.com' }, undefined],
    ['NO_PROXY with port', https, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'hubapi.com:443' }, undefined],
    [
      'NO_PROXY, other port',
      https,
      { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'hubapi.com:80' },
      'http://p:1 HTTPS_PROXY',
    ],
    [
      'NO_PROXY, part of a name',
      https,
      { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'api.com' },
      'http://p:1 HTTPS_PROXY',
    ],
  ];

  test.each(rows)('%s', (...[, to, env, expected]) => {
    const proxy = proxyFor(to, env);
    expect(proxy && `${proxy.url} ${proxy.variable}`).toBe(expected);
  });

  test('credentials are not in the shown URL, and need no escaping', () => {
    expect(proxyFor(https, { HTTPS_PROXY: 'http://u%40corp:100%@p.corp:3128' })).toEqual({
      url: 'http://p.corp:3128',
      variable: 'HTTPS_PROXY',
      authorization: `Basic ${Buffer.from('u@corp:100%').toString('base64')}`,
    });
  });

  test.each([
    'socks5://u:s3cret@p.corp:1080',
    'http://',
    'http://u:s3cret@',
    'file:///etc/passwd',
    'http://a b:1',
  ])('%s is refused with the name of the variable and without its value', (value) => {
    try {
      proxyFor(https, { ALL_PROXY: value });
      throw new Error('it was taken');
    } catch (error) {
      expect(error).toMatchObject({ code: 'proxy-setting', message: expect.stringContaining('ALL_PROXY') });
      expect((error as Failure).message).not.toContain('s3cret');
    }
  });
});
