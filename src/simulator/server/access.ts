/** Authentication and authorization of requests. */
import type { TokenKind } from '../account/account-seed.ts';
import type { SimulatedAccount } from '../account/account.ts';
import { allScopes } from '../routes/all-routes.ts';
import { ErrorResponse, type SimulatorRoute } from '../routes/route.ts';
import type { Variants } from '../routes/variants.ts';

/** The token that every simulated account accepts. It has all scopes, and the kind of the variant `tokenKind`. */
export const simulatedToken = 'simulated-token';

/** Throws an `ErrorResponse`: 401 for an unknown token, 403 for a token that may not call the route. */
export function checkAccess(
  account: SimulatedAccount,
  { authorization, route, variants }: AccessCheck,
): void {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  const known = findToken(account, token, variants);
  if (!known) {
    throw new ErrorResponse(401, {
      message: token
        ? 'The access token is not valid for this account.'
        : 'Authentication credentials not found.',
      category: 'INVALID_AUTHENTICATION',
    });
  }
  const has = (scope: string): boolean => known.scopes.includes(scope);
  const missing =
    route.otherScope !== undefined && has(route.otherScope)
      ? []
      : route.scopes.filter((scope) => !has(scope));
  if (missing.length > 0) throw missingScopes(missing);
  if (known.kind === 'service-key' && isForbiddenToServiceKeys(route, variants)) {
    throw new ErrorResponse(403, { message: 'Service keys may not use this endpoint.' });
  }
}

export interface AccessCheck {
  readonly authorization: string | undefined;
  readonly route: SimulatorRoute;
  readonly variants: Variants;
}

interface KnownToken {
  readonly scopes: readonly string[];
  readonly kind?: TokenKind | undefined;
}

function findToken(
  account: SimulatedAccount,
  token: string | undefined,
  { tokenKind }: Variants,
): KnownToken | undefined {
  if (token === undefined) return undefined;
  const accepted = tokenKind === 'any' ? undefined : tokenKind;
  if (token === simulatedToken) return { scopes: allScopes, kind: accepted };
  const known = account.head.tokens?.[token];
  return accepted === undefined || known?.kind === accepted ? known : undefined;
}

function isForbiddenToServiceKeys(route: SimulatorRoute, { serviceKeyWorkflows }: Variants): boolean {
  if (route.generation !== 'v2' || serviceKeyWorkflows === 'allowed') return false;
  return serviceKeyWorkflows === 'forbidden' || route.writes === true;
}

function missingScopes(scopes: readonly string[]): ErrorResponse {
  return new ErrorResponse(403, {
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
