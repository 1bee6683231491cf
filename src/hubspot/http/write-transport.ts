import { request as sendPlain } from 'node:http';
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as sendSecure } from 'node:https';
import { maxBodyBytes, readText, tooLargeMessage } from './response.ts';
import type { RawResponse } from './response.ts';
import type { Endpoint } from './read-transport.ts';
import type { HubSpotRequest, Transport } from './request.ts';
import { destroyRequest, tunnelError, tunnelTimeout, waitsForTunnel } from './proxy-tunnel.ts';
import { TransportError } from './errors.ts';

/**
 * Opens a transport that sends each write exactly once, on its own connection, without following redirects. `unopened`
 * in an error is then exact: it means that HubSpot cannot have received anything. A kept-alive connection could be
 * reset before or after HubSpot read the request.
 */
export function openWriteTransport(endpoint: Endpoint): Transport {
  // Keeps TLS sessions, not connections.
  const direct = new SecureAgent({ keepAlive: false });
  const { proxy } = endpoint;
  const tunnels =
    proxy && import('./tunnel-agent.ts').then((it) => new it.ProxyTunnel(proxy, { keepAlive: false }));
  tunnels?.catch(() => undefined);
  return async (request, _signal, onSent) => {
    const agent = (await tunnels) ?? (endpoint.baseUrl.startsWith('https:') ? direct : undefined);
    return new Promise((resolve, reject) => {
      let opened = false;
      let failed = false;
      const open = (): void => {
        opened = true;
        onSent?.();
      };
      const sending = startRequest(request, endpoint, agent);
      const fail = (why: string, cause?: unknown): void => {
        if (failed) return;
        failed = true;
        clearTimeout(timer);
        reject(tunnelError(sending) ?? new TransportError(why, { unopened: !opened, cause }));
        destroyRequest(sending, new Error(why));
      };
      const timer = setTimeout(() => {
        const seconds = endpoint.timeoutMilliseconds / 1000;
        if (proxy && waitsForTunnel(sending)) reject(tunnelTimeout(proxy, seconds));
        fail(opened ? `no complete response within ${seconds} s` : `no connection within ${seconds} s`);
      }, endpoint.timeoutMilliseconds);
      sending.once('socket', (socket) => {
        // A tunnel to a server without TLS is open as soon as the request gets it.
        if (sending.protocol !== 'https:' && !socket.connecting) open();
        socket.once(sending.protocol === 'https:' ? 'secureConnect' : 'connect', open);
      });
      // Destroying a request emits a second error, which would end the process without a listener.
      sending.on('error', (error) => fail(reasonOf(error), error));
      sending.once('response', (message) => {
        opened = true;
        readBody(message)
          .then((text) => resolve({ status: message.statusCode ?? 0, headers: headersOf(message), text }))
          .catch((error: unknown) => fail(`the response broke off: ${reasonOf(error)}`, error))
          .finally(() => clearTimeout(timer));
      });
      sending.end(request.body === undefined ? undefined : JSON.stringify(request.body));
    });
  };
}

function startRequest(request: HubSpotRequest, endpoint: Endpoint, agent: Agent | undefined): ClientRequest {
  const url = new URL(endpoint.baseUrl.replace(/\/+$/, '') + request.path);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const options = {
    method: request.route.method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${endpoint.token}`,
      'user-agent': 'rollcall',
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    },
  };
  const send = url.protocol === 'https:' ? sendSecure : sendPlain;
  return send(url, { ...options, agent: agent ?? false });
}

async function readBody(message: IncomingMessage): Promise<string> {
  if (Number(message.headers['content-length']) > maxBodyBytes) throw new Error(tooLargeMessage);
  return readText(message as AsyncIterable<Buffer>);
}

function headersOf(message: IncomingMessage): RawResponse['headers'] {
  return Object.fromEntries(
    Object.entries(message.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A refused dual-stack connection is an AggregateError without a message of its own.
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
