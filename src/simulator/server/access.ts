/** Who may call what. */
import type { Account } from '../account/account.ts';
import { allScopes } from '../routes/all-routes.ts';
import { Refusal, type Route } from '../routes/route.ts';
import type { Variants } from '../routes/variants.ts';

/** The token that every simulated account knows; it may do everything. */
export const simulatedToken = 'simulated-token';

/** Throws a `Refusal`: 401 for a token that the account does not know, 403 for one without the scopes. */
export function checkAccess(account: Account, { authorization, route, variants }: AccessQuestion): void {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  const known = tokenOf(account, token);
  if (!known) {
    throw new Refusal(401, {
      message: token
        ? 'The access token is not one of this account.'
        : 'Authentication credentials not found.',
      category: 'INVALID_AUTHENTICATION',
    });
  }
  const missing = route.scopes.filter((scope) => !known.scopes.includes(scope));
  if (missing.length > 0) throw missingScopes(missing);
  const isEnrolling = route.generation === 'v2' && route.writes === true;
  if (known.serviceKey && isEnrolling && variants.serviceKeyWorkflows === 'forbidden') {
    throw new Refusal(403, { message: 'Service keys may not use this endpoint.' });
  }
}

export interface AccessQuestion {
  readonly authorization: string | undefined;
  readonly route: Route;
  readonly variants: Variants;
}

function tokenOf(
  account: Account,
  token: string | undefined,
): { readonly scopes: readonly string[]; readonly serviceKey?: boolean } | undefined {
  if (token === undefined) return undefined;
  if (token === simulatedToken) return { scopes: allScopes };
  return account.head.tokens?.[token];
}

function missingScopes(scopes: readonly string[]): Refusal {
  return new Refusal(403, {
    message: 'This app does not have all of the scopes that the call requires.',
    category: 'MISSING_SCOPES',
    context: { missingScopes: scopes },
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: scopes },
      },
    ],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
  });
}
