/** Serves a request: checks access and limits, and runs the route on the account. */
import { channel } from 'node:diagnostics_channel';
import type { SimulatedAccount } from '../account/account.ts';
import { runDueTimers } from '../account/clock.ts';
import { completeDueUnenrollments } from '../account/workflow-rules.ts';
import { type RouteResponse, invalidRequest, ErrorResponse, type SimulatorRoute } from '../routes/route.ts';
import type { Variants } from '../routes/variants.ts';
import { isReached } from '../routes/versions.ts';
import type { AccountStore } from '../store/account-store.ts';
import { checkAccess } from './access.ts';
import { rateLimitErrorBody, type RateLimiter } from './rate-limits.ts';
import type { OutgoingResponse } from './send-response.ts';

export interface IncomingRequest {
  readonly route: SimulatorRoute | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly text: string;
}

export interface ServeContext {
  readonly store: AccountStore;
  readonly limiter: RateLimiter;
  readonly variants: Variants;
  /** Returns a new correlation id; the sequence is the same in every run. */
  readonly correlationId: () => string;
}

/** A request to a route, with the response before any fault. */
export interface Exchange {
  readonly route: SimulatorRoute;
  readonly query: URLSearchParams;
  /** The text of the body; empty without one. */
  readonly text: string;
  readonly response: RouteResponse;
}

/** Every `Exchange` is published here. The tests check each one against the contract of the routes. */
const exchanges = channel('rollcall.simulator.exchange');

/** Returns the response of a route. Does not throw: an error becomes an error response. */
export async function serveRoute(serving: ServeContext, incoming: IncomingRequest): Promise<RouteResponse> {
  const response = await respond(serving, incoming);
  const { route, url, text } = incoming;
  if (route && exchanges.hasSubscribers) {
    exchanges.publish({ route, query: url.searchParams, text, response } satisfies Exchange);
  }
  return response;
}

/** Adds the headers. Clients read the account's clock from `Date`, so every response has it. */
export function toOutgoingResponse(
  serving: ServeContext,
  { status, body }: RouteResponse,
  route: SimulatorRoute | undefined,
): OutgoingResponse {
  const headers = {
    Date: new Date(serving.store.read().head.now).toUTCString(),
    ...(route?.search ? {} : serving.limiter.headers()),
  };
  if (body === undefined) return { status, headers };
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/json;charset=utf-8' },
    text: JSON.stringify(body),
  };
}

/** Logs a request with the status that the client received, 0 for none. */
export function logRequest(
  { store }: ServeContext,
  {
    method,
    url,
    status,
    isKnown,
  }: { readonly method: string; readonly url: URL; readonly status: number; readonly isKnown: boolean },
): void {
  const logged = { at: store.read().head.now, method, path: url.pathname, status };
  store.log(isKnown ? logged : { ...logged, unknownRoute: true });
}

async function respond(serving: ServeContext, incoming: IncomingRequest): Promise<RouteResponse> {
  try {
    return await serveOrThrow(serving, incoming);
  } catch (error) {
    const correlationId = serving.correlationId();
    if (!(error instanceof ErrorResponse)) {
      const message = `the simulator failed: ${error instanceof Error ? error.message : String(error)}`;
      return { status: 500, body: { status: 'error', message, correlationId } };
    }
    const { message, ...rest } = error.body;
    const body = { ...rest, message, correlationId };
    return { status: error.status, body: incoming.route?.generation === 'v2' ? v2ErrorBody(body) : body };
  }
}

async function serveOrThrow(
  { store, limiter, variants }: ServeContext,
  incoming: IncomingRequest,
): Promise<RouteResponse> {
  const { route, authorization, params, url } = incoming;
  if (!route || !isReached(route, variants))
    throw new ErrorResponse(404, {
      message: 'The simulator has no such route.',
      category: 'OBJECT_NOT_FOUND',
    });
  checkAccess(store.read(), { authorization, route, variants });
  const policy = limiter.countRequest(route.search === true);
  if (policy) return { status: 429, body: rateLimitErrorBody(policy) };
  const body = parseJsonBody(incoming);
  const serve = (account: SimulatedAccount): RouteResponse => {
    completeDueUnenrollments(account);
    const request = { account, params, query: url.searchParams, body, variants, version: route.version };
    const response = route.handle({ ...request, url: `${url.origin}${url.pathname}` });
    if (route.writes) runDueTimers(account);
    return response;
  };
  return route.writes ? store.mutate(serve) : serve(store.read());
}

function parseJsonBody({ text, contentType }: IncomingRequest): unknown {
  if (text === '') return undefined;
  if (!contentType?.includes('json')) {
    throw new ErrorResponse(415, {
      message: 'The body must be application/json.',
      category: 'VALIDATION_ERROR',
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidRequest('Invalid input JSON on line 1, column 1: the body cannot be parsed');
  }
}

/** Reduces an error body to the fields of v2: three, or five for missing scopes. */
function v2ErrorBody(body: { readonly [name: string]: unknown }): unknown {
  const { status, message, correlationId, category, context } = body;
  return category === 'MISSING_SCOPES'
    ? { status, message, correlationId, category, context }
    : { status, message, correlationId };
}
