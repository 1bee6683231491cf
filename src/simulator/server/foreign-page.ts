/** Keeps web pages out: a browser on this machine would send their requests to the simulator. */
import type { IncomingMessage, RequestListener } from 'node:http';

/**
 * A listener that refuses with 403 each request that a page of another site may have caused. `Host` must be a
 * name of this machine with the port of the server, which stops DNS rebinding; `Origin` and `Sec-Fetch-Site` must
 * be absent or those of the simulator itself. Programs that are not browsers send neither.
 */
export function withoutForeignPages(listener: RequestListener): RequestListener {
  return (request, response) => {
    const problem = problemWith(request);
    if (problem === undefined) return listener(request, response);
    const body = {
      status: 'error',
      category: 'FOREIGN_PAGE',
      code: 'simulator-foreign-page',
      message: `The simulator refused the request: ${problem}.`,
      help: `Use http://127.0.0.1:${request.socket.localPort} from a program on this machine. Web pages of other sites have no access.`,
    };
    response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify(body));
  };
}

function problemWith({ headers, socket }: IncomingMessage): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!names.some((name) => isHost(host, name, socket.localPort))) {
    return 'its Host is not a name of this machine with this port';
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return 'its Origin is another site';
  }
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return isOwn ? undefined : 'it comes from a page of another site';
}

const names = ['127.0.0.1', 'localhost', '[::1]'] as const;

function isHost(host: string, name: string, port: number | undefined): boolean {
  const written = host.toLowerCase();
  return written === `${name}:${port}` || (port === 80 && written === name);
}
