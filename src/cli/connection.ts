import type { Portal } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Environment } from './environment.ts';

/** Where the client speaks to, and with what. */
export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
}

const hubspot = 'https://api.hubapi.com';

/**
 * Decides which server the client speaks to. A simulated account never sees the real token and never
 * leaves this machine; a real account's token goes to HubSpot, to this machine, or to a server that
 * the user named twice. Throws a `Failure` with exit code 4 otherwise.
 */
export async function connectionTo(
  desired: { readonly portal?: Portal },
  from: {
    readonly env: Environment;
    readonly allowBaseUrl: boolean;
    readonly simulator: () => Promise<Connection>;
  },
): Promise<Connection> {
  const baseUrl = from.env['HUBSPOT_BASE_URL'];
  if (desired.portal === 'simulated') return simulated(baseUrl, from.simulator);
  const token = from.env['HUBSPOT_ACCESS_TOKEN'];
  if (token === undefined || token === '') {
    throw refused('token-missing', {
      message: `${capital(accountOf(desired))} needs a token, and HUBSPOT_ACCESS_TOKEN is not set.`,
      help: 'Put the access token of a private app of that account into HUBSPOT_ACCESS_TOKEN. To try rollcall without one: `portal: simulated` in the file, or `import --portal simulated`.',
    });
  }
  if (baseUrl === undefined || baseUrl === '') return { baseUrl: hubspot, token };
  if (!isLoopback(baseUrl) && !from.allowBaseUrl) {
    throw refused('base-url', {
      message: `HUBSPOT_BASE_URL points at ${hostOf(baseUrl)}, which would be handed the token of ${accountOf(desired)}.`,
      help: 'Unset it, or say that you mean it with --allow-base-url.',
    });
  }
  return { baseUrl: trimmed(baseUrl), token };
}

function accountOf({ portal }: { readonly portal?: Portal }): string {
  return portal === undefined ? 'the account' : `account ${portal}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function simulated(
  baseUrl: string | undefined,
  simulator: () => Promise<Connection>,
): Promise<Connection> {
  if (baseUrl === undefined || baseUrl === '') return simulator();
  const { simulatedToken } = await import('../simulator/start-simulator.ts');
  if (isLoopback(baseUrl)) return { baseUrl: trimmed(baseUrl), token: simulatedToken };
  throw refused('base-url', {
    message: `The files say \`portal: simulated\`, and HUBSPOT_BASE_URL points at ${hostOf(baseUrl)}.`,
    help: 'A simulated account stays on this machine: unset HUBSPOT_BASE_URL, or name the real account in the file.',
  });
}

function isLoopback(url: string): boolean {
  const host = hostOf(url);
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/u.test(host);
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    throw refused('base-url', {
      message: 'HUBSPOT_BASE_URL is no address.',
      help: 'Write it like http://127.0.0.1:8787, or unset it.',
    });
  }
}

function trimmed(url: string): string {
  return url.replace(/\/+$/u, '');
}

function refused(code: string, problem: { readonly message: string; readonly help: string }): Failure {
  return new Failure({ exitCode: ExitCode.account, code, ...problem });
}
