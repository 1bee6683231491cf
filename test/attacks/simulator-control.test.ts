/** Attacks on a running simulator from a web page. Each table row is one attempt. */
import { request } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { simulator } from '../simulator/simulator-client.ts';

type Headers = Readonly<Record<string, string>>;

/** Sends a request, written as `METHOD /path`, with headers that `fetch` would not send. */
async function send(
  { url }: Simulator,
  line: string,
  { headers, body }: { readonly headers: Headers; readonly body?: unknown },
) {
  const [method = '', path = ''] = line.split(' ');
  const outgoing = request({ host: '127.0.0.1', port: new URL(url).port, method, path, headers });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

const routes: readonly (readonly [string, unknown?])[] = [
  ['GET /simulator/inspect'],
  ['POST /simulator/advance', { duration: '3d' }],
  ['POST /simulator/act', { what: 'opt-out', who: '1041' }],
  ['POST /simulator/reset'],
  ['PUT /simulator/faults', []],
  ['OPTIONS /simulator/reset'],
  ['GET /crm/owners/2026-09'],
];

const attempts: readonly (readonly [string, (port: string) => Headers])[] = [
  ['a page of another site', (port) => ({ host: `127.0.0.1:${port}`, origin: 'https://evil.example' })],
  ['a sandboxed page', (port) => ({ host: `127.0.0.1:${port}`, origin: 'null' })],
  [
    'a page on another port of this machine',
    (port) => ({ host: `127.0.0.1:${port}`, origin: 'http://127.0.0.1:1' }),
  ],
  [
    'a page on the same port over TLS',
    (port) => ({ host: `127.0.0.1:${port}`, origin: `https://127.0.0.1:${port}` }),
  ],
  [
    'an image or form of another site',
    (port) => ({ host: `127.0.0.1:${port}`, 'sec-fetch-site': 'cross-site' }),
  ],
  ['a sibling domain', (port) => ({ host: `127.0.0.1:${port}`, 'sec-fetch-site': 'same-site' })],
  [
    'a form of localhost against 127.0.0.1',
    (port) => ({ host: `127.0.0.1:${port}`, origin: `http://localhost:${port}` }),
  ],
  ['DNS rebinding', (port) => ({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` })],
  ['DNS rebinding without an origin', (port) => ({ host: `evil.example:${port}` })],
  ['DNS rebinding, same site', (port) => ({ host: `evil.example:${port}`, 'sec-fetch-site': 'same-origin' })],
  ['a name that begins with a loopback address', (port) => ({ host: `127.0.0.1.evil.example:${port}` })],
  ['a name that ends with a loopback name', (port) => ({ host: `evil-localhost:${port}` })],
  ['a user name before the host', (port) => ({ host: `localhost@evil.example:${port}` })],
  ['another port', () => ({ host: '127.0.0.1:1' })],
  ['no port', () => ({ host: '127.0.0.1' })],
  ['the address of all interfaces', (port) => ({ host: `0.0.0.0:${port}` })],
];

describe('a request to a running simulator', () => {
  it.each(attempts)('is refused: %s', async (_, headersFor) => {
    const server = await simulator();
    const before = JSON.stringify(server.inspect());
    for (const [line, body] of routes) {
      const headers = { ...headersFor(new URL(server.url).port), authorization: `Bearer ${server.token}` };
      const response = await send(server, line, { headers, body });
      expect({ line, status: response.status }).toEqual({ line, status: 403 });
      expect(response.text).toContain('simulator-cross-origin');
      expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    }
    expect(JSON.stringify(server.inspect())).toBe(before);
  });

  const accepted: readonly (readonly [string, (port: string) => Headers])[] = [
    ['a program', (port) => ({ host: `127.0.0.1:${port}` })],
    ['a program that requests localhost', (port) => ({ host: `LOCALHOST:${port}` })],
    ['a program over IPv6', (port) => ({ host: `[::1]:${port}` })],
    [
      'its own page',
      (port) => ({
        host: `localhost:${port}`,
        origin: `http://localhost:${port}`,
        'sec-fetch-site': 'same-origin',
      }),
    ],
    ['the address bar of a browser', (port) => ({ host: `127.0.0.1:${port}`, 'sec-fetch-site': 'none' })],
  ];

  it.each(accepted)('is accepted from %s', async (_, headersFor) => {
    const server = await simulator();
    const headers = headersFor(new URL(server.url).port);
    expect(await send(server, 'GET /simulator/inspect', { headers })).toMatchObject({ status: 200 });
    expect(await send(server, 'POST /simulator/reset', { headers })).toMatchObject({ status: 200 });
    // The API still requires its token.
    expect(await send(server, 'GET /crm/owners/2026-09', { headers })).toMatchObject({ status: 401 });
  });
});
