import type { RouteVersions } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import type { Route, RouteName } from '../routes.ts';
import { routeNamed } from '../routes.ts';
import type { RawResponse } from './response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** One request, ready to send. */
export interface HubSpotRequest {
  readonly route: Route;
  /** The encoded path with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** Method and path for messages: emails masked, no query. */
  readonly label: string;
}

/**
 * Sends one request and returns its complete response. Throws a `TransportError` if there is none. When the signal is
 * aborted, a read ends early; a write does not. Calls `onSent` when the request leaves over an open connection.
 */
export type Transport = (
  request: HubSpotRequest,
  signal?: AbortSignal,
  onSent?: () => void,
) => Promise<RawResponse>;

/** The values of one request of a route. A query parameter that is undefined is not sent. */
interface RequestParts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** Builds a request of a route. Throws if a path value is missing, or for a query parameter that the route lacks. */
export type RequestFactory = (name: RouteName, parts?: RequestParts) => HubSpotRequest;

export function requestFactory(versions: RouteVersions): RequestFactory {
  return (name, parts = {}) => {
    const route = routeNamed(name, versions);
    const params = parts.params ?? {};
    const body = omitUndefined({ body: parts.body });
    const path = fillPath(route, (key) => encodeURIComponent(pathValue(params, key, route)));
    const masked = fillPath(route, (key) => maskSegment(pathValue(params, key, route)));
    return {
      route,
      path: path + queryString(route, parts.query ?? {}),
      ...body,
      label: `${route.method} ${masked}`,
    };
  };
}

function fillPath(route: Route, value: (key: string) => string): string {
  return route.path.replace(/\{(\w+)\}/g, (_, key: string) => value(key));
}

function pathValue(params: Readonly<Record<string, string>>, key: string, route: Route): string {
  const value = params[key];
  // A dot segment would change the route when the URL is resolved.
  if (value === undefined || value === '' || value === '.' || value === '..') {
    throw new Error(`${route.name} needs a value for ${key}`);
  }
  return value;
}

function maskSegment(value: string): string {
  return value.includes('@') ? maskEmail(value) : value;
}

function queryString(route: Route, query: NonNullable<RequestParts['query']>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (!route.query.includes(key)) throw new Error(`${route.name} has no query parameter ${key}`);
    parameters.set(key, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
