/** Serves requests of this process, without a connection. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LinearRouter } from 'hono/router/linear-router';
import { simulatorRoutes } from '../routes/all-routes.ts';
import type { SimulatorRoute } from '../routes/route.ts';
import { logRequest, serveRoute, type ServeContext, toOutgoingResponse } from './serve-route.ts';

/** A request as a client would send it. */
export interface InProcessRequest {
  readonly method: string;
  /** The encoded path with its query. */
  readonly path: string;
  readonly token: string;
  /** Sent as JSON; undefined for none. */
  readonly body?: unknown;
}

/** A response as a client would receive it. Header names are lower case. */
export interface InProcessResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Returns a function that serves requests as the server at `url` would, from the same account, log and limits. It knows no
 * faults: they need a connection that can break. Each request takes a turn of the event loop, so that signals and timers of
 * this process are served between two requests.
 */
export function serveInProcess(
  serving: ServeContext,
  url: string,
): (request: InProcessRequest) => Promise<InProcessResponse> {
  const router = new LinearRouter<SimulatorRoute>();
  for (const route of simulatorRoutes) router.add(route.method, route.path, route);
  return async ({ method, path, token, body }) => {
    await nextTurn();
    const target = new URL(url + path);
    const [found] = router.match(method, target.pathname);
    const [route, params = {}] = found[0] ?? [];
    const response = await serveRoute(serving, {
      route,
      authorization: `Bearer ${token}`,
      contentType: 'application/json',
      params: decoded(params),
      url: target,
      text: body === undefined ? '' : JSON.stringify(body),
    });
    const { status, headers, text = '' } = toOutgoingResponse(serving, response, route);
    logRequest(serving, { method, url: target, status, isKnown: route !== undefined });
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    return { status, headers: Object.fromEntries(lowerCase), text };
  };
}

function decoded(params: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, decodeURIComponent(String(value))]),
  );
}
