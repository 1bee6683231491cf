/** A simulated route, its request and its responses. */
import type { ApiVersion, WorkflowApiVersion } from '../../model/desired-state.ts';
import type { SimulatedAccount } from '../account/account.ts';
import type { Variants } from './variants.ts';

/** A version of HubSpot's routes. */
export type RouteVersion = ApiVersion | WorkflowApiVersion;

export interface SimulatorRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `:name` marks a path parameter. */
  readonly path: string;
  /** The token needs all of these scopes. */
  readonly scopes: readonly string[];
  /** A scope that is enough instead of `scopes`. */
  readonly otherScope?: string;
  /** A successful request changes the account. */
  readonly writes?: true;
  /** Counts against the search limit, and its responses have no rate limit headers. */
  readonly search?: true;
  /** Errors have the v2 shape, and requests may be forbidden to service keys (variant `serviceKeyWorkflows`). */
  readonly generation?: 'v2';
  /** The version that the path has. Absent: HubSpot has only this one. */
  readonly version?: RouteVersion;
  /** Throws an `ErrorResponse` for a request that HubSpot refuses. */
  readonly handle: (request: RouteRequest) => RouteResponse;
}

export interface RouteRequest {
  readonly account: SimulatedAccount;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined without a body. */
  readonly body: unknown;
  readonly variants: Variants;
  /** The version of the route. */
  readonly version: RouteVersion | undefined;
  /** Scheme, host and path, for the link to the next page. */
  readonly url: string;
}

export interface RouteResponse {
  readonly status: number;
  readonly body?: unknown;
}

export const ok = (body: unknown): RouteResponse => ({ status: 200, body });
export const noContent: RouteResponse = { status: 204 };

interface ErrorBody {
  readonly status: 'error';
  readonly message: string;
  readonly category?: string;
  readonly subCategory?: string;
  readonly errors?: readonly unknown[];
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
}

/** Thrown for a request that HubSpot refuses; holds the status and body of the response. */
export class ErrorResponse extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: Omit<ErrorBody, 'status'> & { readonly message: string }) {
    super(body.message);
    this.status = status;
    this.body = { status: 'error', ...body };
  }
}

/** Creates a 400 response. */
export function invalidRequest(message: string, context?: ErrorBody['context']): ErrorResponse {
  return new ErrorResponse(400, { message, category: 'VALIDATION_ERROR', ...(context && { context }) });
}

/** Creates a 404 response for a kind of object (`Contact`) and its id. */
export function notFound(kind: string, id: string): ErrorResponse {
  return new ErrorResponse(404, {
    message: `${kind} ${id} was not found.`,
    category: 'OBJECT_NOT_FOUND',
    context: { id: [id] },
  });
}

/** Creates an entry for `errors` of a batch response. HubSpot's reference marks every field as required. */
export function batchError(
  message: string,
  context: NonNullable<ErrorBody['context']>,
  subCategory?: string,
): unknown {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    ...(subCategory === undefined ? {} : { subCategory }),
    message,
    context,
    errors: [],
    links: {},
  };
}
