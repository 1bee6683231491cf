import {
  type AliasableExpression,
  type Compilable,
  type CompiledQuery,
  type DialectAdapter,
  type QueryResult,
  sql,
} from 'kysely';
import type { Queryable, Store } from './store.ts';

/** Builds a placeholder for a part of the values that a compiled query receives. */
export type PlaceholderFor<V> = <T>(part: (values: V) => T) => AliasableExpression<T>;

class Placeholder {
  readonly part: (values: never) => unknown;

  constructor(part: (values: never) => unknown) {
    this.part = part;
  }
}

/**
 * Returns a query for hot loops. It is built and compiled once for each database; later calls only fill in the
 * values. Building a query takes about as long as SQLite takes to run it.
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
    const fill = (parameter: unknown): unknown =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each placeholder takes a part of V
      parameter instanceof Placeholder ? parameter.part(values as never) : parameter;
    const filled = query.parameters.map(fill);
    return db.executeQuery({ ...query, parameters: filled });
  };
}

/** Returns one such query for each engine, for SQL that differs between them. */
export function compileOncePerEngine<V, R>(
  build: (db: Queryable, value: PlaceholderFor<V>, engine: Store['engine']) => Compilable<R>,
): Readonly<Record<Store['engine'], ReturnType<typeof compileOnce<V, R>>>> {
  return {
    sqlite: compileOnce<V, R>((db, value) => build(db, value, 'sqlite')),
    postgres: compileOnce<V, R>((db, value) => build(db, value, 'postgres')),
  };
}

/** Databases allow some ten thousand parameters in one statement. */
const maxRowsPerStatement = 500;

/** Splits a list into batches that fit one statement each. */
export function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += maxRowsPerStatement)
    yield all.slice(start, start + maxRowsPerStatement);
}
