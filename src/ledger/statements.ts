import {
  type AliasableExpression,
  type Compilable,
  type CompiledQuery,
  type DialectAdapter,
  type QueryResult,
  sql,
} from 'kysely';
import type { Queryable, Store } from './store.ts';

/** Stands for what a query is filled in with. */
export type PlaceholderFor<V> = <T>(part: (values: V) => T) => AliasableExpression<T>;

class Placeholder {
  readonly part: (values: never) => unknown;

  constructor(part: (values: never) => unknown) {
    this.part = part;
  }
}

/**
 * A query for the innermost loop, built and compiled once for each database and only filled in from
 * then on: building it anew takes about as long as SQLite takes to answer.
 */
export function compileOnce<V, R>(
  build: (db: Queryable, value: PlaceholderFor<V>) => Compilable<R>,
): (db: Queryable, values: V) => Promise<QueryResult<R>> {
  const known = new WeakMap<DialectAdapter, CompiledQuery<R>>();
  const compile = (db: Queryable): CompiledQuery<R> =>
    build(db, <T>(part: (values: V) => T) => sql<T>`${new Placeholder(part)}`).compile();
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    const query = known.get(adapter) ?? compile(db);
    known.set(adapter, query);
    const fill = (one: unknown): unknown =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each placeholder takes a part of V
      one instanceof Placeholder ? one.part(values as never) : one;
    const filled = query.parameters.map(fill);
    return db.executeQuery({ ...query, parameters: filled });
  };
}

/** The same where the engines differ. */
export function compileOncePerEngine<V, R>(
  build: (db: Queryable, value: PlaceholderFor<V>, engine: Store['engine']) => Compilable<R>,
): Readonly<Record<Store['engine'], ReturnType<typeof compileOnce<V, R>>>> {
  return {
    sqlite: compileOnce<V, R>((db, value) => build(db, value, 'sqlite')),
    postgres: compileOnce<V, R>((db, value) => build(db, value, 'postgres')),
  };
}

/** How many rows one statement carries: databases allow some ten thousand parameters in one. */
const maxRowsPerStatement = 500;

/** Cuts a list into pieces that fit a statement each. */
export function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += maxRowsPerStatement)
    yield all.slice(start, start + maxRowsPerStatement);
}
