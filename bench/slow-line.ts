import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface SlowLine {
  readonly url: string;
  /** Answers of 429 that went through. */
  readonly refused: () => number;
  readonly close: () => Promise<void>;
}

/** Passes requests on at once and answers after a while, as a server far away does: it counts a call when it comes in. */
export async function slowLine(to: string, milliseconds: () => number): Promise<SlowLine> {
  let refused = 0;
  const server = createServer((incoming, outgoing) => {
    const passed = request(to + (incoming.url ?? ''), { method: incoming.method, headers: incoming.headers });
    passed.on('response', (answer) => {
      if (answer.statusCode === 429) refused += 1;
      void delay(milliseconds()).then(() => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
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
