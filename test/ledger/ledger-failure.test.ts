import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectionLostError, readFailure, writeFailure } from '../../src/ledger/ledger-failure.ts';
import { ledgerFromStore } from '../../src/ledger/ledger-from-store.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openSqlite } from '../../src/ledger/sqlite/open-sqlite.ts';
import { freePort } from './free-port.ts';
import {
  noon,
  portalId,
  required,
  someIntent,
  someRun,
  startTestSqlite,
  suiteDatabase,
  take,
} from './test-ledgers.ts';
import { startTestPostgres } from './test-postgres.ts';

describe('a SQLite file', () => {
  const database = suiteDatabase(startTestSqlite);
  let path: string;

  beforeEach(async () => {
    path = await database.fresh();
    await mkdir(dirname(path));
  });

  async function writeIntent(): Promise<void> {
    const ledger = await openLedger({ location: path, mode: 'create' });
    const lease = await take(ledger);
    await lease.recordIntents(await lease.startRun(someRun()), [someIntent()]);
    await ledger.close();
  }

  test.each(['read', 'write', 'create'] as const)(
    'that is not a database is unreadable (%s), and is not changed',
    async (mode) => {
      await writeFile(path, 'these are not the pages of a database\n'.repeat(300));
      const before = await readFile(path);
      await expect(openLedger({ location: path, mode })).rejects.toMatchObject({
        code: 'ledger-unreadable',
        message: expect.stringContaining(path),
      });
      expect(await readFile(path)).toEqual(before);
    },
  );

  test.each(['read', 'write', 'create'] as const)(
    'that belongs to another program is unreadable (%s), and gets no tables',
    async (mode) => {
      await database.query(path, 'create table customers (id integer)');
      await expect(openLedger({ location: path, mode })).rejects.toMatchObject({
        code: 'ledger-unreadable',
        message: expect.stringContaining('a SQLite database of another program'),
      });
      const tables = await database.query(path, 'select name from sqlite_schema');
      expect(tables).toEqual([{ name: 'customers' }]);
    },
  );

  test('with damaged pages is unreadable', async () => {
    await writeIntent();
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0x41, 4096));
    const attempt = async (): Promise<void> => {
      const ledger = await openLedger({ location: path, mode: 'read' });
      await ledger?.view(portalId, noon);
    };
    await expect(attempt()).rejects.toMatchObject({ code: 'ledger-unreadable' });
  });

  test('that is a folder is unreadable', async () => {
    await mkdir(path);
    await writeFile(join(path, 'note'), '');
    await expect(openLedger({ location: path, mode: 'read' })).rejects.toMatchObject({
      code: 'ledger-unreadable',
    });
  });

  test('in a folder that cannot be created fails with ledger-write', async () => {
    await writeFile(join(dirname(path), 'file'), '');
    const location = join(dirname(path), 'file', 'ledger.db');
    await expect(openLedger({ location, mode: 'create' })).rejects.toMatchObject({ code: 'ledger-write' });
  });

  test('cannot be created in a read-only folder', async () => {
    await chmod(dirname(path), 0o555);
    await asUnprivilegedUser(async () => {
      await expect(openLedger({ location: path, mode: 'create' })).rejects.toMatchObject({
        code: 'ledger-write',
        help: expect.stringContaining('writable'),
      });
    });
    expect(await readdir(dirname(path))).toEqual([]);
  });

  test('in a read-only folder can be read, but not written', async () => {
    await writeIntent();
    const copy = join(dirname(path), 'copy', 'ledger.db');
    await mkdir(dirname(copy));
    await copyFile(path, copy);
    await chmod(copy, 0o444);
    await chmod(dirname(copy), 0o555);
    await asUnprivilegedUser(async () => {
      const reader = await openLedger({ location: copy, mode: 'read' });
      expect((await reader?.view(portalId, noon))?.entries).toHaveLength(1);
      await reader?.close();
      await expect(openLedger({ location: copy, mode: 'write' })).rejects.toMatchObject({
        code: 'ledger-write',
      });
    });
    expect(await readdir(dirname(copy))).toEqual(['ledger.db']);
  });

  test.each([
    ['its log has commits', ['', '-wal'], false],
    ['its log is empty', [''], true],
  ] as const)('in a read-only folder, where %s, can be read: %s', async (_name, suffixes, isRead) => {
    const ledger = await openLedger({ location: path, mode: 'create' });
    const lease = await take(ledger);
    if (isRead) await ledger.close();
    else await lease.recordIntents(await lease.startRun(someRun()), [someIntent()]);
    const copy = join(dirname(path), 'copy', 'ledger.db');
    await mkdir(dirname(copy));
    for (const suffix of suffixes) await copyFile(`${path}${suffix}`, `${copy}${suffix}`);
    if (isRead) await writeFile(`${copy}-wal`, '');
    else await ledger.close();
    for (const suffix of ['', '-wal']) await chmod(`${copy}${suffix}`, 0o444);
    await chmod(dirname(copy), 0o555);
    await asUnprivilegedUser(async () => {
      const opened = openLedger({ location: copy, mode: 'read' });
      if (isRead) await (await opened)?.close();
      else {
        await expect(opened).rejects.toMatchObject({
          code: 'ledger-unreadable',
          message: expect.stringMatching(/ledger\.db-wal \([\d,]+ bytes\)/),
          help: expect.stringContaining('writable'),
        });
      }
    });
  });

  test('on a full disk records no intent, and reports that every request sent was recorded', async () => {
    const store = await openSqlite(path, 'create');
    const ledger = required(await ledgerFromStore(store, 'create'));
    const lease = await take(ledger);
    const run = await lease.startRun(someRun());
    await sql`pragma max_page_count = 40`.execute(store.db);
    const intents = Array.from({ length: 5000 }, (_, index) => someIntent({ contactId: `${index}` }));
    await expect(lease.recordIntents(run, intents)).rejects.toMatchObject({
      code: 'ledger-write',
      message: expect.stringContaining('Every request sent so far was recorded first'),
      help: expect.stringContaining('disk space'),
    });
    expect([...(await ledger.view(portalId, noon)).entries]).toEqual([]);
    await sql`pragma max_page_count = 100000`.execute(store.db);
    expect(await lease.recordIntents(run, [someIntent()])).toEqual([1]);
    await ledger.close();
  });

  test('has the intent after a crash as soon as recordIntents has returned', async () => {
    const ledger = await openLedger({ location: path, mode: 'create' });
    const lease = await take(ledger);
    await lease.recordIntents(await lease.startRun(someRun()), [someIntent()]);
    // A crash at this moment leaves the files in their current state, with nothing closed.
    const crashed = join(dirname(path), 'crashed', 'ledger.db');
    await mkdir(dirname(crashed));
    for (const suffix of ['', '-wal']) await copyFile(`${path}${suffix}`, `${crashed}${suffix}`);
    await ledger.close();

    const next = required(await openLedger({ location: crashed, mode: 'write' }));
    expect([...(await next.view(portalId, noon)).entries]).toMatchObject([{ state: 'open' }]);
    await next.unlock(portalId);
    const again = await take(next);
    await expect(again.recordIntents(1, [someIntent()])).rejects.toThrow('already has an intent');
    await next.close();
  });

  test('that is deleted while in use refuses further writes, in one statement or several', async () => {
    const ledger = await openLedger({ location: path, mode: 'create' });
    const lease = await take(ledger);
    const run = await lease.startRun(someRun());
    const [intent = 0] = await lease.recordIntents(run, [someIntent()]);
    await rm(path);
    const [next, third] = [someIntent({ contactId: '2' }), someIntent({ contactId: '3' })];
    const failure = { code: 'ledger-file-deleted', help: expect.stringContaining('keep this report') };
    await expect(lease.recordIntents(run, [next])).rejects.toMatchObject(failure);
    await expect(lease.recordIntents(run, [next, third])).rejects.toMatchObject(failure);
    const proof = { intent, state: 'proved', at: noon, evidence: 'answer' } as const;
    await expect(lease.settle([proof])).rejects.toMatchObject(failure);
    await ledger.close();
  });

  test('is complete in its main file after it was closed', async () => {
    await writeIntent();
    const copy = join(dirname(path), 'copy.db');
    await copyFile(path, copy);
    const reader = await openLedger({ location: copy, mode: 'read' });
    expect((await reader?.view(portalId, noon))?.entries).toHaveLength(1);
    await reader?.close();
  });
});

describe('a PostgreSQL server', () => {
  test('that does not respond is reported without the password', async () => {
    const port = await freePort();
    const location = `postgres://maria:s3cret@127.0.0.1:${port}/enrollments`;
    const error = await openLedger({ location, mode: 'read' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ledger-unreachable', exitCode: 1 });
    const text = `${String(error)} ${JSON.stringify(error)}`;
    expect(text).toContain(`127.0.0.1:${port}/enrollments`);
    expect(text).not.toContain('s3cret');
  });

  test('with an invalid location is reported without quoting the location', async () => {
    const error = await openLedger({ location: 'postgres://u:s3cret@[bad/x', mode: 'read' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'bad-ledger' });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('s3cret');
  });

  test('that drops the connection during a commit records none of it, and accepts writes again later', async ({
    skip,
  }) => {
    const database = await startTestPostgres();
    try {
      skip(!database.manyConnections, 'the in-process PostgreSQL has no connections to drop');
      const name = `rollcall-cut-${randomBytes(6).toString('hex')}`;
      const location = await database.fresh();
      const ledger = await openLedger({ location: `${location}&application_name=${name}`, mode: 'create' });
      const lease = await take(ledger);
      const run = await lease.startRun(someRun());
      await lease.recordIntents(run, [someIntent()]);

      const blocker = new Client({ connectionString: location });
      await blocker.connect();
      await blocker.query('begin; select * from rollcall_leases for update');
      const cut = lease.recordIntents(run, [someIntent({ contactId: '2' })]).catch((error: unknown) => error);
      const waiting = `from pg_stat_activity where application_name = '${name}' and wait_event_type = 'Lock'`;
      await vi.waitUntil(async () => (await blocker.query(`select pid ${waiting}`)).rowCount === 1, 30_000);
      await blocker.query(`select pg_terminate_backend(pid) ${waiting}`);
      expect(await cut).toMatchObject({
        code: 'ledger-write',
        message: expect.stringContaining('Every request sent so far was recorded first'),
      });
      await blocker.end();

      expect([...(await ledger.view(portalId, noon)).entries].map(({ contactId }) => contactId)).toEqual([
        '1042',
      ]);
      expect(await lease.recordIntents(run, [someIntent({ contactId: '2' })])).toEqual([2]);
      await ledger.close();
    } finally {
      await database.stop();
    }
  });

  test('that ends the session before the socket closes is reconnected to, and a read is repeated', async ({
    skip,
  }) => {
    const database = await startTestPostgres();
    const proxy = await startLingeringProxy(new URL(await database.fresh()));
    try {
      skip(!database.manyConnections, 'the in-process PostgreSQL has no connections to drop');
      const ledger = await openLedger({ location: proxy.location, mode: 'create' });
      const lease = await take(ledger);
      const run = await lease.startRun(someRun());
      await lease.recordIntents(run, [someIntent()]);

      const cut = async (work: () => Promise<unknown>): Promise<unknown> => {
        const blocker = new Client({ connectionString: proxy.server });
        await blocker.connect();
        await blocker.query('begin; lock table rollcall_intents, rollcall_leases');
        const result = work().catch((error: unknown) => error);
        await proxy.endSession();
        await blocker.end();
        return result;
      };
      expect(await cut(async () => [...(await ledger.view(portalId, noon)).entries])).toMatchObject([
        { contactId: '1042' },
      ]);
      const second = [someIntent({ contactId: '2' })];
      expect(await cut(() => lease.recordIntents(run, second))).toMatchObject({ code: 'ledger-write' });
      expect(await cut(() => lease.settle([proofOfFirst]))).toMatchObject({ code: 'ledger-write' });
      await lease.settle([proofOfFirst]);
      expect(await lease.recordIntents(run, [someIntent({ contactId: '3' })])).toEqual([2]);
      const { entries } = await ledger.view(portalId, noon);
      expect([...entries].map(({ contactId, state }) => `${contactId} ${state}`)).toEqual([
        '1042 proved',
        '3 open',
      ]);
      await ledger.close();
    } finally {
      await proxy.stop();
      await database.stop();
    }
  });
});

/** Runs a function as an unprivileged user, because root may write everywhere. */
async function asUnprivilegedUser(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

const proofOfFirst = { intent: 1, state: 'proved', at: noon, evidence: 'answer' } as const;

/**
 * Starts a proxy that forwards bytes to a server. When the server ends a session, its last message arrives but the
 * client's socket stays open, as it does for a moment on a busy machine.
 */
async function startLingeringProxy(server: URL): Promise<{
  readonly location: string;
  readonly server: string;
  /** Ends the sessions that wait for a lock. */
  readonly endSession: () => Promise<void>;
  readonly stop: () => Promise<void>;
}> {
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const upstream = connect(Number(server.port || 5432), server.hostname);
    sockets.push(client, upstream);
    client.on('data', (bytes) => upstream.write(bytes)).on('error', () => undefined);
    upstream.on('data', (bytes) => client.write(bytes)).on('error', () => undefined);
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const bound = proxy.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('no port');
  const name = `rollcall-linger-${randomBytes(6).toString('hex')}`;
  const proxied = new URL(server);
  proxied.hostname = '127.0.0.1';
  proxied.port = String(bound.port);
  return {
    server: server.href.replaceAll('+', '%20'),
    location: `${proxied.href.replaceAll('+', '%20')}&application_name=${name}`,
    endSession: async () => {
      const admin = new Client({ connectionString: server.href.replaceAll('+', '%20') });
      await admin.connect();
      const waiting = `from pg_stat_activity where application_name = '${name}' and wait_event_type = 'Lock'`;
      const { rows } = await vi.waitUntil(async () => {
        const found = await admin.query<{ pid: number }>(`select pid ${waiting}`);
        return found.rowCount === 1 && found;
      }, 30_000);
      const session = `from pg_stat_activity where pid = ${rows[0]?.pid ?? 0}`;
      await admin.query(`select pg_terminate_backend(pid) ${session}`);
      await vi.waitUntil(async () => (await admin.query(`select 1 ${session}`)).rowCount === 0, 30_000);
      await admin.end();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

test('the failure for a role without privileges names the command that prints the grants', () => {
  const cause = Object.assign(new Error('permission denied for table rollcall_meta'), { code: '42501' });
  const place = { engine: 'postgres', place: '127.0.0.1:5432/d' } as const;
  const read = readFailure(place, cause);
  expect(read.message).toContain('cannot be read: permission denied for table rollcall_meta');
  expect(read.help).toContain('`rollcall ledger grant --role ROLE`');
  const write = writeFailure(place, new ConnectionLostError(cause));
  expect(write.message).toContain('cannot be written: permission denied for table rollcall_meta');
  expect(write.help).toContain('`rollcall ledger grant --role ROLE --write`');
});
