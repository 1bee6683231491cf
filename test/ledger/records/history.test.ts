import { CompiledQuery, createQueryId } from 'kysely';
import type { RootOperationNode } from 'kysely';
import { expect, test } from 'vitest';

import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { readHistory } from '../../../src/ledger/records/history.ts';
import { openSqlite } from '../../../src/ledger/sqlite/open-sqlite.ts';
import { collect } from '../../../src/model/collect.ts';
import { portalId, required, startTestSqlite } from '../test-ledgers.ts';

test('the history of one contact is read through the index, without a sort', async () => {
  const database = await startTestSqlite();
  try {
    const location = await database.fresh();
    await (await openLedger({ location, mode: 'create' })).close();
    const store = await openSqlite(location, 'read');
    const queries: RootOperationNode[] = [];
    const db = store.db.withPlugin({
      transformQuery: ({ node }) => {
        queries.push(node);
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    expect(await collect(readHistory({ ...store, db }, portalId, { contactId: '1042' }))).toEqual([]);
    const query = store.db.getExecutor().compileQuery(required(queries[0]), createQueryId());
    const explain = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]);
    const steps = (await store.db.executeQuery<{ detail: string }>(explain)).rows.map(({ detail }) => detail);
    await store.close();
    expect(steps[0]).toMatch(
      /^SEARCH intent USING INDEX rollcall_intents_contact \(portal=\? AND contact_id=\?/u,
    );
    expect(steps.join('\n')).not.toMatch(/B-TREE|SCAN/u);
  } finally {
    await database.stop();
  }
});
