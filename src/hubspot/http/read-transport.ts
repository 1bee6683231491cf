import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { Agent as SecureAgent } from 'node:https';
import { Agent, ClientRequest } from 'node:http';
import { Readable } from 'node:stream';
import type { Client } from '@hubspot/api-client';
import { TransportError } from './errors.ts';
import { destroyRequest, type Proxy, tunnelError, tunnelTimeout } from './proxy-tunnel.ts';
import type { Transport } from './request.ts';
import { maxBodyBytes, objectOf, readText, tooLargeMessage } from './response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** The server that requests go to. */
export interface Endpoint {
  readonly baseUrl: string;
  readonly token: string;
  readonly proxy?: Proxy | undefined;
  readonly timeoutMilliseconds: number;
}

/**
 * Opens a transport that reads through HubSpot's own client. Refuses every route that writes. The client's retries and
 * limiter are off: they are one global singleton (`lib/src/services/ApiDecoratorService.js`), and they log.
 *
 * The client accepts no signal and follows redirects. The transport therefore catches each HTTP request as it starts
 * (`node:diagnostics_channel`). A second HTTP request for the same read is a redirect; it is destroyed before it is
 * sent. The first is destroyed at the timeout.
 */
export function openReadTransport(endpoint: Endpoint): Transport {
  const basePath = endpoint.baseUrl.replace(/\/+$/, '');
  const clientOpened = openClient({ accessToken: endpoint.token, basePath, numberOfApiCallRetries: 0 });
  clientOpened.catch(() => undefined);
  const agentOpened = agentFor(endpoint);
  agentOpened.catch(() => undefined);
  return async (request, signal, onSent) => {
    if (request.route.write) throw new Error(`${request.label} writes, and this transport only reads`);
    const client = await clientOpened;
    const agent = await agentOpened;
    const inFlight: ReadInFlight = {
      agent,
      onSent,
      ...(signal?.aborted ? { abortReason: 'broken off' } : {}),
    };
    const timer = setTimeout(() => endRead(inFlight, 'timed out'), endpoint.timeoutMilliseconds);
    const abort = (): void => endRead(inFlight, 'broken off');
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const { method } = request.route;
      const body = omitUndefined({ body: request.body });
      const response = await currentRead.run(inFlight, () => {
        // The singleton holds the decorators, and another client in this process may have replaced them.
        client.init();
        return client.apiRequest({ method, path: request.path, ...body });
      });
      inFlight.body = response.body;
      if (inFlight.abortReason) throw new Error(inFlight.abortReason);
      if (Number(response.headers.get('content-length')) > maxBodyBytes) throw new Error(tooLargeMessage);
      const text = await readText(response.body);
      return { status: response.status, headers: Object.fromEntries(response.headers), text };
    } catch (cause) {
      const error =
        tunnelFailure(inFlight, endpoint) ??
        new TransportError(failureReason(inFlight, cause, endpoint), { cause });
      endRead(inFlight, 'broken off');
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  };
}

interface ReadInFlight {
  readonly agent: Agent;
  readonly onSent: (() => void) | undefined;
  request?: ClientRequest;
  body?: NodeJS.ReadableStream;
  abortReason?: 'timed out' | 'redirected' | 'broken off';
}

/**
 * Opens HubSpot's client so that it uses rollcall's agent. `apiRequest` accepts no agent, but calls the decorators. The
 * typed calls of the client are not in the bundle that ships (`scripts/bundle.mjs`).
 */
async function openClient(
  settings: ConstructorParameters<typeof Client>[0],
): Promise<Pick<Client, 'apiRequest' | 'init'>> {
  const { Client } = await import('@hubspot/api-client');
  class ClientWithAgent extends Client {
    protected override getDecorators() {
      return [{ decorate: (send: SdkSend) => (request: SdkRequest) => send(withAgent(request)) }];
    }
  }
  return new ClientWithAgent(settings);
}

/** The part of the client's request that rollcall uses. */
interface SdkRequest {
  readonly getUrl: () => URL;
  readonly getSendData: () => object;
}

type SdkSend = (request: SdkRequest) => unknown;

function withAgent(request: SdkRequest): SdkRequest {
  const agent = currentRead.getStore()?.agent;
  if (!agent) return request;
  return { getUrl: () => request.getUrl(), getSendData: () => ({ ...request.getSendData(), agent }) };
}

/** Returns the agent of an endpoint; never Node's global one, whose proxy settings also apply to localhost. */
async function agentFor({ baseUrl, proxy }: Endpoint): Promise<Agent> {
  if (proxy) {
    const { ProxyTunnel } = await import('./tunnel-agent.ts');
    return new ProxyTunnel(proxy, { ...keepAliveOptions, onTunnel: trackRequest });
  }
  return baseUrl.startsWith('https:') ? new SecureAgent(keepAliveOptions) : new Agent(keepAliveOptions);
}

/** Node's own settings for its global agent. */
const keepAliveOptions = { keepAlive: true, scheduling: 'lifo', timeout: 5_000 } as const;

const currentRead = new AsyncLocalStorage<ReadInFlight>();

subscribe('http.client.request.start', (message) => {
  const { request } = objectOf(message);
  if (!(request instanceof ClientRequest)) return;
  trackRequest(request);
  const inFlight = currentRead.getStore();
  if (inFlight?.request === request) noteDeparture(request, inFlight);
});

/** Reports when a request leaves. Node starts it when its socket is connected; TLS still takes a handshake. */
function noteDeparture({ protocol, reusedSocket, socket }: ClientRequest, { onSent }: ReadInFlight): void {
  if (protocol === 'https:' && !reusedSocket && socket) socket.once('secureConnect', () => onSent?.());
  else onSent?.();
}

/** Tracks a request of the current read. Called for each request once or twice: before its tunnel, and when it starts. */
function trackRequest(request: ClientRequest): void {
  const inFlight = currentRead.getStore();
  if (!inFlight || inFlight.request === request) return;
  if (inFlight.request) {
    inFlight.abortReason ??= 'redirected';
    destroyRequest(request, new Error('redirect'));
  } else {
    inFlight.request = request;
    if (inFlight.abortReason) destroyRequest(request, new Error(inFlight.abortReason));
    // node-fetch pipes the response, and a pipe does not notice that its source ended early.
    request.once('response', (response) => {
      response.once('close', () => {
        if (!response.complete) endRead(inFlight, 'broken off');
      });
    });
  }
}

function endRead(inFlight: ReadInFlight, why: NonNullable<ReadInFlight['abortReason']>): void {
  inFlight.abortReason ??= why;
  if (inFlight.request) destroyRequest(inFlight.request, new Error(why));
  if (inFlight.body instanceof Readable) inFlight.body.destroy(new Error(why));
}

/** Returns why the proxy opened no tunnel; undefined if the proxy is not the cause. */
function tunnelFailure(
  { request, abortReason }: ReadInFlight,
  endpoint: Endpoint,
): TransportError | undefined {
  const { proxy, timeoutMilliseconds } = endpoint;
  const error = tunnelError(request);
  if (!proxy || !error || abortReason === 'broken off') return undefined;
  return abortReason === 'timed out' ? tunnelTimeout(proxy, timeoutMilliseconds / 1000) : error;
}

function failureReason(inFlight: ReadInFlight, cause: unknown, endpoint: Endpoint): string {
  if (inFlight.abortReason === 'timed out')
    return `no complete response within ${endpoint.timeoutMilliseconds / 1000} s`;
  if (inFlight.abortReason === 'redirected')
    return 'a redirect, which rollcall does not follow: check the server address';
  if (inFlight.abortReason === 'broken off') return 'the response broke off';
  const text = cause instanceof Error ? cause.message : String(cause);
  // node-fetch prints the whole URL before the reason, and the URL may contain an email.
  return text.replace(/^.*reason: |^Invalid response body while trying to fetch \S+: /s, '');
}
