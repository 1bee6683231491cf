import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { RawAnswer } from './response.ts';
import type { Call } from './request.ts';
import { describeError, describeUnreadable, hubspotErrorOf } from '../hubspot-error.ts';
import type { ProxyProblem } from '../transport-error.ts';

/** What to check when the token is refused. */
export const tokenHelp =
  'Check HUBSPOT_ACCESS_TOKEN: it must be the current token of a private app or service key of this account.';

/** The failure of a read that HubSpot refused: what was asked, what it said, and the next step. */
export function refusedRead(call: Call, answer: RawAnswer): Failure {
  const error = hubspotErrorOf(answer);
  const message = `${call.shown} returned ${describeError(error)}`;
  switch (answer.status) {
    case 401:
      return new Failure({ exitCode: ExitCode.account, code: 'token-refused', message, help: tokenHelp });
    case 403:
      return new Failure({
        exitCode: ExitCode.account,
        code: 'scope-missing',
        message,
        help: scopeHelp(error.missingScopes, call),
      });
    case 429:
      return error.daily ? usedUp(message) : new Failure({ code: 'hubspot-busy', message, help: laterHelp });
    default:
      return new Failure({
        code: 'hubspot-refused',
        message,
        help:
          answer.status >= 500
            ? laterHelp
            : 'HubSpot does not know this request. Check the ids in the file; `rollcall doctor` shows which routes work.',
      });
  }
}

/** How to give a token what it lacks. */
export function scopeHelp(missing: readonly string[], { route }: Call): string {
  if (missing.length > 0) {
    return `Give the token's app the scope ${missing.join(', ')} in HubSpot (Settings, Integrations), then run again.`;
  }
  const scope = `HubSpot names no missing scope; the route needs ${route.scope}, so check that the token's app has it`;
  // Whether service keys may call the old generation is published nowhere.
  return route.path.startsWith('/automation/v2/')
    ? `${scope}. If the token is a service key: HubSpot may close these routes to service keys, so use a private app's token.`
    : `${scope}, and that its user may do this.`;
}

/** The account's calls of the day are used up. */
function usedUp(message: string): Failure {
  return new Failure({
    exitCode: ExitCode.quota,
    code: 'quota-used-up',
    message,
    help: "The account's daily quota is used up. Run again tomorrow: it continues where it stopped.",
  });
}

const laterHelp = 'Run again in a few minutes; if it stays so, see https://status.hubspot.com.';

/** The failure of a read that never got a usable answer. */
export function unansweredRead(call: Call, why: string): Failure {
  return new Failure({
    code: 'hubspot-unanswered',
    message: `${call.shown} got no usable response: ${why}`,
    help: `Nothing was changed. ${laterHelp}`,
  });
}

/** The failure of a read that a proxy did not let through. */
export function proxiedRead(call: Call, why: string, { code, help }: ProxyProblem): Failure {
  return new Failure({ code, message: `${call.shown} was not sent: ${why}`, help });
}

/** The failure of a read whose answer can't be read. */
export function unreadableAnswer(call: Call, answer: RawAnswer, why: string): Failure {
  return new Failure({
    code: 'hubspot-unanswered',
    message: `${call.shown} returned ${describeUnreadable(answer, why)}`,
    help: `Nothing was changed. ${laterHelp}`,
  });
}

/** The failure of an answer that is JSON and yet not what the route promises. */
export function unexpectedAnswer(call: Call, why: string): Failure {
  return new Failure({
    code: 'hubspot-unexpected',
    message: `${call.shown} returned an undocumented response: ${why}`,
    help: 'Nothing was changed. If HUBSPOT_BASE_URL is set, check it; else report this with the line above.',
  });
}
