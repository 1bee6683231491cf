import type { Proxy } from '../hubspot/http/proxy-tunnel.ts';
import { Failure } from '../model/failure.ts';
import type { Environment } from './environment.ts';

/**
 * Returns the proxy that the environment names for a server: `HTTPS_PROXY` for `https:`, `HTTP_PROXY` for
 * `http:`, then `ALL_PROXY`; in lower case first, as curl reads them. Undefined for a server on this machine
 * and for one that `NO_PROXY` lists. Throws a `Failure` for a value that cannot be used.
 */
export function proxyFor(baseUrl: string, env: Environment): Proxy | undefined {
  const server = new URL(baseUrl);
  if (isLoopback(server.hostname) || isExcluded(server, env)) return undefined;
  const scheme = server.protocol.slice(0, -1);
  const variable = [`${scheme}_proxy`, 'all_proxy']
    .flatMap((name) => [name, name.toUpperCase()])
    .find((name) => readVariable(env, name) !== '');
  return variable === undefined ? undefined : parseProxy(readVariable(env, variable), variable);
}

/** Returns whether a host name, as `URL` writes it, is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(hostname);
}

/** Entries as in curl and Go: `*`, a host with all its subdomains, either with a port. */
function isExcluded({ hostname, port, protocol }: URL, env: Environment): boolean {
  const list = readVariable(env, 'no_proxy') || readVariable(env, 'NO_PROXY');
  const usual = protocol === 'https:' ? '443' : '80';
  return list
    .toLowerCase()
    .split(/[\s,]+/u)
    .some((entry) => {
      if (entry === '*') return true;
      const [, host = '', only] = /^\*?\.?(.+?)(?::(\d+))?$/u.exec(entry) ?? [];
      if (host === '' || (only !== undefined && only !== (port || usual))) return false;
      return hostname === host || hostname.endsWith(`.${host}`);
    });
}

function parseProxy(value: string, variable: string): Proxy {
  const url = parseUrl(value.includes('://') ? value : `http://${value}`);
  if (!url || url.hostname === '') {
    throw proxyFailure(`${variable} is not a valid proxy address.`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw proxyFailure(
      `${variable} names a proxy of type ${url.protocol.slice(0, -1)}. rollcall supports http and https.`,
    );
  }
  const { protocol, host, username, password } = url;
  const credentials =
    username || password ? `${decodeOrKeep(username)}:${decodeOrKeep(password)}` : undefined;
  return {
    url: `${protocol}//${host}`,
    variable,
    ...(credentials === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}` }),
  };
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** A stray `%` is part of the password. */
function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readVariable(env: Environment, name: string): string {
  return env[name]?.trim() ?? '';
}

function proxyFailure(message: string): Failure {
  return new Failure({
    code: 'proxy-setting',
    message,
    help: 'Write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, unset it, or add the server to NO_PROXY to connect directly.',
  });
}
