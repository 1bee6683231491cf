/** From a request to the answer that HubSpot would give. */
import type { Account } from '../account/account.ts';
import { settleBridges } from '../account/workflow-rules.ts';
import { type Answer, invalid, Refusal, type Route } from '../routes/route.ts';
import type { Variants } from '../routes/variants.ts';
import type { AccountStore } from '../store/account-store.ts';
import { checkAccess } from './access.ts';
import { rateError, type RateLimiter } from './rate-limits.ts';

export interface Incoming {
  readonly route: Route | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly text: string;
}

export interface Serving {
  readonly store: AccountStore;
  readonly limiter: RateLimiter;
  readonly variants: Variants;
  /** A new one each time, but the same in every run. */
  readonly correlationId: () => string;
}

/** Never throws: whatever goes wrong becomes an answer. */
export async function serveRoute(serving: Serving, incoming: Incoming): Promise<Answer> {
  try {
    return await served(serving, incoming);
  } catch (error) {
    const correlationId = serving.correlationId();
    if (!(error instanceof Refusal)) {
      const message = `the simulator failed: ${error instanceof Error ? error.message : String(error)}`;
      return { status: 500, body: { status: 'error', message, correlationId } };
    }
    const { message, ...rest } = error.body;
    const body = { ...rest, message, correlationId };
    return { status: error.status, body: incoming.route?.generation === 'v2' ? older(body) : body };
  }
}

async function served({ store, limiter, variants }: Serving, incoming: Incoming): Promise<Answer> {
  const { route, authorization, params, url } = incoming;
  if (!route) throw new Refusal(404, { message: 'No such route.', category: 'OBJECT_NOT_FOUND' });
  checkAccess(store.read(), { authorization, route, variants });
  const policy = limiter.take(route.search === true);
  if (policy) return { status: 429, body: rateError(policy) };
  const body = parsed(incoming);
  const serve = (account: Account): Answer => {
    settleBridges(account);
    const call = { account, params, query: url.searchParams, body, variants };
    return route.answer({ ...call, url: `${url.origin}${url.pathname}` });
  };
  return route.writes ? store.mutate(serve) : serve(store.read());
}

function parsed({ text, contentType }: Incoming): unknown {
  if (text === '') return undefined;
  if (!contentType?.includes('json')) {
    throw new Refusal(415, { message: 'The body must be application/json.', category: 'VALIDATION_ERROR' });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid('Invalid input JSON on line 1, column 1: the body cannot be parsed');
  }
}

/** Errors of v2 have three fields. */
function older(body: { readonly [name: string]: unknown }): unknown {
  const { status, message, correlationId, category, context } = body;
  return category === 'MISSING_SCOPES'
    ? { status, message, correlationId, category, context }
    : { status, message, correlationId };
}
