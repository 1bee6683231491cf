/** A proxy in front of the simulated account. A test can hold each request before and after it takes effect. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { matchRoute } from '../../src/hubspot/routes.ts';
import type { Cleanup } from './cleanup.ts';

interface GateRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Number of this write request since the last `watch`, from 1; 0 for a read. */
  readonly nth: number;
  /** Drops the request before the account receives it, and resets the client's connection. */
  readonly drop: () => void;
}

/** Callbacks of a test. The request waits for them. */
interface Watch {
  /** Called before the account receives the request. */
  readonly arrived?: (request: GateRequest) => Promise<void> | void;
  /** Called after the request took effect, before the client receives the response. */
  readonly responded?: (request: GateRequest) => Promise<void> | void;
}

export interface Gate {
  readonly url: string;
  /** All write requests that arrived, including dropped ones. */
  readonly writes: readonly GateRequest[];
  /** Replaces the callbacks, and restarts the count of write requests. */
  readonly watch: (watch: Watch) => void;
  /** Resolves when no request is pending. */
  readonly idle: () => Promise<void>;
}

/** Starts a gate on loopback in front of an account. */
export async function startGate(accountUrl: string, cleanup: Cleanup): Promise<Gate> {
  const writes: GateRequest[] = [];
  let watching: Watch = {};
  let nth = 0;
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '' } = request;
    const body = await readBody(request);
    const isWrite = matchRoute(method, path)?.write === true;
    const watch = watching;
    if (isWrite) nth += 1;
    let dropped = false;
    const drop = (): void => void (dropped = true);
    const gateRequest = { method, path, body, nth: isWrite ? nth : 0, drop };
    if (isWrite) writes.push(gateRequest);
    await watch.arrived?.(gateRequest);
    if (dropped) {
      request.socket.resetAndDestroy();
      return;
    }
    const { authorization = '', 'content-type': type } = request.headers;
    const accountResponse = await fetch(`${accountUrl}${path}`, {
      method,
      headers: { authorization, ...(type === undefined ? {} : { 'content-type': type }) },
      ...(body === '' ? {} : { body }),
      redirect: 'manual',
    });
    const text = await accountResponse.text();
    await watch.responded?.(gateRequest);
    response.writeHead(accountResponse.status, forwardedHeaders(accountResponse.headers)).end(text);
  };
  const pending = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    // A connection that the account resets is reset for the client too.
    const passed = pass(request, response).catch(() => void request.socket.resetAndDestroy());
    pending.add(passed);
    void passed.then(() => pending.delete(passed));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    writes,
    watch: (watch) => {
      watching = watch;
      nth = 0;
    },
    idle: async () => {
      await Promise.all(pending);
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Returns the headers without those of the transfer, because the body is decoded and sent again. */
function forwardedHeaders(headers: Headers): Record<string, string> {
  const transferHeaders = [
    'content-length',
    'content-encoding',
    'transfer-encoding',
    'connection',
    'keep-alive',
  ];
  return Object.fromEntries([...headers].filter(([name]) => !transferHeaders.includes(name)));
}
