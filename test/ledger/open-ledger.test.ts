import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';

import { migrate, migrations } from '../../src/ledger/schema/migrate.ts';
import type { Migration } from '../../src/ledger/schema/migrate.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import {
  engines,
  noon,
  openStore,
  portalId,
  someIntent,
  someRun,
  startTestSqlite,
  suiteDatabase,
  take,
} from './test-ledgers.ts';

describe.each(engines)('opening a ledger on $name', ({ name, start }) => {
  const database = suiteDatabase(start);
  let location: string;

  beforeEach(async () => {
    location = await database.fresh();
  });

  async function writeIntent(): Promise<void> {
    const ledger = await openLedger({ location, mode: 'create' });
    const lease = await take(ledger);
    await lease.recordIntents(await lease.startRun(someRun()), [someIntent()]);
    await lease.rememberDeclaredEmails([{ email: 'ana@northwind.example', contactId: '1042' }]);
    await ledger.close();
  }

  test.each(['read', 'write'] as const)('to %s returns undefined if there is none', async (mode) => {
    expect(await openLedger({ location, mode })).toBeUndefined();
    expect(await openLedger({ location, mode })).toBeUndefined();
  });

  test.each(['read', 'write', 'create'] as const)(
    'to %s finds the records that were written before',
    async (mode) => {
      await writeIntent();
      const ledger = await openLedger({ location, mode });
      const view = await ledger?.view(portalId, noon);
      expect([...(view?.entries ?? [])]).toMatchObject([{ state: 'open', contactId: '1042' }]);
      expect(view?.contactOf('ana@northwind.example')).toBe('1042');
      await ledger?.close();
    },
  );

  test.each(['read', 'write', 'create'] as const)('to %s refuses one of a newer version', async (mode) => {
    await writeIntent();
    await database.query(location, 'update rollcall_meta set format = 99');
    await expect(openLedger({ location, mode })).rejects.toMatchObject({
      code: 'ledger-newer',
      message: expect.stringMatching(new RegExp(`format 99; .* up to ${migrations.length}`)),
    });
    expect(await database.query(location, 'select format from rollcall_meta')).toEqual([{ format: 99 }]);
  });

  describe('of an earlier format', () => {
    const addNote: Migration = async (transaction) => {
      await sql`alter table rollcall_runs add column note text`.execute(transaction);
    };

    test('keeps all its records', async () => {
      await writeIntent();
      const store = await openStore(name, location);
      await migrate(store, [...migrations, addNote]);
      await store.close();
      const formats = await database.query(location, 'select format from rollcall_meta');
      expect(formats).toEqual([{ format: migrations.length + 1 }]);
      expect(
        await database.query(location, 'select cast(run as integer) as run, note from rollcall_runs'),
      ).toEqual([{ run: 1, note: null }]);
      expect(await database.query(location, 'select contact_id from rollcall_intents')).toEqual([
        { contact_id: '1042' },
      ]);
    });

    test('is not changed when a migration fails', async () => {
      await writeIntent();
      const store = await openStore(name, location);
      const failing: Migration = () => Promise.reject(new Error('interrupted'));
      await expect(migrate(store, [...migrations, addNote, failing])).rejects.toThrow('interrupted');
      await store.close();
      await unlockLedger();
      await expect(database.query(location, 'select note from rollcall_runs')).rejects.toThrow('note');
    });

    async function unlockLedger(): Promise<void> {
      const ledger = await openLedger({ location, mode: 'write' });
      await ledger?.unlock(portalId);
      await ledger?.close();
    }

    test('is not migrated by a reader, which asks for a writing command', async () => {
      await writeIntent();
      await database.query(location, 'update rollcall_meta set format = -1');
      await expect(openLedger({ location, mode: 'read' })).rejects.toMatchObject({ code: 'ledger-older' });
      expect(await database.query(location, 'select format from rollcall_meta')).toEqual([{ format: -1 }]);
    });
  });

  test('creates a unique key for the hashes', async () => {
    const keys = new Set<string>();
    for (let count = 0; count < 2; count += 1) {
      location = await database.fresh();
      await writeIntent();
      const rows = JSON.stringify(await database.query(location, 'select hash_key from rollcall_meta'));
      expect(rows).toMatch(/^\[\{"hash_key":"[A-Za-z0-9+/]{43}="\}\]$/);
      keys.add(rows);
    }
    expect(keys.size).toBe(2);
  });
});

describe('opening a ledger file', () => {
  const database = suiteDatabase(startTestSqlite);
  let path: string;

  beforeEach(async () => {
    path = await database.fresh();
  });

  test.each(['read', 'write'] as const)('to %s creates neither the folder nor the file', async (mode) => {
    await openLedger({ location: path, mode });
    await expect(stat(dirname(path))).rejects.toThrow('ENOENT');
  });

  test('treats an empty file as no ledger, and does not change it', async () => {
    await mkdir(dirname(path));
    await writeFile(path, '');
    expect(await openLedger({ location: path, mode: 'read' })).toBeUndefined();
    expect(await openLedger({ location: path, mode: 'write' })).toBeUndefined();
    expect(await readdir(dirname(path))).toEqual(['ledger.db']);
    expect((await stat(path)).size).toBe(0);
  });

  test('creates the tables if a first run was interrupted before it did', async () => {
    await mkdir(dirname(path));
    await database.query(path, 'pragma user_version = 0');
    const ledger = await openLedger({ location: path, mode: 'create' });
    expect((await ledger.view(portalId, noon)).exists).toBe(true);
    await ledger.close();
  });

  test('does not change the file in read mode', async () => {
    const ledger = await openLedger({ location: path, mode: 'create' });
    await take(ledger);
    await ledger.close();
    const before = await stat(path, { bigint: true });
    const reader = await openLedger({ location: path, mode: 'read' });
    await reader?.view(portalId, noon);
    await reader?.lease(portalId);
    await reader?.close();
    const after = await stat(path, { bigint: true });
    expect([after.mtimeNs, after.size, after.ino]).toEqual([before.mtimeNs, before.size, before.ino]);
  });

  test('supports special characters in the path', async () => {
    const special = `${dirname(path)}/50% #1?/ä ledger.db`;
    const ledger = await openLedger({ location: special, mode: 'create' });
    await ledger.close();
    expect(await readdir(dirname(special))).toContain('ä ledger.db');
  });
});
