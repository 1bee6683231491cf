import { join } from 'node:path';

import Libsql from 'libsql';
import { expect, it } from 'vitest';

import { exampleFolder } from './folder.ts';
import { rollcall } from './rollcall.ts';

const rows = 200_000;
const config = ['--config', 'enrollments.yaml'];

it('history prints all of 200,000 records in every format, and finds those of a contact', async () => {
  const cwd = exampleFolder();
  const applied = await rollcall(['apply', 'enrollments.yaml', '--auto-approve'], { cwd });
  expect(applied.exit, applied.stderr).toBe(0);
  const ledger = new Libsql(join(cwd, '.rollcall', 'ledger.db'));
  ledger.exec(`
    with recursive more (id) as (select 1000 union all select id + 1 from more where id < ${999 + rows})
    insert into rollcall_intents
      (portal, id, run, action, state, kind, target_id, target_key, contact_id, since, origin, at, settlements)
    select portal, more.id, 1, 'enroll', 'refused', 'sequence', '5510021', 'q4-outbound',
      cast(2000000 + more.id as text), '', 'text', started_at, 0
    from more, rollcall_portals`);
  ledger.close();
  const history = async (...args: readonly string[]): Promise<string> => {
    const { exit, stdout, stderr } = await rollcall(['history', ...args, ...config], { cwd });
    expect(exit, stderr.slice(0, 2_000)).toBe(0);
    return stdout;
  };
  const { records }: { records: readonly unknown[] } = JSON.parse(await history('--format', 'json'));
  expect(records.length).toBeGreaterThanOrEqual(rows);
  expect(await history()).toContain(`\n${records.length.toLocaleString('en-US')} records. One contact`);
  expect(await history('--format', 'html')).toContain(`${records.length.toLocaleString('en-US')} records`);
  expect(await history('--format', 'markdown')).toMatch(/… \d+ more lines/u);
  expect(await history('2001234')).toMatch(/^1 record$/mu);
}, 240_000);
