import type { ClientRequest } from 'node:http';
import { TransportError } from './errors.ts';

/** An HTTP proxy that every request to HubSpot goes through. */
export interface Proxy {
  /** Scheme, host and port; never a user or password. */
  readonly url: string;
  /** The value of `Proxy-Authorization`. Never shown. */
  readonly authorization?: string;
  /** The environment variable that names the proxy, for messages. */
  readonly variable: string;
}

/** Destroys a request, including one that still waits for its tunnel and has no socket. */
export function destroyRequest(request: ClientRequest, error: Error): void {
  request.destroy(error);
  tunnelAttempts.get(request)?.end?.();
}

/** Returns why the tunnel of a request did not open; undefined if it opened or the request needs none. */
export function tunnelError(request: ClientRequest | undefined): TransportError | undefined {
  return request && tunnelAttempts.get(request)?.error;
}

export function waitsForTunnel(request: ClientRequest | undefined): boolean {
  return request !== undefined && tunnelAttempts.get(request)?.end !== undefined;
}

/** Returns the error of a request whose tunnel did not open in time. */
export function tunnelTimeout(proxy: Proxy, seconds: number): TransportError {
  return new TransportError(`${describeProxy(proxy)} opened no connection to HubSpot within ${seconds} s`, {
    unopened: true,
    proxy: { code: 'proxy-unreachable', help: unreachableHelp(proxy), final: false },
  });
}

/** The opening of one tunnel. */
interface TunnelAttempt {
  /** Present until the tunnel is open or has failed. */
  end?: () => void;
  error?: TransportError;
}

const tunnelAttempts = new WeakMap<ClientRequest, TunnelAttempt>();

/** Runs `open`, which opens the tunnel of a request, and records the attempt. `end` aborts it. */
export async function trackTunnel<T>(
  request: ClientRequest,
  end: () => void,
  open: () => Promise<T>,
): Promise<T> {
  const attempt: TunnelAttempt = { end };
  tunnelAttempts.set(request, attempt);
  try {
    return await open();
  } catch (error) {
    if (error instanceof TransportError) attempt.error = error;
    throw error;
  } finally {
    delete attempt.end;
  }
}

/** Returns the error of a request whose tunnel the proxy refused. */
export function tunnelRefused(
  proxy: Proxy,
  { status, to }: { readonly status: number; readonly to: string },
): TransportError {
  const { variable } = proxy;
  const message = `${describeProxy(proxy)} refused the connection to ${to} with status ${status}`;
  const help =
    status === 407
      ? `Check the user and password of the proxy in ${variable}: http://USER:PASSWORD@HOST:PORT, with special characters percent-encoded. rollcall supports Basic authentication only.`
      : `Ask the operator of the proxy to allow ${to}, or correct ${variable}. If this machine can reach HubSpot without a proxy, add the host to NO_PROXY.`;
  // A gateway error may be temporary. A forbidden server or a wrong password is not.
  const final = status < 500;
  return new TransportError(message, { unopened: true, proxy: { code: 'proxy-refused', help, final } });
}

/** Returns the error of a request for which the proxy did not respond to CONNECT. */
export function tunnelFailed(proxy: Proxy, cause: unknown): TransportError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  // The message of an error without a code may quote the proxy's response.
  const why = typeof code === 'string' ? code : 'no valid response to CONNECT';
  return new TransportError(`${describeProxy(proxy)} cannot be used: ${why}`, {
    unopened: true,
    cause,
    proxy: { code: 'proxy-unreachable', help: unreachableHelp(proxy), final: false },
  });
}

function describeProxy({ url, variable }: Proxy): string {
  return `the proxy ${url} (from ${variable})`;
}

function unreachableHelp({ variable }: Proxy): string {
  return `Check the address of the proxy in ${variable}, and that this machine can reach it. If this machine can reach HubSpot without a proxy, unset ${variable} or add the host to NO_PROXY.`;
}
