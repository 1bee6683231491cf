/** What a route is: everything that the server must know of it, and how it answers. */
import type { Account } from '../account/account.ts';
import type { Variants } from './variants.ts';

export interface Route {
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
  readonly answer: (call: Call) => Answer;
}

export interface Call {
  readonly account: Account;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; nothing when there was none. */
  readonly body: unknown;
  readonly variants: Variants;
  /** Scheme, host and path, for links to a next page. */
  readonly url: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const noContent: Answer = { status: 204 };
