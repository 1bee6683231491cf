import type { Proxy } from '../hubspot/http/proxy-tunnel.ts';
import type { Portal } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { FailureCode } from '../model/results/problem-codes.ts';
import type { Environment } from './environment.ts';
import { isLoopback, proxyFor } from './proxy-settings.ts';

/** The server, the token and the proxy of the HubSpot client. */
export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  readonly proxy?: Proxy | undefined;
}

const hubspotUrl = 'https://api.hubapi.com';

/**
 * Returns the server, the token and the proxy for an account. A simulated account never uses the real token and never
 * connects to another machine. The token of a real account is sent only to HubSpot, to this machine, or to a server
 * that the user allowed explicitly. Throws a `Failure` with exit code 4 otherwise.
 */
export async function connectionTo(
  desired: { readonly portal?: Portal; readonly token?: string },
  from: {
    readonly env: Environment;
    readonly allowBaseUrl: boolean;
    /** A program passes the token itself: the name of a variable in the file does not count. */
    readonly ignoreTokenName?: boolean | undefined;
    readonly simulator: () => Promise<Connection>;
  },
): Promise<Connection> {
  const { env } = from;
  const server = serverFromEnvironment(env);
  if (desired.portal === 'simulated') return simulatedConnection(server, from.simulator);
  const name = (from.ignoreTokenName ? undefined : desired.token) ?? 'HUBSPOT_ACCESS_TOKEN';
  const token = readAccessToken(env, { name, account: describeAccount(desired) });
  if (server === undefined) return { baseUrl: hubspotUrl, token, proxy: proxyFor(hubspotUrl, env) };
  if (!isLoopback(server.hostname) && !from.allowBaseUrl) {
    throw connectionFailure('base-url', {
      message: `HUBSPOT_BASE_URL points to ${server.hostname}, which would receive the token of ${describeAccount(desired)}. Nothing was sent.`,
      help: 'Unset it, or allow this server with --allow-base-url.',
    });
  }
  return { baseUrl: server.baseUrl, token, proxy: proxyFor(server.baseUrl, env) };
}

function describeAccount({ portal }: { readonly portal?: Portal }): string {
  return portal === undefined ? 'the account' : `account ${portal}`;
}

async function simulatedConnection(
  server: ServerUrl | undefined,
  simulator: () => Promise<Connection>,
): Promise<Connection> {
  if (server === undefined) return simulator();
  const { simulatedToken } = await import('../simulator/start-simulator.ts');
  if (isLoopback(server.hostname)) return { baseUrl: server.baseUrl, token: simulatedToken };
  throw connectionFailure('base-url', {
    message: `The configuration sets \`portal: simulated\`, but HUBSPOT_BASE_URL points to ${server.hostname}.`,
    help: 'A simulated account runs on this machine. Unset HUBSPOT_BASE_URL, or set `portal` to the id of the real account.',
  });
}

interface ServerUrl {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly hostname: string;
}

/** Reads HUBSPOT_BASE_URL; undefined where it is not set. */
function serverFromEnvironment(env: Environment): ServerUrl | undefined {
  const text = env['HUBSPOT_BASE_URL']?.trim() ?? '';
  if (text === '') return undefined;
  // The URL parser silently drops line breaks and tabs.
  const url = /[\s\p{Cc}\p{Cf}]/u.test(text) || !URL.canParse(text) ? undefined : new URL(text);
  const isServer =
    url !== undefined &&
    ['http:', 'https:'].includes(url.protocol) &&
    `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (isServer) {
    return { baseUrl: `${url.origin}${url.pathname.replace(/\/+$/u, '')}`, hostname: url.hostname };
  }
  throw connectionFailure('base-url', {
    message: 'HUBSPOT_BASE_URL is not a valid server address.',
    help: 'Set it to an address such as http://127.0.0.1:8787, without user, password, query or spaces, or unset it.',
  });
}

function connectionFailure(
  code: FailureCode,
  problem: { readonly message: string; readonly help: string },
): Failure {
  return new Failure({ exitCode: ExitCode.account, code, ...problem });
}

/**
 * Returns the token in a variable without surrounding white space, such as the line break that `cat` and secret stores
 * add. Throws a `Failure` with exit code 4 for a token that is missing or that HubSpot cannot have issued. Messages
 * never show any part of the token.
 */
function readAccessToken(
  env: Environment,
  { name, account }: { readonly name: string; readonly account: string },
): string {
  const token = env[name]?.trim() ?? '';
  if (token === '') {
    throw tokenFailure('token-missing', {
      message: `${account.charAt(0).toUpperCase()}${account.slice(1)} needs a token, and ${name} is not set.`,
      help: `Create a service key in HubSpot (Development > Keys > Service keys) and put it into ${name}. The static token of a project app works, too, and so does that of an existing legacy private app. To try rollcall without a token, set \`portal: simulated\` in the file, or run \`rollcall import --portal simulated\`.`,
    });
  }
  const fault = describeTokenFault(token);
  if (fault === undefined) return token;
  throw tokenFailure('token-malformed', {
    message: `${name} is not a valid access token: ${fault}. Nothing was sent.`,
    help: 'Set it to the token alone, as HubSpot shows it on the page of the service key or app.',
  });
}

function describeTokenFault(token: string): string | undefined {
  if (/^(?:authorization\s*:\s*)?bearer(?:\s|$)/iu.test(token)) return 'it begins with "Bearer"';
  const invalidAt = token.search(/[^!-~]|["'`]/u);
  if (invalidAt === -1) return undefined;
  return `character ${invalidAt + 1} is ${describeCharacter(String.fromCodePoint(token.codePointAt(invalidAt) ?? 0))}`;
}

function describeCharacter(character: string): string {
  if (/[\r\n\u2028\u2029]/u.test(character)) return 'a line break';
  if (/\s/u.test(character)) return 'a space';
  if (/["'`]/u.test(character)) return 'a quotation mark';
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u007F]/u.test(character) ? 'a control character' : 'not an ASCII character';
}

function tokenFailure(
  code: FailureCode,
  problem: { readonly message: string; readonly help: string },
): Failure {
  return new Failure({ exitCode: ExitCode.account, code, ...problem });
}
