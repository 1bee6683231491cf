/** A gate before the simulated account: every request passes it, and a test can hold it on either side. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { matchRoute } from '../../src/hubspot/routes.ts';
import type { Cleanup } from './cleanup.ts';

interface Passing {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Which writing request this is, from 1, counted since the last `watch`; 0 for a read. */
  readonly nth: number;
  /** Keeps it from the account for good, and breaks off towards the client. */
  readonly drop: () => void;
}

/** What a test does while a request is at the gate; the request waits for it. */
interface Watch {
  /** Before the account sees it. */
  readonly arrived?: (request: Passing) => Promise<void> | void;
  /** After it took effect, before the client hears of it. */
  readonly answered?: (request: Passing) => Promise<void> | void;
}

export interface Gate {
  readonly url: string;
  /** All writing requests that arrived, dropped ones too. */
  readonly writes: readonly Passing[];
  /** Watches from now on; the count of writing requests begins anew. */
  readonly watch: (watch: Watch) => void;
  /** Resolves when no request is at the gate or behind it. */
  readonly idle: () => Promise<void>;
}

/** Opens a gate on loopback. */
export async function gateBefore(account: string, cleanup: Cleanup): Promise<Gate> {
  const writes: Passing[] = [];
  let watching: Watch = {};
  let nth = 0;
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '' } = request;
    const body = await textOf(request);
    const isWrite = matchRoute(method, path)?.write === true;
    const watch = watching;
    if (isWrite) nth += 1;
    let dropped = false;
    const drop = (): void => void (dropped = true);
    const passing = { method, path, body, nth: isWrite ? nth : 0, drop };
    if (isWrite) writes.push(passing);
    await watch.arrived?.(passing);
    if (dropped) {
      request.socket.resetAndDestroy();
      return;
    }
    const { authorization = '', 'content-type': type } = request.headers;
    const answer = await fetch(`${account}${path}`, {
      method,
      headers: { authorization, ...(type === undefined ? {} : { 'content-type': type }) },
      ...(body === '' ? {} : { body }),
      redirect: 'manual',
    });
    const text = await answer.text();
    await watch.answered?.(passing);
    response.writeHead(answer.status, unchanged(answer.headers)).end(text);
  };
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    // An account that breaks off is passed on as one.
    const passing = pass(request, response).catch(() => void request.socket.resetAndDestroy());
    underWay.add(passing);
    void passing.then(() => underWay.delete(passing));
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
      await Promise.all(underWay);
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The body was taken apart and is sent anew. */
function unchanged(headers: Headers): Record<string, string> {
  const ofTransfer = ['content-length', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive'];
  return Object.fromEntries([...headers].filter(([name]) => !ofTransfer.includes(name)));
}
