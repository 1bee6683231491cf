import type { AgentOptions, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { trackTunnel, tunnelFailed, tunnelRefused } from './proxy-tunnel.ts';
import type { Proxy } from './proxy-tunnel.ts';

interface TunnelOptions extends Pick<AgentOptions, 'keepAlive' | 'scheduling' | 'timeout'> {
  /** Called for each request that needs a new tunnel, before the proxy is contacted. */
  readonly onTunnel?: (request: ClientRequest) => void;
}

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

/**
 * Opens every connection as a tunnel (`CONNECT`) through the proxy, also to `http:` servers. The proxy's responses then
 * never look like HubSpot's, and no part of a request is sent before the tunnel is open. A request whose tunnel fails
 * ends with a `TransportError` that is `unopened`.
 */
export class ProxyTunnel extends HttpsProxyAgent<string> {
  readonly #proxy: Proxy;
  readonly #onTunnel: TunnelOptions['onTunnel'];

  constructor(proxy: Proxy, { onTunnel, ...options }: TunnelOptions) {
    // The URL has no user and password: the package writes it to its debug log.
    super(proxy.url, options);
    this.#proxy = proxy;
    this.#onTunnel = onTunnel;
  }

  override connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    const ending = new AbortController();
    return trackTunnel(
      request,
      () => ending.abort(),
      () => {
        this.#onTunnel?.(request);
        return this.#open(request, { options, signal: ending.signal });
      },
    );
  }

  async #open(
    request: ClientRequest,
    { options, signal }: { readonly options: ConnectOptions; readonly signal: AbortSignal },
  ): Promise<Socket> {
    const { url, authorization } = this.#proxy;
    // One agent for each connection: only the agent's options accept a signal that ends the attempt.
    const tunnel = new HttpsProxyAgent(url, {
      signal,
      ...(authorization === undefined ? {} : { headers: { 'Proxy-Authorization': authorization } }),
    });
    let status = 0;
    tunnel.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => {
      status = statusCode;
    });
    const socket = await tunnel.connect(request, options).catch((cause: unknown) => {
      throw tunnelFailed(this.#proxy, cause);
    });
    // For any other status the package replays the proxy's response as if the server had sent it.
    if (status === 200) return socket;
    socket.destroy();
    throw tunnelRefused(this.#proxy, { status, to: `${options.host}:${options.port}` });
  }
}
