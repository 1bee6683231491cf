import { request as requestPlain } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as requestSecure } from 'node:https';
import { mostBytes, tooLarge } from './answer.ts';
import type { RawAnswer } from './answer.ts';
import type { Call } from './call.ts';
import type { Endpoint, Transport } from './read-transport.ts';
import { TransportError } from './transport-error.ts';

/**
 * Sends one writing request, exactly once, on a connection of its own: `unopened` in the error then
 * tells exactly whether anything can have left. A kept-alive connection could not: its reset may come
 * before or after HubSpot read the request. Follows no redirect; ends at its timeout.
 */
export function openWriteTransport(endpoint: Endpoint): Transport {
  // Keeps TLS sessions, not connections.
  const agent = new Agent({ keepAlive: false });
  return (call) =>
    new Promise((resolve, reject) => {
      let opened = false;
      const sending = start(call, endpoint, agent);
      const fail = (why: string, cause?: unknown): void => {
        clearTimeout(limit);
        reject(new TransportError(why, { unopened: !opened, cause }));
        sending.destroy();
      };
      const limit = setTimeout(() => {
        const seconds = endpoint.timeoutMilliseconds / 1000;
        fail(opened ? `no whole answer within ${seconds} s` : `no connection within ${seconds} s`);
      }, endpoint.timeoutMilliseconds);
      sending.once('socket', (socket) => {
        socket.once(sending.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
          opened = true;
        });
      });
      sending.once('error', (error) => fail(reasonOf(error), error));
      sending.once('response', (message) => {
        opened = true;
        wholeText(message)
          .then((text) => resolve({ status: message.statusCode ?? 0, headers: headersOf(message), text }))
          .catch((error: unknown) => fail(`the answer broke off: ${reasonOf(error)}`, error))
          .finally(() => clearTimeout(limit));
      });
      sending.end(call.body === undefined ? undefined : JSON.stringify(call.body));
    });
}

function start(call: Call, endpoint: Endpoint, agent: Agent): ClientRequest {
  const url = new URL(endpoint.baseUrl.replace(/\/+$/, '') + call.path);
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const options = {
    method: call.route.method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${endpoint.token}`,
      'user-agent': 'rollcall',
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    },
  };
  if (url.protocol === 'https:') return requestSecure(url, { ...options, agent });
  return requestPlain(url, { ...options, agent: false });
}

async function wholeText(message: IncomingMessage): Promise<string> {
  if (Number(message.headers['content-length']) > mostBytes) throw new Error(tooLarge);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error(tooLarge);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(message: IncomingMessage): RawAnswer['headers'] {
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
