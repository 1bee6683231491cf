/** An HTTP proxy on loopback that opens tunnels (`CONNECT`) and records the requests. */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** The reaction of the proxy to a request for a tunnel; `tunnel` unless given. A number is a status. */
export type ProxyMode = 'tunnel' | 'silent' | 'close' | 'garbage' | 'reset-after-tunnel' | number;

export interface ConnectProxy {
  readonly port: number;
  /** `host:port`, and the header with the credentials, of each request for a tunnel. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
  /** Requests that were not `CONNECT`. */
  readonly others: readonly string[];
  /** What the clients sent through the tunnels, as text. */
  readonly sent: () => string;
  readonly openSockets: () => number;
  mode: ProxyMode;
}

/** Starts a proxy that connects every tunnel to one port of this machine, without DNS. */
export async function startConnectProxy(toPort: number, mode: ProxyMode = 'tunnel'): Promise<ConnectProxy> {
  const asked: { target: string; authorization: string | undefined }[] = [];
  const others: string[] = [];
  const sockets = new Set<Socket>();
  let sent = '';
  const server = createServer((request, response) => {
    others.push(`${request.method} ${request.url}`);
    response.writeHead(400).end();
  });
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  server.on('connection', keep);
  const proxy = { mode };
  server.on('connect', (request, stream) => {
    const socket = stream as Socket;
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    // Without a reader the server would not notice that the client disconnected.
    if (proxy.mode === 'silent') socket.resume().once('end', () => socket.destroy());
    else if (proxy.mode === 'close') socket.end();
    else if (proxy.mode === 'garbage') socket.end('::error::no proxy speaks like this\r\n\r\n');
    else if (typeof proxy.mode === 'number') {
      socket.end(`HTTP/1.1 ${proxy.mode} No\r\nContent-Length: 27\r\n\r\n{"message":"not HubSpot"}\r\n`);
    } else if (proxy.mode === 'reset-after-tunnel') {
      socket.once('data', () => socket.resetAndDestroy());
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    } else {
      const onward = connect(toPort, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.on('data', (bytes) => (sent += bytes.toString('latin1')));
        socket.pipe(onward).pipe(socket);
      });
      keep(onward);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return Object.assign(proxy, {
    port: address.port,
    asked,
    others,
    sent: () => sent,
    openSockets: () => sockets.size,
  });
}
