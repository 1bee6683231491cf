/** The view returns each row as it was stored, and each of its lists has the entries that it names. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openLedger } from '../../src/ledger/open-ledger.ts';
import {
  type LedgerEntries,
  ledgerEntries,
  type LedgerEntry,
} from '../../src/model/ledger/ledger-entries.ts';
import { engines, noon, portalId, required, suiteDatabase, take } from './test-ledgers.ts';

// Some are not written as rollcall and HubSpot write them.
const time = fc.constantFrom(
  noon,
  '2026-11-02T12:00:00.001Z',
  '2026-11-02T11:59:59.999Z',
  '2026-11-02T12:00:00Z',
  '2026-19-42T12:00:00.000Z',
  '0000-00-00T00:00:00.000Z',
  'yesterday',
);
const contactId = fc.constantFrom('1', '1042', '999999999999999', '1000000000000000', '0', '007', 'x1', '-1');

const rowOf = fc.record({
  run: fc.constantFrom(1, 2, 3),
  action: fc.constantFrom('enroll', 'unenroll', 'archive'),
  state: fc.constantFrom('open', 'accepted', 'proved', 'refused', 'not-sent'),
  kind: fc.constantFrom('sequence', 'workflow'),
  target_id: fc.constantFrom('5510021', '900100'),
  contact_id: fc.option(contactId),
  since: fc.constantFrom('', '2026-11-01'),
  origin: fc.constantFrom('text', 'list:482'),
  sender_user_id: fc.option(fc.constantFrom('7001', '7002')),
  at: time,
  effect_at: fc.option(time),
  settlements: fc.constantFrom(0, 1),
  ended_at: fc.option(time),
  end_seen_at: fc.option(time),
  end_how: fc.constantFrom('finished', 'unexplained'),
});

type Row = typeof rowOf extends fc.Arbitrary<infer R> ? R : never;

/** Returns the entries that the rows have, in their simplest form. */
function expectedEntries(rows: readonly Row[]): readonly unknown[] {
  return rows.flatMap((row, index) => {
    if (row.action === 'archive' || row.contact_id === null) return [];
    const end = row.end_seen_at !== null && {
      seenAt: row.end_seen_at,
      how: row.end_how,
      ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    };
    return [
      {
        intent: index + 1,
        run: row.run,
        action: row.action,
        state: row.state,
        kind: row.kind,
        targetId: row.target_id,
        contactId: row.contact_id,
        origin: row.origin,
        at: row.at,
        ...(row.since === '' ? {} : { since: row.since }),
        ...(row.effect_at === null ? {} : { effectAt: row.effect_at }),
        ...(end ? { end } : {}),
        ...(row.sender_user_id === null ? {} : { senderUserId: row.sender_user_id }),
      },
    ];
  });
}

function insertOf(portal: number, rows: readonly Row[]): string {
  const columns = Object.keys(required(rows[0]));
  const quoted = (value: string | number | null): string =>
    typeof value === 'string' ? `'${value}'` : String(value);
  const values = rows.map(
    (row, index) => `(${[portal, index + 1, "'key'", ...Object.values(row).map(quoted)].join()})`,
  );
  return `insert into rollcall_intents (portal, id, target_key, ${columns.join()}) values ${values.join()}`;
}

/** Returns every list, with each argument that may matter. */
function listsOf(entries: LedgerEntries): readonly (readonly unknown[])[] {
  return [
    entries.unended(),
    entries.unproved(),
    ...['', noon, '2026-11-02T12:00:00Z', 'z'].map(entries.after),
    ...[0, 1, 2, 3].map(entries.ofRun),
    ...[['1042'], ['1', '0', '1'], ['x1', '007', '999999999999999'], ['5'], []].map(entries.of),
    entries.targets().toSorted((a, b) => a.id.localeCompare(b.id) || a.kind.localeCompare(b.kind)),
  ];
}

describe.each(engines)('a view on $name', ({ start }) => {
  const database = suiteDatabase(start);

  test('has each row as it was stored, and in each list that names it', async () => {
    const location = await database.fresh();
    const ledger = await openLedger({ location, mode: 'create' });
    let portal = portalId;
    await fc.assert(
      // The unique index allows one enrollment of a declaration.
      fc.asyncProperty(
        fc.uniqueArray(rowOf, {
          minLength: 1,
          maxLength: 30,
          selector: (row) => [row.contact_id, row.kind, row.target_id, row.since].join(),
        }),
        async (rows) => {
          portal += 1;
          await database.query(location, insertOf(portal, rows));
          const { entries } = await ledger.view(portal, noon);
          const list: readonly LedgerEntry[] = [...entries];
          expect(list).toEqual(expectedEntries(rows));
          expect(entries).toHaveLength(list.length);
          expect(listsOf(entries)).toEqual(listsOf(ledgerEntries(list)));
        },
      ),
      { numRuns: 60 },
    );
    await ledger.close();
  });

  test('returns the same entry each time, because rules compare entries', async () => {
    const location = await database.fresh();
    const ledger = await openLedger({ location, mode: 'create' });
    await database.query(
      location,
      insertOf(portalId, fc.sample(rowOf.map(activeRow), { numRuns: 1, seed: 1 })),
    );
    const { entries } = await ledger.view(portalId, noon);
    expect(entries.of(['1042'])[0]).toBe(entries.unproved()[0]);
    expect([...entries][0]).toBe(entries.unproved()[0]);
    await ledger.close();
  });

  test('refuses a row with a character that separates columns', async () => {
    const location = await database.fresh();
    const ledger = await openLedger({ location, mode: 'create' });
    for (const [index, character] of ['\u001F', '\u001E'].entries()) {
      const row = { ...required(fc.sample(rowOf, { numRuns: 1, seed: 1 })[0]), origin: `list:${character}` };
      await database.query(location, insertOf(portalId + index, [row as unknown as Row]));
      await expect(ledger.view(portalId + index, noon)).rejects.toThrow(/unexpected form/u);
    }
    await ledger.close();
  });

  test('finds the contacts of thousands of emails, also of those that several contacts had', async () => {
    const ledger = await openLedger({ location: await database.fresh(), mode: 'create' });
    const lease = await take(ledger);
    const people = Array.from({ length: 3_000 }, (_none, index) => ({
      email: `p${index}@northwind.example`,
      contactId: `${index}`,
    }));
    await lease.rememberDeclaredEmails(people);
    await lease.rememberIdentities([
      ...people.filter((_person, index) => index % 2 === 0),
      ...people.map(({ email, contactId: id }) => ({ email, contactId: `${id}5` })),
      { email: 'only@northwind.example', contactId: '77' },
    ]);
    const { contactOf, contactsOf } = await ledger.view(portalId, noon);
    for (const { email, contactId: id } of people) {
      expect(contactOf(email)).toBe(id);
      expect(contactsOf(email)).toEqual([id, `${id}5`]);
    }
    expect([contactOf('only@northwind.example'), contactsOf('only@northwind.example')]).toEqual([
      undefined,
      ['77'],
    ]);
    expect(contactsOf('other@northwind.example')).toEqual([]);
    await ledger.close();
  });
});

function activeRow(row: Row): Row {
  return { ...row, action: 'enroll', state: 'open', contact_id: '1042', end_seen_at: null };
}
