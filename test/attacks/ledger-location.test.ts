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
  folder = mkdtempSync(join(tmpdir(), 'rollcall-location-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the ledger as a command does. Returns `opened`, or the exit code, code, message and help of the failure. */
async function open(value: string, mode: 'read' | 'write' | 'create'): Promise<string> {
  const closing: (() => Promise<void>)[] = [];
  const adapters = createAdapters({
    env: { ROLLCALL_LEDGER: value },
    onWait: () => undefined,
    registerClose: (close) => void closing.push(close),
  });
  const desired = desiredState({ ledger: join(folder, 'configured.db') });
  try {
    if (mode === 'read') {
      await adapters
        .readAdapters()
        .ledgerView(desired, { portalId: 1, dayStart: '2026-11-02T00:00:00.000Z' });
    } else await adapters.openLedger(desired, mode === 'create');
    return 'opened';
  } catch (error) {
    const { code, exitCode, message, help } = error as Record<string, unknown>;
    return `${String(exitCode)} ${String(code)}: ${String(message)} ${String(help)}`;
  } finally {
    for (const close of closing) await close();
  }
}

/** Invalid values of the variable. Each could otherwise become a SQLite file, or the address of another database. */
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

describe('a value of ROLLCALL_LEDGER that is not a location', () => {
  test.each(refused)('%j is refused, and does not become a file', async (value) => {
    const before = readdirSync('.');
    for (const mode of ['read', 'write', 'create'] as const) {
      const result = await open(value, mode);
      expect(result).toMatch(/^1 bad-ledger: ROLLCALL_LEDGER .+\. \S.+\.$/su);
      expect(result).not.toContain(password);
    }
    expect(readdirSync('.')).toEqual(before);
    expect(existsSync(join(folder, 'configured.db'))).toBe(false);
  });
});

/** Valid locations without a server, and how the message shows them. */
const unreachable: readonly (readonly [value: string, shown: string])[] = [
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
  test.each(unreachable)('is shown with the variable and without the password: %j', async (value, shown) => {
    const result = await open(value, 'read');
    expect(result).toMatch(/^1 ledger-unreachable: /u);
    expect(result).toContain(`${shown} (from ROLLCALL_LEDGER)`);
    expect(result).not.toContain(password);
  });

  test('the message for an unreadable certificate shows its path and what to do', async () => {
    const value = `postgres://u:${password}@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`;
    expect(await open(value, 'read')).toMatch(/\/nowhere\/ca\.pem.*Correct the path of `sslrootcert`/u);
  });
});

describe.skipIf(process.platform === 'win32')('a path that is not a regular file', () => {
  test.each(['/dev/null', '/dev/zero', '/proc/self', '/tmp', 'pipe'])(
    '%s is refused as a ledger',
    async (name) => {
      const path = name === 'pipe' ? join(folder, `pipe-${Date.now()}`) : name;
      if (name === 'pipe') execFileSync('mkfifo', [path]);
      for (const mode of ['read', 'write', 'create'] as const) {
        expect(await open(path, mode)).toContain(
          `1 ledger-unreadable: The ledger ${path} is not a regular file. Name a file in \`ledger\` or ROLLCALL_LEDGER`,
        );
      }
    },
  );

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
        const result = await open(`postgres://u:${password}@127.0.0.1:1/d?${query}`, 'read');
        expect(result).toMatch(
          /^1 bad-ledger: The `\w+` file \S+ .*(?:not a regular file|larger than 1 MiB)/u,
        );
        expect(result).not.toContain(password);
      }
    }
  });
});

describe('the key `ledger` in the files', () => {
  test.each(refused.filter((value) => value.trim() !== '' && !value.startsWith('${')))(
    '%j is refused, with its position',
    async (value) => {
      const text = `version: 1\nportal: simulated\nledger: ${JSON.stringify(value)}\n`;
      const files = memoryFiles({ 'e.yaml': text });
      const { diagnostics } = await loadConfiguration({ paths: ['e.yaml'], files });
      expect(diagnostics).toMatchObject([{ code: 'bad-ledger', source: { line: 3, column: 9 } }]);
      expect(JSON.stringify(diagnostics)).not.toContain(password);
    },
  );

  test('a password is refused', async () => {
    const location = `postgres://u:${password}@127.0.0.1:1/d`;
    const files = memoryFiles({ 'e.yaml': `version: 1\nportal: simulated\nledger: ${location}\n` });
    const { diagnostics } = await loadConfiguration({ paths: ['e.yaml'], files });
    expect(diagnostics).toMatchObject([{ code: 'ledger-password' }]);
    expect(JSON.stringify(diagnostics)).not.toContain(password);
  });
});

test('a file of another program is not used as a ledger', async () => {
  const path = join(folder, 'notes.db');
  writeFileSync(path, 'notes, not a database');
  for (const mode of ['read', 'write', 'create'] as const) {
    expect(await open(path, mode)).toMatch(/^1 ledger-(?:unreadable|write): .*notes\.db/u);
  }
});
