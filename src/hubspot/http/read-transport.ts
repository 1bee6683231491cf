import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { Agent as SecureAgent } from 'node:https';
import { Agent, ClientRequest } from 'node:http';
import { Readable } from 'node:stream';
import type { Client } from '@hubspot/api-client';
import { TransportError } from './errors.ts';
import { destroyRequest, type Proxy, tunnelError, tunnelTimeout } from './proxy-tunnel.ts';
import type { Call } from './request.ts';
import { mostBytes, objectOf, type RawAnswer, tooLarge } from './response.ts';

/**
 * Sends one request and gives its whole answer. Throws a `TransportError` when there is none. A read is
 * broken off when the signal is aborted; a write never is.
 */
export type Transport = (call: Call, signal?: AbortSignal) => Promise<RawAnswer>;

export interface Endpoint {
  readonly baseUrl: string;
  readonly token: string;
  readonly proxy?: Proxy | undefined;
  readonly timeoutMilliseconds: number;
}

/**
 * Reads through HubSpot's own client, its retries and limiter off: they are one global singleton
 * (`lib/src/services/ApiDecoratorService.js`), and they log. Refuses every route that writes.
 *
 * The client takes no signal and follows redirects, so each request is caught as it starts
 * (`node:diagnostics_channel`): a second one for the same call is a redirect and is destroyed before
 * a byte of it leaves; the first is destroyed when the time is up.
 */
export function openReadTransport(endpoint: Endpoint): Transport {
  const basePath = endpoint.baseUrl.replace(/\/+$/, '');
  const opened = openClient({ accessToken: endpoint.token, basePath, numberOfApiCallRetries: 0 });
  opened.catch(() => undefined);
  const agentOpened = agentFor(endpoint);
  agentOpened.catch(() => undefined);
  return async (call, signal) => {
    if (call.route.write) throw new Error(`${call.shown} writes, and a reader was asked for it`);
    const client = await opened;
    const agent = await agentOpened;
    const asking: Asking = { agent, ...(signal?.aborted ? { ended: 'broken off' } : {}) };
    const limit = setTimeout(() => abort(asking, 'timed out'), endpoint.timeoutMilliseconds);
    const breakOff = (): void => abort(asking, 'broken off');
    signal?.addEventListener('abort', breakOff, { once: true });
    try {
      const { method } = call.route;
      const body = call.body === undefined ? {} : { body: call.body };
      const answer = await inFlight.run(asking, () => {
        // The decorators are the singleton's: another client in this process may have replaced them.
        client.init();
        return client.apiRequest({ method, path: call.path, ...body });
      });
      asking.body = answer.body;
      if (asking.ended) throw new Error(asking.ended);
      if (Number(answer.headers.get('content-length')) > mostBytes) throw new Error(tooLarge);
      const text = await wholeText(answer.body);
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text };
    } catch (cause) {
      const error =
        tunnelFailure(asking, endpoint) ?? new TransportError(whyOf(asking, cause, endpoint), { cause });
      abort(asking, 'broken off');
      throw error;
    } finally {
      clearTimeout(limit);
      signal?.removeEventListener('abort', breakOff);
    }
  };
}

interface Asking {
  readonly agent: Agent;
  request?: ClientRequest;
  body?: NodeJS.ReadableStream;
  ended?: 'timed out' | 'redirected' | 'broken off';
}

/** HubSpot's client with an agent of ours: it takes none for free requests, but every request passes its decorators. */
async function openClient(settings: ConstructorParameters<typeof Client>[0]): Promise<Client> {
  const { Client } = await import('@hubspot/api-client');
  class ClientWithAgent extends Client {
    protected override getDecorators() {
      return [{ decorate: (send: Send) => (request: ClientsRequest) => send(withAgent(request)) }];
    }
  }
  return new ClientWithAgent(settings);
}

/** The part of the client's request that rollcall reads. */
interface ClientsRequest {
  readonly getUrl: () => URL;
  readonly getSendData: () => object;
}

type Send = (request: ClientsRequest) => unknown;

function withAgent(request: ClientsRequest): ClientsRequest {
  const agent = inFlight.getStore()?.agent;
  if (!agent) return request;
  return { getUrl: () => request.getUrl(), getSendData: () => ({ ...request.getSendData(), agent }) };
}

/** Never Node's global agent: its proxy settings also apply to this machine. */
async function agentFor({ baseUrl, proxy }: Endpoint): Promise<Agent> {
  if (proxy) {
    const { ProxyTunnel } = await import('./tunnel-agent.ts');
    return new ProxyTunnel(proxy, { ...keptAlive, onTunnel: catchRequest });
  }
  return baseUrl.startsWith('https:') ? new SecureAgent(keptAlive) : new Agent(keptAlive);
}

/** Node's own settings for its global agent. */
const keptAlive = { keepAlive: true, scheduling: 'lifo', timeout: 5_000 } as const;

const inFlight = new AsyncLocalStorage<Asking>();

subscribe('http.client.request.start', (message) => {
  const { request } = objectOf(message);
  if (request instanceof ClientRequest) catchRequest(request);
});

/** Called once or twice for each request: when it asks for a tunnel, and when it has a connection. */
function catchRequest(request: ClientRequest): void {
  const asking = inFlight.getStore();
  if (!asking || asking.request === request) return;
  if (asking.request) {
    asking.ended ??= 'redirected';
    destroyRequest(request, new Error('redirect'));
  } else {
    asking.request = request;
    if (asking.ended) destroyRequest(request, new Error(asking.ended));
    // node-fetch pipes the answer on, and a pipe never hears that its source broke off.
    request.once('response', (answer) => {
      answer.once('close', () => {
        if (!answer.complete) abort(asking, 'broken off');
      });
    });
  }
}

function abort(asking: Asking, why: NonNullable<Asking['ended']>): void {
  asking.ended ??= why;
  if (asking.request) destroyRequest(asking.request, new Error(why));
  if (asking.body instanceof Readable) asking.body.destroy(new Error(why));
}

/** Returns why the proxy let nothing through; undefined where the proxy is not the cause. */
function tunnelFailure({ request, ended }: Asking, endpoint: Endpoint): TransportError | undefined {
  const { proxy, timeoutMilliseconds } = endpoint;
  const error = tunnelError(request);
  if (!proxy || !error || ended === 'broken off') return undefined;
  return ended === 'timed out' ? tunnelTimeout(proxy, timeoutMilliseconds / 1000) : error;
}

async function wholeText(body: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBytes) throw new Error(tooLarge);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function whyOf(asking: Asking, cause: unknown, endpoint: Endpoint): string {
  if (asking.ended === 'timed out')
    return `no complete response within ${endpoint.timeoutMilliseconds / 1000} s`;
  if (asking.ended === 'redirected') return 'a redirect, which is not followed: check the server address';
  if (asking.ended === 'broken off') return 'the response broke off';
  const text = cause instanceof Error ? cause.message : String(cause);
  // node-fetch names the whole URL before the reason, and a URL may hold an address.
  return text.replace(/^.*reason: |^Invalid response body while trying to fetch \S+: /s, '');
}
