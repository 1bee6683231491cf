import type { Portal } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Proxy } from '../hubspot/http/proxy-tunnel.ts';
import { accessTokenIn } from '../cli/access-token.ts';
import type { Environment } from './environment.ts';
import { isLoopback, proxyFor } from './proxy-settings.ts';

/** The server and the credentials of the client. */
export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
  readonly proxy?: Proxy | undefined;
}

const hubspot = 'https://api.hubapi.com';

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
  const given = serverIn(env);
  if (desired.portal === 'simulated') return simulated(given, from.simulator);
  const token = accessTokenIn(env, accountOf(desired));
  if (given === undefined) return { baseUrl: hubspot, token, proxy: proxyFor(hubspot, env) };
  if (!isLoopback(given.hostname) && !from.allowBaseUrl) {
    throw refused('base-url', {
      message: `HUBSPOT_BASE_URL points at ${given.hostname}, which would be handed the token of ${accountOf(desired)}.`,
      help: 'Unset it, or say that you mean it with --allow-base-url.',
    });
  }
  return { baseUrl: given.baseUrl, token, proxy: proxyFor(given.baseUrl, env) };
}

function accountOf({ portal }: { readonly portal?: Portal }): string {
  return portal === undefined ? 'the account' : `account ${portal}`;
}

async function simulated(
  given: Server | undefined,
  simulator: () => Promise<Connection>,
): Promise<Connection> {
  if (given === undefined) return simulator();
  const { simulatedToken } = await import('../simulator/start-simulator.ts');
  if (isLoopback(given.hostname)) return { baseUrl: given.baseUrl, token: simulatedToken };
  throw refused('base-url', {
    message: `The files say \`portal: simulated\`, and HUBSPOT_BASE_URL points at ${given.hostname}.`,
    help: 'A simulated account stays on this machine: unset HUBSPOT_BASE_URL, or name the real account in the file.',
  });
}

interface Server {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly hostname: string;
}

/** Reads HUBSPOT_BASE_URL; undefined where it is not set. */
function serverIn(env: Environment): Server | undefined {
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
  throw refused('base-url', {
    message: 'HUBSPOT_BASE_URL is not a valid server address.',
    help: 'Write it like http://127.0.0.1:8787, without user, password, query or spaces, or unset it.',
  });
}

function refused(code: string, problem: { readonly message: string; readonly help: string }): Failure {
  return new Failure({ exitCode: ExitCode.account, code, ...problem });
}
