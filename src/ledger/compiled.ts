import type { Compilable, CompiledQuery, DialectAdapter, Expression, QueryResult } from 'kysely';
import { sql } from 'kysely';

import type { Reading } from './tables.ts';

/** Stands for a value by name. */
export type ValueNamed<V> = <K extends keyof V>(name: K) => Expression<V[K]>;

class Blank {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * A query for the innermost loop, built and compiled once for each database and only filled in from
 * then on: building it anew takes about as long as SQLite takes to answer.
 */
export function compiled<V extends object, R>(
  build: (db: Reading, value: ValueNamed<V>) => Compilable<R>,
): (db: Reading, values: Readonly<V>) => Promise<QueryResult<R>> {
  const known = new WeakMap<DialectAdapter, CompiledQuery<R>>();
  const compile = (db: Reading): CompiledQuery<R> =>
    build(db, <K extends keyof V>(name: K) => sql<V[K]>`${new Blank(name)}`).compile();
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    const query = known.get(adapter) ?? compile(db);
    known.set(adapter, query);
    return db.executeQuery({
      ...query,
      parameters: query.parameters.map((part) =>
        part instanceof Blank ? Reflect.get(values, part.name) : part,
      ),
    });
  };
}
