import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Environment } from '../runtime/environment.ts';

/**
 * Reads HUBSPOT_ACCESS_TOKEN without the white space around it, such as the line break that `cat` and secret
 * stores add. Throws a `Failure` with exit code 4 for a token that is missing or that HubSpot cannot have
 * issued. No message shows any part of it.
 */
export function accessTokenIn(env: Environment, account: string): string {
  const token = env['HUBSPOT_ACCESS_TOKEN']?.trim() ?? '';
  if (token === '') {
    throw refused('token-missing', {
      message: `${account.charAt(0).toUpperCase()}${account.slice(1)} needs a token, and HUBSPOT_ACCESS_TOKEN is not set.`,
      help: 'Put the access token of a private app of that account into HUBSPOT_ACCESS_TOKEN. To try rollcall without one: `portal: simulated` in the file, or `import --portal simulated`.',
    });
  }
  const fault = faultOf(token);
  if (fault === undefined) return token;
  throw refused('token-malformed', {
    message: `HUBSPOT_ACCESS_TOKEN is not a valid access token: ${fault}. Nothing was sent.`,
    help: 'Set it to the access token alone, as HubSpot shows it on the page of the private app.',
  });
}

function faultOf(token: string): string | undefined {
  if (/^(?:authorization\s*:\s*)?bearer(?:\s|$)/iu.test(token)) return 'it begins with "Bearer"';
  const wrong = token.search(/[^!-~]|["'`]/u);
  if (wrong === -1) return undefined;
  return `character ${wrong + 1} is ${kindOf(String.fromCodePoint(token.codePointAt(wrong) ?? 0))}`;
}

function kindOf(character: string): string {
  if (/[\r\n\u2028\u2029]/u.test(character)) return 'a line break';
  if (/\s/u.test(character)) return 'a space';
  if (/["'`]/u.test(character)) return 'a quotation mark';
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u007F]/u.test(character) ? 'a control character' : 'not an ASCII character';
}

function refused(code: string, problem: { readonly message: string; readonly help: string }): Failure {
  return new Failure({ exitCode: ExitCode.account, code, ...problem });
}
