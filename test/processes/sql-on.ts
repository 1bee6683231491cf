import Libsql from 'libsql';

/** Runs SQL on the file of a ledger, beside whoever uses it. */
export function sqlOn(file: string, text: string): readonly unknown[] {
  const database = new Libsql(file, { timeout: 5_000 });
  try {
    const statement = database.prepare(text);
    if (statement.reader) return statement.all([]);
    statement.run([]);
    return [];
  } finally {
    database.close();
  }
}
