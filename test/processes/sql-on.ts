import Libsql from 'libsql';

/** Runs SQL on a ledger file, also while another process uses it. */
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
