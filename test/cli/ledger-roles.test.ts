import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../src/ledger/postgres/open-postgres.ts';
import { toFormat1, toFormat2, toFormat3 } from '../../src/ledger/schema/formats.ts';
import { migrate } from '../../src/ledger/schema/migrate.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { folderWith } from './folder.ts';
import { problemsOf } from '../render/output-validator.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';

/** A server on which the test may create databases and roles. The in-process PostgreSQL has no roles to log in with. */
const server = process.env['ROLLCALL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/test';

async function query(location: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: location, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const hasServer =
  server !== 'in-process' &&
  (await query(server, 'select 1').then(
    () => true,
    () => false,
  ));

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A database with an owner, and two roles without privileges. Their names need quotation marks. */
async function rolesWorld() {
  const suffix = randomBytes(6).toString('hex');
  const database = `Ledger "${suffix}"`;
  const [owner, reader, writer] = ['owner', 'Reader"; drop table x; --', 'writer'].map(
    (name) => `rollcall ${name} ${suffix}`,
  ) as [string, string, string];
  for (const role of [owner, reader, writer]) await query(server, `create role ${quoted(role)} login`);
  await query(server, `create database ${quoted(database)} owner ${quoted(owner)}`);
  onTestFinished(async () => {
    await query(server, `drop database ${quoted(database)} with (force)`);
    for (const role of [owner, reader, writer]) await query(server, `drop role ${quoted(role)}`);
  });
  const locationOf = (role: string): string => {
    const url = new URL(server);
    url.username = encodeURIComponent(role);
    url.pathname = encodeURIComponent(database);
    url.searchParams.set('options', '-c search_path=roll');
    return url.href.replaceAll('+', '%20');
  };
  await query(locationOf(owner), 'create schema roll; create table roll.payroll (salary integer)');
  const account = await startSimulator({ stateFile: `${folderWith({})}/account.json` });
  onTestFinished(() => account.close());
  const cwd = folderWith({ 'enrollments.yaml': configuration(account.portalId) });
  const run = (line: string, role: string) =>
    rollcallInProcess(
      line.split(' ').map((word) => word.replaceAll('_', ' ')),
      {
        cwd,
        env: {
          ROLLCALL_LEDGER: locationOf(role),
          HUBSPOT_BASE_URL: account.url,
          HUBSPOT_ACCESS_TOKEN: account.token,
        },
      },
    );
  const grant = async (role: string, flags = ''): Promise<void> => {
    const ran = await run(`ledger grant --role ${role.replaceAll(' ', '_')}${flags}`, owner);
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    await query(locationOf(owner), ran.stdout);
  };
  /** Returns all rows of all tables. */
  const content = async (): Promise<unknown> => {
    const tables = await query(
      locationOf(owner),
      `select tablename from pg_tables where schemaname = 'roll' order by 1`,
    );
    return Promise.all(
      tables.map(async ({ tablename }) => [
        tablename,
        await query(locationOf(owner), `select * from ${quoted(String(tablename))} as t order by t::text`),
      ]),
    );
  };
  const writes = (): number =>
    account.requests().filter(({ method, path }) => method !== 'GET' && /enrollments/u.test(path)).length;
  return { owner, reader, writer, locationOf, run, grant, content, writes, account, cwd };
}

function configuration(portalId: number): string {
  return `version: 1
portal: ${portalId}
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    members: [gus@contoso.example]
`;
}

const reading = [
  'plan --out plan.json',
  'show plan.json',
  'plan --explain gus@contoso.example',
  'drift',
  'history',
  'status',
  'doctor',
  'unlock',
  'ledger status',
  'validate --online',
];

const writing = [
  'apply --auto-approve',
  'pause',
  'resolve sequences.renewal-check-in/1045 --not-enrolled',
  'drift --accept',
  'history forget 1045 --auto-approve',
  'ledger mark-gap --from 2026-11-01',
];

describe.skipIf(!hasServer)('a role that may only read the ledger', () => {
  it.each([
    ['this format', undefined],
    ['the previous format', [toFormat1, toFormat2, toFormat3]],
  ])('plans and watches without a trace, and cannot write: a ledger of %s', async (_, formats) => {
    const { owner, reader, locationOf, run, grant, content, writes } = await rolesWorld();
    if (formats) {
      const store = await openPostgres(locationOf(owner));
      await migrate(store, formats);
      await store.close();
    } else {
      expect(await run('ledger create', owner)).toMatchObject({ exit: 0 });
      expect(await run('apply --auto-approve', owner)).toMatchObject({ exit: 0 });
    }
    const sent = writes();
    await grant(reader);
    const before = await content();
    for (const line of reading) {
      const ran = await run(line, reader);
      expect(ran, `${line}: ${ran.stderr}`).toMatchObject({
        exit: line === 'drift' ? expect.any(Number) : 0,
      });
      expect(ran.stderr, line).not.toContain('error[');
    }
    for (const line of writing) {
      const ran = await run(line, reader);
      expect(ran, line).toMatchObject({ exit: 1 });
      expect(ran.stderr, line).toMatch(/error\[ledger-write\]: .*(?:permission denied|must be owner)/u);
      expect(ran.stderr, line).toContain('`rollcall ledger grant --role ROLE --write`');
    }
    expect(await content()).toEqual(before);
    expect(writes()).toBe(sent);
    await expect(query(locationOf(reader), 'select * from payroll')).rejects.toThrow('permission denied');
  });

  it('can read the tables that a later format adds', async () => {
    const { owner, reader, locationOf, run, grant } = await rolesWorld();
    const store = await openPostgres(locationOf(owner));
    await migrate(store, [toFormat1, toFormat2, toFormat3]);
    await store.close();
    await grant(reader);
    expect(await run('apply --auto-approve', owner)).toMatchObject({ exit: 0 });
    expect(await query(locationOf(reader), 'select format from rollcall_meta')).toEqual([{ format: 4 }]);
    expect(await run('status', reader)).toMatchObject({ exit: 0 });
    expect(await query(locationOf(reader), 'select * from rollcall_heartbeats')).toEqual([]);
  });
});

describe.skipIf(!hasServer)('a role with --write', () => {
  it('applies, and cannot read other tables', async () => {
    const { owner, writer, locationOf, run, grant, writes } = await rolesWorld();
    expect(await run('ledger create', owner)).toMatchObject({ exit: 0 });
    await grant(writer, ' --write');
    const ran = await run('apply --auto-approve', writer);
    expect(ran, ran.stderr).toMatchObject({ exit: 0 });
    expect(writes()).toBe(1);
    expect(await run('pause', writer)).toMatchObject({ exit: 0 });
    await expect(query(locationOf(writer), 'select * from payroll')).rejects.toThrow('permission denied');
  });
});

describe.skipIf(!hasServer)('rollcall ledger grant', () => {
  it('is what the error of a role without privileges names', async () => {
    const { owner, reader, run } = await rolesWorld();
    expect(await run('ledger create', owner)).toMatchObject({ exit: 0 });
    const ran = await run('plan', reader);
    expect(ran).toMatchObject({ exit: 1 });
    expect(ran.stderr).toContain('permission denied for schema roll');
    expect(ran.stderr).toContain('`rollcall ledger grant --role ROLE`');
  });

  it('prints one JSON document, and executes nothing', async () => {
    const { owner, reader, run, locationOf } = await rolesWorld();
    await run('ledger create', owner);
    const ran = await run(`ledger grant --role ${reader.replaceAll(' ', '_')} --format json`, owner);
    const document: { statements: readonly string[] } = JSON.parse(ran.stdout);
    expect(problemsOf('ledgerGrant', document)).toEqual([]);
    expect(document).toMatchObject({ role: reader, access: 'read' });
    expect(document.statements.join('\n')).not.toMatch(/insert|update|delete|create|all tables/iu);
    await expect(query(locationOf(reader), 'select * from roll.rollcall_meta')).rejects.toThrow(
      'permission denied',
    );
  });

  it('refuses a role that does not exist, and a place without a ledger', async () => {
    const { owner, reader, run } = await rolesWorld();
    const none = await run(`ledger grant --role ${reader.replaceAll(' ', '_')}`, owner);
    expect(none).toMatchObject({ exit: 1, stdout: '' });
    expect(none.stderr).toContain('error[no-ledger]');
    await run('ledger create', owner);
    const unknown = await run('ledger grant --role nosuchrole', owner);
    expect(unknown).toMatchObject({ exit: 1, stdout: '' });
    expect(unknown.stderr).toContain('error[no-such-role]');
  });
});

describe('rollcall ledger grant for a file', () => {
  it('explains that a file has no roles', async () => {
    const cwd = folderWith({});
    const ran = await rollcallInProcess(['ledger', 'grant', '--role', 'ci_reader'], { cwd });
    expect(ran).toMatchObject({ exit: 1, stdout: '' });
    expect(ran.stderr).toContain('error[ledger-without-roles]');
    expect(ran.stderr).toContain('A file has no roles');
  });

  it.each([[''], ['a\nb']])('refuses a role name that no line of SQL can hold: %j', async (role) => {
    const ran = await rollcallInProcess(['ledger', 'grant', '--role', role], { cwd: folderWith({}) });
    expect(ran).toMatchObject({ exit: 1, stdout: '' });
    expect(ran.stderr).toContain('--role');
  });
});
