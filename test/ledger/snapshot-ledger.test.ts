import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copiedTables } from '../../src/ledger/copied-tables.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { readLedgerRows, writeLedgerRows } from '../../src/ledger/snapshot-ledger.ts';
import { engines, portalId, someIntent, someRun, suiteDatabase, take } from './test-ledgers.ts';

const emails = new Map([['ana@northwind.example', '0a1b@contacts.example']]);

describe.each(engines)('the records of a ledger in $name for a snapshot', ({ start }) => {
  const database = suiteDatabase(start);

  async function filled(): Promise<string> {
    const location = await database.fresh();
    const source = await openLedger({ location, mode: 'create' });
    const lease = await take(source);
    const run = await lease.startRun(someRun());
    await lease.recordIntents(run, [someIntent()]);
    await lease.rememberDeclaredEmails([{ email: 'ana@northwind.example', contactId: '1042' }]);
    await lease.rememberIdentities([
      { email: 'ana@northwind.example', contactId: '1042' },
      { email: 'other@northwind.example', contactId: '1042' },
    ]);
    await lease.release();
    await source.close();
    return location;
  }

  const request = {
    portalId,
    emails,
    contactIds: ['1042'],
    withoutAddresses: (text: string) => text,
  };

  test('give the same view under another secret, without people', async () => {
    const location = await filled();
    const rows = await readLedgerRows(location, request);
    if (!rows) throw new Error('there is a ledger');
    const to = join(await mkdtemp(join(tmpdir(), 'snapshot-')), 'ledger.db');
    await writeLedgerRows(rows, to);
    const [source, copy] = await Promise.all(
      [location, to].map(async (place) => openLedger({ location: place, mode: 'read' })),
    );
    const [one, other] = [await source?.view(portalId, ''), await copy?.view(portalId, '')];
    expect([...(other?.entries ?? [])]).toEqual([...(one?.entries ?? [])]);
    expect(one?.entries.length).toBeGreaterThan(0);
    expect(other?.startedAt).toBe(one?.startedAt);
    expect(other?.lastRun).toBe(one?.lastRun);
    expect(one?.contactOf('ana@northwind.example')).toBe('1042');
    expect(other?.contactOf('0a1b@contacts.example')).toBe('1042');
    for (const [email, pseudonym] of emails)
      expect(other?.contactsOf(pseudonym)).toEqual(one?.contactsOf(email));
    expect(copy?.seal('digest')).not.toBe(source?.seal('digest'));
    expect(JSON.stringify(rows)).not.toContain(someRun().actor);
    await source?.close();
    await copy?.close();
  });

  test('of other accounts are left out', async () => {
    const rows = await readLedgerRows(await filled(), { ...request, portalId: portalId + 1 });
    expect(rows?.flatMap(({ rows: found }) => found)).toEqual([]);
    expect(rows?.length).toBeLessThan(copiedTables.length);
  });

  test('do not exist without a ledger', async () => {
    expect(await readLedgerRows(await database.fresh(), request)).toBeUndefined();
  });
});

test('reading leaves a SQLite file as it is', async () => {
  const location = join(await mkdtemp(join(tmpdir(), 'snapshot-')), 'ledger.db');
  await (await openLedger({ location, mode: 'create' })).close();
  const before = await readFile(location, 'base64');
  await readLedgerRows(location, { portalId, emails, contactIds: [], withoutAddresses: (text) => text });
  expect(await readFile(location, 'base64')).toBe(before);
});
