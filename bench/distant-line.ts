import { createServer, type Server } from 'node:https';
import { request } from 'node:http';
import { connect, createServer as createRelay, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export interface DistantLine {
  readonly url: string;
  /** Returns the number of 429 responses. */
  readonly refused: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Starts a server with TLS that forwards to `target`, behind a line that delays every byte by half a round trip in each
 * direction. A connection takes one round trip for TCP and one for TLS 1.3, as on a real line.
 */
export async function startDistantLine(target: string, roundTrip: number): Promise<DistantLine> {
  let refused = 0;
  const certificates = new URL('test/hubspot/certificate/', `file://${process.cwd()}/`);
  const read = (name: string): Buffer => readFileSync(new URL(name, certificates));
  const server = createServer(
    { cert: read('certificate.pem'), key: read('key.pem') },
    (incoming, outgoing) => {
      const forwarded = request(target + (incoming.url ?? ''), {
        method: incoming.method,
        // The simulator accepts only its own host.
        headers: { ...incoming.headers, host: new URL(target).host },
      });
      forwarded.on('response', (response) => {
        if (response.statusCode === 429) refused += 1;
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      });
      forwarded.on('error', () => outgoing.destroy());
      incoming.pipe(forwarded);
    },
  );
  const serverPort = await listen(server);
  const sockets = new Set<Socket>();
  const relay = createRelay((near) => {
    const far = connect(serverPort, '127.0.0.1');
    for (const socket of [near, far]) {
      socket.setNoDelay();
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    }
    // The loopback connects at once; the first bytes wait for the round trip of TCP.
    delayed(near, far, { first: roundTrip + roundTrip / 2, later: roundTrip / 2 });
    delayed(far, near, { first: roundTrip / 2, later: roundTrip / 2 });
  });
  const port = await listen(relay);
  return {
    url: `https://127.0.0.1:${port}`,
    refused: () => refused,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      relay.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Copies bytes from one socket to another. The first bytes take longer, and no later ones overtake them. */
function delayed(
  from: Socket,
  to: Socket,
  { first, later }: { readonly first: number; readonly later: number },
): void {
  const openedAt = performance.now();
  const after = (act: () => void): void => {
    const now = performance.now();
    const wait = Math.max(later, openedAt + first - now);
    setTimeout(act, wait);
  };
  from.on('data', (bytes) => after(() => to.write(bytes)));
  from.once('end', () => after(() => to.end()));
  from.once('close', () => after(() => to.destroy()));
}

async function listen(server: Server | ReturnType<typeof createRelay>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return (server.address() as AddressInfo).port;
}
