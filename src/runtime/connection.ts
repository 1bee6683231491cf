import type { Proxy } from '../hubspot/http/proxy-tunnel.ts';
import type { Portal } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { FailureCode } from '../model/problem-codes.ts';
import type { Environment } from './environment.ts';
import { isLoopback, proxyFor } from './proxy-settings.ts';

/** The server and the credentials of the client. */
export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  readonly proxy?: Proxy | undefined;
}

const hubspotUrl = 'https://api.hubapi.com';

/**
 * Decides which server the client connects to, and through which proxy. A simulated account never gets the
 * real token and never leaves this machine; a real account's token goes to HubSpot, to this machine, or to a
 * server that the user allowed explicitly. Throws a `Failure` with exit code 4 otherwise.
 */
export async function connectionTo(
  desired: { readonly portal?: Portal },
  from: {
    readonly env: Environment;
    readonly allowBaseUrl: boolean;
    readonly simulator: () => Promise<Connection>;
  },
): Promise<Connection> {
  const { env } = from;
  const given = serverFromEnvironment(env);
  if (desired.portal === 'simulated') return simulatedConnection(given, from.simulator);
  const token = readAccessToken(env, describeAccount(desired));
  if (given === undefined) return { baseUrl: hubspotUrl, token, proxy: proxyFor(hubspotUrl, env) };
  if (!isLoopback(given.hostname) && !from.allowBaseUrl) {
    throw connectionFailure('base-url', {
      message: `HUBSPOT_BASE_URL points at ${given.hostname}, which would be handed the token of ${describeAccount(desired)}.`,
      help: 'Unset it, or say that you mean it with --allow-base-url.',
    });
  }
  return { baseUrl: given.baseUrl, token, proxy: proxyFor(given.baseUrl, env) };
}

function describeAccount({ portal }: { readonly portal?: Portal }): string {
  return portal === undefined ? 'the account' : `account ${portal}`;
}

async function simulatedConnection(
  given: ServerAddress | undefined,
  simulator: () => Promise<Connection>,
): Promise<Connection> {
  if (given === undefined) return simulator();
  const { simulatedToken } = await import('../simulator/start-simulator.ts');
  if (isLoopback(given.hostname)) return { baseUrl: given.baseUrl, token: simulatedToken };
  throw connectionFailure('base-url', {
    message: `The files say \`portal: simulated\`, and HUBSPOT_BASE_URL points at ${given.hostname}.`,
    help: 'A simulated account stays on this machine: unset HUBSPOT_BASE_URL, or name the real account in the file.',
  });
}

interface ServerAddress {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly hostname: string;
}

/** Reads HUBSPOT_BASE_URL; undefined where it is not set. */
function serverFromEnvironment(env: Environment): ServerAddress | undefined {
  const text = env['HUBSPOT_BASE_URL']?.trim() ?? '';
  if (text === '') return undefined;
  // The parser of URLs drops line breaks and tabs without a word.
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
    help: 'Write it like http://127.0.0.1:8787, without user, password, query or spaces, or unset it.',
  });
}

function connectionFailure(
  code: FailureCode,
  problem: { readonly message: string; readonly help: string },
): Failure {
  return new Failure({ exitCode: ExitCode.account, code, ...problem });
}

/**
 * Reads HUBSPOT_ACCESS_TOKEN without the white space around it, such as the line break that `cat` and secret
 * stores add. Throws a `Failure` with exit code 4 for a token that is missing or that HubSpot cannot have
 * issued. No message shows any part of it.
 */
function readAccessToken(env: Environment, account: string): string {
  const token = env['HUBSPOT_ACCESS_TOKEN']?.trim() ?? '';
  if (token === '') {
    throw tokenFailure('token-missing', {
      message: `${account.charAt(0).toUpperCase()}${account.slice(1)} needs a token, and HUBSPOT_ACCESS_TOKEN is not set.`,
      help: 'Put the access token of a private app of that account into HUBSPOT_ACCESS_TOKEN. To try rollcall without one: `portal: simulated` in the file, or `import --portal simulated`.',
    });
  }
  const fault = describeTokenFault(token);
  if (fault === undefined) return token;
  throw tokenFailure('token-malformed', {
    message: `HUBSPOT_ACCESS_TOKEN is not a valid access token: ${fault}. Nothing was sent.`,
    help: 'Set it to the access token alone, as HubSpot shows it on the page of the private app.',
  });
}

function describeTokenFault(token: string): string | undefined {
  if (/^(?:authorization\s*:\s*)?bearer(?:\s|$)/iu.test(token)) return 'it begins with "Bearer"';
  const wrong = token.search(/[^!-~]|["'`]/u);
  if (wrong === -1) return undefined;
  return `character ${wrong + 1} is ${describeCharacter(String.fromCodePoint(token.codePointAt(wrong) ?? 0))}`;
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
