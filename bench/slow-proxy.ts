import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface SlowProxy {
  readonly url: string;
  /** Returns the number of 429 responses. */
  readonly refused: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Starts a proxy that forwards requests at once and delays responses, as a distant server does: the server counts a
 * request when it arrives.
 */
export async function startSlowProxy(target: string, milliseconds: () => number): Promise<SlowProxy> {
  let refused = 0;
  const server = createServer((incoming, outgoing) => {
    const forwarded = request(target + (incoming.url ?? ''), {
      method: incoming.method,
      // The simulator accepts only its own host.
      headers: { ...incoming.headers, host: new URL(target).host },
    });
    forwarded.on('response', (response) => {
      if (response.statusCode === 429) refused += 1;
      void delay(milliseconds()).then(() => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      });
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    refused: () => refused,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
