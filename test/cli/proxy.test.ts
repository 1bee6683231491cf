import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { request } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { startConnectProxy } from '../hubspot/connect-proxy.ts';
import type { ConnectProxy, ProxyMode } from '../hubspot/connect-proxy.ts';
import { folderWith } from './folder.ts';
import { rollcall } from './rollcall.ts';
import type { Ran } from './rollcall.ts';
import { serverFor } from './simulator-server.ts';

/** Self-signed, for `hubspot.test` only: `openssl req -x509 … -addext subjectAltName=DNS:hubspot.test`. */
const certificate = fileURLToPath(new URL('../hubspot/certificate/certificate.pem', import.meta.url));
const key = fileURLToPath(new URL('../hubspot/certificate/key.pem', import.meta.url));

interface Company {
  readonly proxy: ConnectProxy;
  readonly simulator: Simulator;
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ran>;
}

/** Starts a company network: the account has a private certificate and is reachable only through the proxy. */
async function company(mode: ProxyMode = 'tunnel'): Promise<Company> {
  const { simulator } = await serverFor();
  const proxy = await startConnectProxy(await serveWithTls(simulator.url), mode);
  const cwd = folderWith({
    'enrollments.yaml': `version: 1
portal: ${simulator.portalId}
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [noor@contoso.example]
`,
  });
  const env = {
    HUBSPOT_BASE_URL: 'https://hubspot.test',
    HUBSPOT_ACCESS_TOKEN: simulator.token,
    HTTPS_PROXY: `http://robot:pr%40xy-s3cret@127.0.0.1:${proxy.port}`,
    NODE_EXTRA_CA_CERTS: certificate,
  };
  const run: Company['run'] = (args, more = {}) =>
    rollcall([...args, '--allow-base-url'], { cwd, env: { ...env, ...more } });
  return { proxy, simulator, run };
}

/** Serves the same server behind TLS and returns the port. */
async function serveWithTls(url: string): Promise<number> {
  const server = createServer(
    { cert: readFileSync(certificate), key: readFileSync(key) },
    (incoming, outgoing) => {
      const { method, headers } = incoming;
      const onward = request(url + (incoming.url ?? ''), {
        method: method ?? 'GET',
        headers: { ...headers, host: new URL(url).host },
      });
      onward.on('response', (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      });
      incoming.pipe(onward);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const apply = ['apply', '--auto-approve', '--new-ledger'] as const;

describe('behind a corporate proxy with a private certificate authority', () => {
  it('plan reads and apply writes through the tunnels', async () => {
    const { proxy, simulator, run } = await company();
    const applied = await run(apply);
    expect(applied).toMatchObject({ exit: 0 });
    expect(
      simulator
        .inspect()
        .requests.some(({ method, path }) => method === 'POST' && path.endsWith('/enrollments')),
    ).toBe(true);
    expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set(['hubspot.test:443']));
    expect(proxy.others).toEqual([]);
    // The proxy receives only TLS.
    expect(proxy.sent()).not.toContain(simulator.token);
    expect(`${applied.stdout}${applied.stderr}`).not.toMatch(/s3cret|robot/u);
  });

  it('a proxy that refuses the credentials ends the run immediately, and the message omits them', async () => {
    const { run, proxy } = await company(407);
    const { exit, stderr } = await run(['plan']);
    expect(exit).toBe(1);
    expect(stderr).toContain('error[proxy-refused]');
    expect(stderr).toContain(`http://127.0.0.1:${proxy.port} (from HTTPS_PROXY)`);
    expect(stderr).toContain('status 407');
    expect(stderr).not.toMatch(/s3cret|robot|status\.hubspot/u);
    expect(proxy.asked).toHaveLength(1);
  });

  it.each(['https-proxy-agent', '*'])('DEBUG=%s shows no credentials of the proxy', async (debug) => {
    const { run, simulator } = await company();
    const { exit, stderr } = await run(['plan'], { DEBUG: debug });
    expect(exit).toBe(0);
    expect(stderr).toContain('https-proxy-agent');
    const encoded = Buffer.from('robot:pr@xy-s3cret').toString('base64');
    expect(stderr).not.toMatch(/s3cret|robot/u);
    expect(stderr).not.toContain(encoded);
    expect(stderr).not.toContain(simulator.token);
  });

  it('the simulated account bypasses the proxy', async () => {
    const proxy = await startConnectProxy(1);
    const address = `http://127.0.0.1:${proxy.port}`;
    const cwd = folderWith({ 'enrollments.yaml': 'version: 1\nportal: simulated\nsequences: {}\n' });
    const env = { HTTP_PROXY: address, HTTPS_PROXY: address, ALL_PROXY: address, NODE_USE_ENV_PROXY: '1' };
    expect(await rollcall(['plan'], { cwd, env })).toMatchObject({ exit: 0 });
    expect(proxy.asked).toEqual([]);
    expect(proxy.others).toEqual([]);
  });
});
