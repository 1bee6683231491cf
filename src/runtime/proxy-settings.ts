import type { Proxy } from '../hubspot/http/proxy-tunnel.ts';
import { Failure } from '../model/failure.ts';
import type { Environment } from './environment.ts';

/**
 * Returns the proxy for a server from the environment: `HTTPS_PROXY` for `https:`, `HTTP_PROXY` for `http:`, then
 * `ALL_PROXY`. Lower-case names take precedence, as in curl. Returns undefined for a server on this machine or in
 * `NO_PROXY`. Throws `Failure` `proxy-setting` for an invalid value.
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

/** Returns whether a host name, as `URL` formats it, refers to this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(hostname);
}

/**
 * Returns whether `NO_PROXY` lists a server. Entries are as in curl and Go: `*`, or a host that includes its
 * subdomains, with an optional port.
 */
function isExcluded({ hostname, port, protocol }: URL, env: Environment): boolean {
  const list = readVariable(env, 'no_proxy') || readVariable(env, 'NO_PROXY');
  const defaultPort = protocol === 'https:' ? '443' : '80';
  return list
    .toLowerCase()
    .split(/[\s,]+/u)
    .some((entry) => {
      if (entry === '*') return true;
      const [, host = '', entryPort] = /^\*?\.?(.+?)(?::(\d+))?$/u.exec(entry) ?? [];
      if (host === '' || (entryPort !== undefined && entryPort !== (port || defaultPort))) return false;
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

/** Decodes percent-encoding. Returns the text unchanged if it is invalid: a stray `%` is part of the password. */
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
    help: 'Set it to http://HOST:PORT or http://USER:PASSWORD@HOST:PORT. To connect directly, unset it or add the server to NO_PROXY.',
  });
}
