import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderWith } from './folder.ts';

const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const yaml = `version: 1
portal: simulated
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [noor@contoso.example]
`;

/** Runs a shell script in which `rollcall` is the built command line. */
async function shell(cwd: string, script: string): Promise<number> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('/bin/sh', ['-ec', `rollcall() { "${process.execPath}" "${cli}" "$@"; }\n${script}`], {
    cwd,
    env: { PATH, HOME, USER: 'tester', CI: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exit] = (await once(child, 'close')) as [number];
  return exit;
}

function modesIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    names.map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]),
  );
}

const all = `
rollcall plan --out made/plan.json --events logs/events.ndjson
rollcall import --portal simulated --out imported.yaml
rollcall apply --auto-approve
`;

describe.skipIf(process.platform === 'win32')('files with contacts', () => {
  it.each(['022', '000'])('are readable only by their user, with umask %s', async (umask) => {
    const cwd = folderWith({ 'enrollments.yaml': yaml });
    expect(await shell(cwd, `umask ${umask}\n${all}`)).toBe(0);
    const { 'enrollments.yaml': _, ...modes } = modesIn(cwd);
    expect(modes).toEqual({
      '.rollcall': '700',
      '.rollcall/ledger.db': '600',
      '.rollcall/simulator.json': '600',
      '.rollcall/simulator.json.requests.jsonl': '600',
      'imported.yaml': '600',
      logs: '700',
      'logs/events.ndjson': '600',
      made: '700',
      'made/plan.json': '600',
    });
  });

  it('include the two files that SQLite keeps next to a ledger', async () => {
    const { openLedger } = await import('../../src/ledger/open-ledger.ts');
    const cwd = folderWith({});
    const before = process.umask(0);
    try {
      const ledger = await openLedger({ location: join(cwd, 'own/ledger.db'), mode: 'create' });
      expect(modesIn(cwd)).toEqual({
        own: '700',
        'own/ledger.db': '600',
        'own/ledger.db-shm': '600',
        'own/ledger.db-wal': '600',
      });
      await ledger.close();
    } finally {
      process.umask(before);
    }
  });

  it('keep their existing mode', async () => {
    const cwd = folderWith({ 'enrollments.yaml': yaml });
    expect(await shell(cwd, all)).toBe(0);
    const files = ['.rollcall/ledger.db', '.rollcall/simulator.json', 'logs/events.ndjson', 'made/plan.json'];
    for (const file of files) chmodSync(join(cwd, file), 0o640);
    chmodSync(join(cwd, '.rollcall'), 0o750);
    const again =
      'rollcall plan --out made/plan.json --events logs/events.ndjson\nrollcall simulator advance 1d\nrollcall apply --auto-approve';
    expect(await shell(cwd, again)).toBe(0);
    const modes = modesIn(cwd);
    expect(files.map((file) => modes[file])).toEqual(files.map(() => '640'));
    expect(modes['.rollcall']).toBe('750');
  });
});
