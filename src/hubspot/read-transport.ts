import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { Readable } from 'node:stream';
import type { RawAnswer } from './answer.ts';
import { mostBytes, tooLarge } from './answer.ts';
import type { Call } from './call.ts';
import { objectOf } from './json.ts';
import { TransportError } from './transport-error.ts';

/**
 * Sends one request and gives its whole answer. Throws a `TransportError` when there is none. A read is
 * broken off when the signal is aborted; a write never is.
 */
export type Transport = (call: Call, signal?: AbortSignal) => Promise<RawAnswer>;

export interface Endpoint {
  readonly baseUrl: string;
  readonly token: string;
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
  const opened = import('@hubspot/api-client').then(
    ({ Client }) => new Client({ accessToken: endpoint.token, basePath, numberOfApiCallRetries: 0 }),
  );
  opened.catch(() => undefined);
  return async (call, signal) => {
    if (call.route.write) throw new Error(`${call.shown} writes, and a reader was asked for it`);
    const client = await opened;
    const asking: Asking = signal?.aborted ? { ended: 'broken off' } : {};
    const limit = setTimeout(() => abort(asking, 'timed out'), endpoint.timeoutMilliseconds);
    const breakOff = (): void => abort(asking, 'broken off');
    signal?.addEventListener('abort', breakOff, { once: true });
    try {
      const { method } = call.route;
      const body = call.body === undefined ? {} : { body: call.body };
      const answer = await inFlight.run(asking, () =>
        client.apiRequest({ method, path: call.path, ...body }),
      );
      asking.body = answer.body;
      if (asking.ended) throw new Error(asking.ended);
      if (Number(answer.headers.get('content-length')) > mostBytes) throw new Error(tooLarge);
      const text = await wholeText(answer.body);
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text };
    } catch (cause) {
      const why = whyOf(asking, cause, endpoint);
      abort(asking, 'broken off');
      throw new TransportError(why, { cause });
    } finally {
      clearTimeout(limit);
      signal?.removeEventListener('abort', breakOff);
    }
  };
}

interface Asking {
  request?: ClientRequest;
  body?: NodeJS.ReadableStream;
  ended?: 'timed out' | 'redirected' | 'broken off';
}

const inFlight = new AsyncLocalStorage<Asking>();

subscribe('http.client.request.start', (message) => {
  const asking = inFlight.getStore();
  const { request } = objectOf(message);
  if (!asking || !(request instanceof ClientRequest)) return;
  if (asking.request) {
    asking.ended ??= 'redirected';
    request.destroy(new Error('redirect'));
  } else {
    asking.request = request;
    if (asking.ended) request.destroy(new Error(asking.ended));
    // node-fetch pipes the answer on, and a pipe never hears that its source broke off.
    request.once('response', (answer) => {
      answer.once('close', () => {
        if (!answer.complete) abort(asking, 'broken off');
      });
    });
  }
});

function abort(asking: Asking, why: NonNullable<Asking['ended']>): void {
  asking.ended ??= why;
  asking.request?.destroy(new Error(why));
  if (asking.body instanceof Readable) asking.body.destroy(new Error(why));
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
  if (asking.ended === 'timed out') return `no whole answer within ${endpoint.timeoutMilliseconds / 1000} s`;
  if (asking.ended === 'redirected') return 'a redirect, which is not followed: check the server address';
  if (asking.ended === 'broken off') return 'the answer broke off';
  const text = cause instanceof Error ? cause.message : String(cause);
  // node-fetch names the whole URL before the reason, and a URL may hold an address.
  return text.replace(/^.*reason: |^Invalid response body while trying to fetch \S+: /s, '');
}
