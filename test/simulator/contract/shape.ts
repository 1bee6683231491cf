import type { Schema } from './schema.ts';

/** The shape of the requests of a route and of its successful responses. `error` and `v2Error` describe the others. */
export interface Shape {
  /** Query parameters by name. A parameter that is not listed breaks the contract. */
  readonly query?: Readonly<Record<string, Schema>>;
  readonly requiredQuery?: readonly string[];
  /** Absent: the request has no body. */
  readonly body?: Schema;
  /** Responses by status; null: no body. */
  readonly responses: Readonly<Record<number, Schema | null>>;
}

/** Shapes by method and path without its version, such as `GET /crm/lists/{listId}`. */
export type Shapes = Readonly<Record<string, Shape>>;
