/** What a route is: everything that the server must know of it, and how it answers. */
import type { SimulatedAccount } from '../account/account.ts';
import type { Variants } from './variants.ts';

export interface SimulatorRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for parts that are given. */
  readonly path: string;
  /** All of them are needed. */
  readonly scopes: readonly string[];
  /** Changes the account when it succeeds. */
  readonly writes?: true;
  /** Counts against the limit of the search, and carries no rate headers. */
  readonly search?: true;
  /** Errors in the older shape, and the door that may be closed to service keys. */
  readonly generation?: 'v2';
  /** Throws a `Refusal`. */
  readonly handle: (call: RouteRequest) => RouteResponse;
}

export interface RouteRequest {
  readonly account: SimulatedAccount;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; nothing when there was none. */
  readonly body: unknown;
  readonly variants: Variants;
  /** Scheme, host and path, for links to a next page. */
  readonly url: string;
}

export interface RouteResponse {
  readonly status: number;
  readonly body?: unknown;
}

export const ok = (body: unknown): RouteResponse => ({ status: 200, body });
export const noContent: RouteResponse = { status: 204 };

/** A request that HubSpot would not serve. */
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

export class ErrorResponse extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: Omit<ErrorBody, 'status'> & { readonly message: string }) {
    super(body.message);
    this.status = status;
    this.body = { status: 'error', ...body };
  }
}

/** 400: the request does not say what it must. */
export function invalidRequest(message: string, context?: ErrorBody['context']): ErrorResponse {
  return new ErrorResponse(400, { message, category: 'VALIDATION_ERROR', ...(context && { context }) });
}

/** 404. */
export function notFound(what: string, id: string): ErrorResponse {
  return new ErrorResponse(404, {
    message: `${what} ${id} was not found.`,
    category: 'OBJECT_NOT_FOUND',
    context: { id: [id] },
  });
}

/** One of the `errors` of a batch; HubSpot's reference marks every field as required. */
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
