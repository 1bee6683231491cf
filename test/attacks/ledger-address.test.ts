import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdapters } from '../../src/runtime/adapters.ts';
import { loadConfiguration } from '../../src/schema/load-configuration.ts';
import { desiredState } from '../reconciler/builders.ts';
import { memoryFiles } from '../schema/memory-files.ts';

const password = 'hunter2';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-address-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the ledger as each command does, and returns how that ended. */
async function open(value: string, how: 'read' | 'write' | 'create'): Promise<string> {
  const closing: (() => Promise<void>)[] = [];
  const edges = createAdapters({
    env: { ROLLCALL_LEDGER: value },
    onWait: () => undefined,
    registerClose: (close) => void closing.push(close),
  });
  const desired = desiredState({ ledger: join(folder, 'of-the-file.db') });
  try {
    if (how === 'read') {
      await edges.readAdapters().ledgerView(desired, { portalId: 1, dayStart: '2026-11-02T00:00:00.000Z' });
    } else await edges.openLedger(desired, how === 'create');
    return 'opened';
  } catch (error) {
    const { code, exitCode, message, help } = error as Record<string, unknown>;
    return `${String(exitCode)} ${String(code)}: ${String(message)} ${String(help)}`;
  } finally {
    for (const close of closing) await close();
  }
}

/** What the variable holds; each could otherwise become a SQLite file, or another database. */
const refused: readonly string[] = [
  '',
  '   ',
  '\n',
  `"postgres://u:${password}@127.0.0.1:1/d"`,
  `'postgres://u:${password}@127.0.0.1:1/d'`,
  `postgres://u:${password}@127.0.0.1:1/d\nHUBSPOT_ACCESS_TOKEN=x`,
  `jdbc:postgresql://127.0.0.1:1/d?user=u&password=${password}`,
  `mysql://u:${password}@127.0.0.1:1/d`,
  `postgress://u:${password}@127.0.0.1:1/d`,
  `postgresql+asyncpg://u:${password}@127.0.0.1:1/d`,
  `postgres//u:${password}@127.0.0.1:1/d`,
  `postgres:u:${password}@127.0.0.1:1/d`,
  `ROLLCALL_LEDGER=postgres://u:${password}@127.0.0.1:1/d`,
  `file:///tmp/${password}.db`,
  'sqlite:ledger.db',
  `C:\\${password}\\ledger.db`,
  'db.acme.example',
  `u:${password}@127.0.0.1:1/d`,
  `host=127.0.0.1 user=u password=${password} dbname=d`,
  `postgres://u:${password}/x@127.0.0.1:1/d`,
  `postgres://u:1/${password}@127.0.0.1:1/d`,
  `postgres://u:1#${password}@127.0.0.1:1/d`,
  `postgres://u:1?${password}@127.0.0.1:1/d`,
  `postgres://u:%${password}@127.0.0.1:1/d`,
  `postgres://u@127.0.0.1:1/d;password=${password}`,
  `postgres://u@127.0.0.1:1/d%3Fpassword=${password}`,
  `postgres://u@127.0.0.1:1/d&password=${password}`,
  `postgres://u@127.0.0.1;password=${password}/d`,
  `postgres://u@/d?host=127.0.0.1;password=${password}`,
  `postgres://u@127.0.0.1/d?port=1;password=${password}`,
  `postgres://u:${password}@127.0.0.1:1`,
  '${{ secrets.ROLLCALL_LEDGER }}',
];

describe('a value of ROLLCALL_LEDGER that is not an address', () => {
  test.each(refused)('%j is refused by name, and becomes no file', async (value) => {
    const before = readdirSync('.');
    for (const how of ['read', 'write', 'create'] as const) {
      const ended = await open(value, how);
      expect(ended).toMatch(/^1 bad-ledger: ROLLCALL_LEDGER .+\. \S.+\.$/su);
      expect(ended).not.toContain(password);
    }
    expect(readdirSync('.')).toEqual(before);
    expect(existsSync(join(folder, 'of-the-file.db'))).toBe(false);
  });
});

/** Addresses that can be read, at a port without a server. */
const unreachable: readonly (readonly [value: string, place: string])[] = [
  [`postgres://u:${password}@127.0.0.1:1/d`, '127.0.0.1:1/d'],
  [`  postgres://u:${password}@127.0.0.1:1/d\n`, '127.0.0.1:1/d'],
  [`postgresql://u:${password}@127.0.0.1:1/d`, '127.0.0.1:1/d'],
  [`POSTGRES://u:${password}@127.0.0.1:1/d`, '127.0.0.1:1/d'],
  [`postgres://u:p@${password}@127.0.0.1:1/d`, '127.0.0.1:1/d'],
  [`postgres://u:%2F${password}%40@127.0.0.1:1/d`, '127.0.0.1:1/d'],
  [`postgres://u:%23${password}%3F@127.0.0.1:1/d`, '127.0.0.1:1/d'],
  [`postgres://u:100%25${password}@127.0.0.1:1/d`, '127.0.0.1:1/d'],
  [`postgres://u@127.0.0.1:1/d?password=${password}`, '127.0.0.1:1/d'],
  [`postgres://u:${password}@127.0.0.1:1/d?sslmode=require`, '127.0.0.1:1/d'],
  [`postgres://u:${password}@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=system`, '127.0.0.1:1/d'],
  [`postgres://u:${password}@127.0.0.1:1/a%20b`, '127.0.0.1:1/a b'],
  [`postgres:///d?host=127.0.0.1&port=1&user=u&password=${password}`, '127.0.0.1:1/d'],
  [`postgres://u:${password}@%2Fnowhere/d`, '/nowhere:5432/d'],
  [`postgres://u:${password}@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`, '127.0.0.1:1/d'],
];

describe('a server that does not respond', () => {
  test.each(unreachable)('%j is named, with the variable, without the password', async (value, place) => {
    const ended = await open(value, 'read');
    expect(ended).toMatch(/^1 ledger-unreachable: /u);
    expect(ended).toContain(`${place} (from ROLLCALL_LEDGER)`);
    expect(ended).not.toContain(password);
  });

  test('a certificate that cannot be read is named with the remedy', async () => {
    const value = `postgres://u:${password}@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`;
    expect(await open(value, 'read')).toMatch(/\/nowhere\/ca\.pem.*Correct the path of `sslrootcert`/u);
  });
});

describe.skipIf(process.platform === 'win32')('a place that is not a regular file', () => {
  test.each(['/dev/null', '/dev/zero', '/proc/self', '/tmp', 'pipe'])('%s is no ledger', async (name) => {
    const path = name === 'pipe' ? join(folder, `pipe-${Date.now()}`) : name;
    if (name === 'pipe') execFileSync('mkfifo', [path]);
    for (const how of ['read', 'write', 'create'] as const) {
      expect(await open(path, how)).toContain(
        `1 ledger-unreadable: The ledger ${path} is not a regular file. Name a file in \`ledger\` or ROLLCALL_LEDGER`,
      );
    }
  });

  test.each(['sslrootcert', 'sslcert', 'sslkey'])('is not read as %s', async (name) => {
    const pipe = join(folder, `${name}.pipe`);
    const large = join(folder, `${name}.pem`);
    execFileSync('mkfifo', [pipe]);
    writeFileSync(large, '');
    truncateSync(large, 2 * 1024 * 1024);
    for (const path of ['/dev/zero', pipe, large]) {
      for (const query of [
        `${name}=${path}`,
        `${name}=${path}&${name}=/nowhere`,
        `sslmode=no-verify&${name}=${path}`,
      ]) {
        const ended = await open(`postgres://u:${password}@127.0.0.1:1/d?${query}`, 'read');
        expect(ended).toMatch(
          /^1 bad-ledger: The `\w+` file \S+ .*(?:not a regular file|larger than 1 MiB)/u,
        );
        expect(ended).not.toContain(password);
      }
    }
  });
});

describe('the key `ledger` of the files', () => {
  test.each(refused.filter((value) => value.trim() !== '' && !value.startsWith('${')))(
    '%j is refused with its place',
    async (value) => {
      const text = `version: 1\nportal: simulated\nledger: ${JSON.stringify(value)}\n`;
      const files = memoryFiles({ 'e.yaml': text });
      const { diagnostics } = await loadConfiguration({ paths: ['e.yaml'], files });
      expect(diagnostics).toMatchObject([{ code: 'bad-ledger', source: { line: 3, column: 9 } }]);
      expect(JSON.stringify(diagnostics)).not.toContain(password);
    },
  );

  test('a password is refused there, and accepted in the variable alone', async () => {
    const address = `postgres://u:${password}@127.0.0.1:1/d`;
    const files = memoryFiles({ 'e.yaml': `version: 1\nportal: simulated\nledger: ${address}\n` });
    const { diagnostics } = await loadConfiguration({ paths: ['e.yaml'], files });
    expect(diagnostics).toMatchObject([{ code: 'ledger-password' }]);
    expect(JSON.stringify(diagnostics)).not.toContain(password);
  });
});

test('a file that belongs to something else is not made a ledger', async () => {
  const path = join(folder, 'notes.db');
  writeFileSync(path, 'not a database, but my notes');
  for (const how of ['read', 'write', 'create'] as const) {
    expect(await open(path, how)).toMatch(/^1 ledger-(?:unreadable|write): .*notes\.db/u);
  }
});
