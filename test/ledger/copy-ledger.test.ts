import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { copiedTables } from '../../src/ledger/copied-tables.ts';
import { copyLedger } from '../../src/ledger/copy-ledger.ts';
import { ledgerStatus } from '../../src/ledger/ledger-status.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { collect } from '../../src/model/collect.ts';
import type { Ledger } from '../../src/model/ledger/ledger.ts';
import type { LedgerView } from '../../src/model/ledger/ledger-view.ts';
import {
  engines,
  later,
  noon,
  portalId,
  required,
  someIntent,
  someRun,
  startTestSqlite,
  take,
} from './test-ledgers.ts';
import type { TestDatabase } from './test-ledgers.ts';
import { startTestPostgres } from './test-postgres.ts';

const end = (location: string, place: string) => ({ location, place });

/** Creates a ledger with a row in every table, and returns its id. */
const review = {
  files: ['a.yaml', 'b.yaml'],
  targets: ['sequence/5510021'],
  configHash: 'c0ffee',
  planId: '0123456789abcdef',
  plannedAt: '2026-11-01T09:00:00.000Z',
  commit: 'abc123',
  at: noon,
};

async function createFilledLedger(location: string): Promise<string> {
  const ledger = await openLedger({ location, mode: 'create' });
  const lease = await take(ledger);
  const run = await lease.startRun(someRun());
  const intents = Array.from({ length: 1_200 }, (_, at) =>
    someIntent({ contactId: `${at}`, since: '2026-11-01' }),
  );
  const ids = await lease.recordIntents(run, intents);
  await lease.settle([{ intent: ids[0] ?? 0, state: 'proved', at: noon, evidence: 'answer' }]);
  await lease.recordEnds([{ intent: ids[0] ?? 0, seenAt: noon, how: 'finished' }]);
  await lease.setTargets([
    { kind: 'sequence', id: '5510021', key: 'q4-outbound', status: 'ready', name: 'Ä "4"' },
  ]);
  await lease.rememberDeclaredEmails([{ email: 'ana@northwind.example', contactId: '0' }]);
  await lease.rememberIdentities([{ email: 'Ana2@northwind.example', contactId: '0' }]);
  await lease.joinTargets([{ kind: 'sequence', targetId: '5510021', formerId: '5510020', at: noon }]);
  await lease.recordHeartbeat({ ...someRun(), exitCode: 0, counts: '{}' });
  await lease.recordReview(review);
  await lease.vouch([{ kind: 'sequence', targetId: '5510021', contactId: '9', actor: 'ana', at: later }]);
  await lease.markGap({ from: noon, markedAt: noon, actor: 'ana' });
  await lease.forget({ contactId: '7', emails: ['x@contoso.example'], at: noon });
  await lease.finishRun(run, { exitCode: 0, at: noon, counts: '{}' });
  await ledger.pause(portalId, { actor: 'ana', at: noon });
  await lease.release();
  const id = ledger.ledgerId;
  await ledger.close();
  return id;
}

/** Opens the ledger for writing, calls `read`, and closes it. */
async function withLedger<T>(location: string, read: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = required(await openLedger({ location, mode: 'write' }));
  try {
    return await read(ledger);
  } finally {
    await ledger.close();
  }
}

describe.each([
  ['SQLite', 'PostgreSQL'],
  ['PostgreSQL', 'SQLite'],
  ['SQLite', 'SQLite'],
])('a ledger copied from %s to %s', (fromEngine, toEngine) => {
  let source: TestDatabase;
  let target: TestDatabase;
  let from: string;
  let to: string;
  const starts = new Map(engines.map(({ name, start }) => [name, start]));

  beforeAll(async () => {
    source = await required(starts.get(fromEngine))();
    target = await required(starts.get(toEngine))();
  });
  beforeEach(async () => {
    from = await source.fresh();
    to = await target.fresh();
  });
  afterAll(async () => {
    await source.stop();
    await target.stop();
  });

  const copy = () => copyLedger({ from: end(from, 'the old place'), to: end(to, 'the new place') });

  test('has all rows, the same id and the same secret, and the source refuses every access', async () => {
    const id = await createFilledLedger(from);
    const seal = await withLedger(from, async (ledger) => ledger.seal('digest'));
    const history = await withLedger(from, (ledger) => collect(ledger.history(portalId, {})));
    const view = await withLedger(from, (ledger) => ledger.view(portalId, noon));
    const { ledgerId, tables } = await copy();
    expect(ledgerId).toBe(id);
    expect(tables.map(({ name }) => name)).toEqual(copiedTables.map(({ name }) => name));
    expect(tables.filter(({ rows }) => rows === 0)).toEqual([]);
    expect(await withLedger(to, async (ledger) => ledger.seal('digest'))).toBe(seal);
    expect(await withLedger(to, (ledger) => collect(ledger.history(portalId, {})))).toEqual(history);
    const copied = await withLedger(to, (ledger) => ledger.view(portalId, noon));
    const plain = ({ entries, ...rest }: LedgerView): string =>
      JSON.stringify({ ...rest, entries: [...entries] });
    expect(plain(copied)).toBe(plain(view));
    expect(copied.entries.length).toBeGreaterThan(0);
    expect(await withLedger(to, (ledger) => ledger.reviews(portalId))).toEqual([review]);
    expect(copied.contactsOf('ana2@northwind.example')).toEqual(['0']);
    expect(copied.isForgotten({ emails: ['x@contoso.example'] })).toBe(true);
    expect(copied.vouched({ kind: 'sequence', targetId: '5510021', contactId: '9' })).toBe(true);
    for (const mode of ['read', 'write', 'create'] as const) {
      await expect(openLedger({ location: from, mode })).rejects.toMatchObject({
        code: 'ledger-moved',
        message: expect.stringContaining('the new place'),
      });
    }
    await expect(copy()).rejects.toMatchObject({ code: 'ledger-moved' });
    // The generations of the leases continue in the copy.
    await withLedger(to, async (ledger) => {
      await take(ledger);
      expect((await ledger.lease(portalId))?.generation).toBeGreaterThan(1);
    });
  });

  test('is refused while a run holds the lock, and stops a run that had opened the source', async () => {
    await createFilledLedger(from);
    const ledger = required(await openLedger({ location: from, mode: 'write' }));
    const lease = await take(ledger);
    const run = await lease.startRun(someRun());
    await expect(copy()).rejects.toMatchObject({ code: 'locked', exitCode: 9 });
    expect(await openLedger({ location: to, mode: 'write' })).toBeUndefined();
    // An expired lease does not block the copy, and its holder cannot write any more.
    await source.query(from, `update rollcall_leases set expires_at = '2020-01-01T00:00:00.000Z'`);
    await copy();
    await expect(lease.recordIntents(run, [someIntent({ contactId: '5000' })])).rejects.toThrow(
      'was lost (generation',
    );
    await expect(take(ledger)).rejects.toMatchObject({ code: 'ledger-moved' });
    await expect(ledger.pause(portalId, { actor: 'ana', at: noon })).rejects.toMatchObject({
      code: 'ledger-moved',
    });
    await ledger.close();
  });

  test('after an interruption leaves the source in use and the target unusable; the same copy finishes it', async () => {
    const id = await createFilledLedger(from);
    await copy();
    // Interrupted after the target's commit: before, and then after, the source is marked as moved.
    for (const movedTo of ['null', `'the new place'`]) {
      await source.query(from, `update rollcall_meta set moved_to = ${movedTo}`);
      await target.query(to, `update rollcall_meta set copied_from = 'the old place'`);
      await expect(openLedger({ location: to, mode: 'create' })).rejects.toMatchObject({
        code: 'ledger-incomplete',
      });
      expect(await ledgerStatus({ location: to })).toMatchObject({ copiedFrom: 'the old place' });
      expect(await copy()).toMatchObject({ ledgerId: id });
      expect(await withLedger(to, async ({ ledgerId }) => ledgerId)).toBe(id);
      await expect(openLedger({ location: from, mode: 'write' })).rejects.toMatchObject({
        code: 'ledger-moved',
      });
    }
  });

  test('never replaces a ledger, and requires an existing source', async () => {
    await expect(copy()).rejects.toMatchObject({ code: 'no-ledger' });
    await createFilledLedger(from);
    await createFilledLedger(to);
    await expect(copy()).rejects.toMatchObject({ code: 'ledger-not-empty' });
    expect(await withLedger(from, async (ledger) => (await ledger.view(portalId, noon)).entries.length)).toBe(
      1_199,
    );
  });
});

test('a copy that differs from its source is refused, and the source stays in use', async () => {
  const database = await startTestSqlite();
  const [from, to] = [await database.fresh(), await database.fresh()];
  const id = await createFilledLedger(from);
  await copyLedger({ from: end(from, 'old'), to: end(to, 'new') });
  await database.query(to, `update rollcall_meta set copied_from = 'old'`);
  await database.query(to, `update rollcall_intents set contact_id = '4711' where id = 5`);
  await expect(copyLedger({ from: end(from, 'old'), to: end(to, 'new') })).rejects.toMatchObject({
    code: 'copy-differs',
    message: expect.stringContaining('rollcall_intents (1,200 rows in the copy, 1,200 in the source)'),
  });
  await database.query(from, 'update rollcall_meta set moved_to = null');
  expect(await copyLedger({ from: end(from, 'old'), to: end(to, 'new') })).toMatchObject({ ledgerId: id });
  await database.stop();
});

test('every table of a ledger is copied', async () => {
  const database = await startTestSqlite();
  const location = await database.fresh();
  await createFilledLedger(location);
  const rows = await database.query(location, `select name from sqlite_schema where type = 'table'`);
  const names = rows.map((row) => (row as { name: string }).name).filter((name) => name !== 'rollcall_meta');
  expect(copiedTables.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  await database.stop();
});

// The server implements only the refusal of TLS of the PostgreSQL protocol.
test('a server without TLS is reported with the TLS settings, without a warning on stderr', async () => {
  const server = createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end('N')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const location = server.address();
  const port = typeof location === 'object' && location ? location.port : 0;
  const warnings: string[] = [];
  const recordWarning = (warning: Error): void => void warnings.push(warning.message);
  process.on('warning', recordWarning);
  for (const mode of ['require', 'prefer', 'verify-ca', 'verify-full']) {
    const opened = openLedger({
      location: `postgres://u:hunter2@127.0.0.1:${port}/d?sslmode=${mode}`,
      mode: 'read',
      from: 'ROLLCALL_LEDGER',
    });
    const error = await opened.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'ledger-unreachable',
      message: expect.stringContaining(`127.0.0.1:${port}/d (from ROLLCALL_LEDGER)`),
      help: expect.stringMatching(/sslmode=verify-full.*sslrootcert=\/path\/ca\.pem.*sslmode=disable/u),
    });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('hunter2');
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', recordWarning);
  expect(warnings).toEqual([]);
  server.close();
});

test('a server that refuses the user is reported without the password', async () => {
  const database = await startTestPostgres();
  const url = new URL(await database.fresh());
  url.username = 'unknown_user';
  url.password = 'hunter2';
  const error = await openLedger({ location: url.href, mode: 'read' }).catch((reason: unknown) => reason);
  await database.stop();
  if (!database.manyConnections) return;
  expect(error).toMatchObject({ code: 'ledger-unreachable' });
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('hunter2');
});
