import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutputName } from '../../src/render/json/output-names.ts';
import { startTestPostgres } from '../ledger/test-postgres.ts';
import type { TestPostgres } from '../ledger/test-postgres.ts';
import { problemsOf } from '../render/output-validator.ts';
import { folderWith } from './folder.ts';
import { rollcallInProcess } from './rollcall-in-process.ts';
import { serverFor } from './simulator-server.ts';

const file = `version: 1
portal: simulated
sequences:
  q4-outbound:
    id: 5510021
    sender: maria@acme.example
    members: [ana@northwind.example, bo@northwind.example]
`;

const sqlite = '.rollcall/ledger.db';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

function folder(text = file) {
  const cwd = folderWith({ 'enrollments.yaml': text });
  const run = (line: string, env: Readonly<Record<string, string>> = {}) =>
    rollcallInProcess(line.split(' '), { cwd, env });
  const json = async (of: OutputName, line: string, env: Readonly<Record<string, string>> = {}) => {
    const { stdout, exit } = await run(`${line} --format json`, env);
    const document: Record<string, unknown> = JSON.parse(stdout);
    expect(problemsOf(of, document), stdout).toEqual([]);
    return { exit, document };
  };
  const write = (content: string): void => writeFileSync(join(cwd, 'enrollments.yaml'), content);
  return { cwd, run, json, write };
}

async function enrollments(cwd: string): Promise<number> {
  const { stdout } = await rollcallInProcess(['simulator', 'inspect', '--format', 'json'], { cwd });
  const { enrollments: all }: { enrollments: readonly { contactId: string }[] } = JSON.parse(stdout);
  return all.filter(({ contactId }) => ['1041', '1042'].includes(contactId)).length;
}

describe('a ledger that moved from a file to PostgreSQL, and a shell without ROLLCALL_LEDGER', () => {
  it('is refused after the move, and enrolls no contact again', async () => {
    const { cwd, run, json } = folder();
    const env = { ROLLCALL_LEDGER: await postgres.fresh() };
    expect(await run('apply --auto-approve')).toMatchObject({ exit: 0 });
    const before = await enrollments(cwd);
    const copied = await json('ledgerCopied', `ledger copy ${sqlite} env:ROLLCALL_LEDGER`, env);
    expect(copied.exit).toBe(0);
    await run('simulator advance 60d');
    expect((await run('plan --detailed-exitcode', env)).exit).toBe(0);
    for (const command of ['apply --auto-approve', 'plan', 'drift', 'history', 'unlock', 'pause']) {
      const refused = await json('error', command);
      expect(refused).toMatchObject({ exit: 1, document: { error: { code: 'ledger-moved' } } });
      expect(JSON.stringify(refused.document)).toContain(String(copied.document['to']));
    }
    expect(await enrollments(cwd)).toBe(before);
  });

  it('is refused by the pin if the second ledger was created instead of copied', async () => {
    const { cwd, run, json, write } = folder();
    const env = { ROLLCALL_LEDGER: await postgres.fresh() };
    const created = await json('ledgerCreated', 'ledger create', env);
    write(`${file}ledgerId: ${JSON.stringify(created.document['ledgerId'])}\n`);
    expect(await run('apply --auto-approve', env)).toMatchObject({ exit: 0 });
    const before = await enrollments(cwd);
    await run('simulator advance 60d');
    const commands = [
      'apply --auto-approve',
      'apply --auto-approve --new-ledger',
      'plan',
      'drift',
      'history',
    ];
    for (const command of [...commands, 'drift --accept', 'unlock', 'pause', 'resume', 'ledger create']) {
      const refused = await json('error', command);
      expect(refused, command).toMatchObject({ exit: 1, document: { error: { code: 'ledger-id-differs' } } });
    }
    expect(existsSync(join(cwd, sqlite))).toBe(false);
    // The pin refuses another ledger, not only a missing one.
    expect(await run(`ledger create --ledger other.db --config nowhere`)).toMatchObject({ exit: 3 });
    const elsewhere = folder(`${file}ledgerId: 5b1e0c7a\n`);
    await rollcallInProcess(['ledger', 'create', '--ledger', join(elsewhere.cwd, 'x.db')], {
      cwd: folderWith({}),
    });
    for (const command of ['plan', 'apply --auto-approve', 'history', 'pause']) {
      const refused = await elsewhere.json('error', command, { ROLLCALL_LEDGER: './x.db' });
      expect(refused, command).toMatchObject({ exit: 1, document: { error: { code: 'ledger-id-differs' } } });
    }
    expect(await elsewhere.json('ledgerStatus', 'ledger status', { ROLLCALL_LEDGER: 'x.db' })).toMatchObject({
      exit: 1,
      document: { pinned: '5b1e0c7a' },
    });
    expect(await enrollments(cwd)).toBe(before);
  });

  it('is refused without a pin if a second ledger would be created next to one with a history', async () => {
    const { cwd, run, json } = folder();
    const env = { ROLLCALL_LEDGER: await postgres.fresh() };
    await run('apply --auto-approve');
    const before = await enrollments(cwd);
    await run('simulator advance 60d');
    for (const command of ['apply --auto-approve', 'apply --auto-approve --new-ledger', 'ledger create']) {
      const refused = await json('error', command, env);
      expect(refused, command).toMatchObject({ exit: 1, document: { error: { code: 'ledger-elsewhere' } } });
      expect(JSON.stringify(refused.document)).toContain(
        `rollcall ledger copy ${sqlite} env:ROLLCALL_LEDGER`,
      );
    }
    expect(await enrollments(cwd)).toBe(before);
  });
});

describe('ledger', () => {
  it('create makes a ledger in an empty folder and prints the lines that pin it', async () => {
    const cwd = folderWith({});
    const created = await rollcallInProcess(['ledger', 'create'], { cwd });
    expect(created).toMatchObject({ exit: 0, stderr: '' });
    expect(created.stdout).toMatch(/\nledger: \.rollcall\/ledger\.db\nledgerId: "?[0-9a-f]{12}"?\n/u);
    const again = await rollcallInProcess(['ledger', 'create'], { cwd });
    expect(again.exit).toBe(1);
    expect(again.stderr).toContain('error[ledger-exists]');
  });

  it('create --ledger refuses an address with a password', async () => {
    const { run } = folder();
    const { exit, stderr } = await run('ledger create --ledger postgres://u:hunter2@127.0.0.1:1/d');
    expect(exit).toBe(1);
    expect(stderr).toContain('ledger-password');
    expect(stderr).not.toContain('hunter2');
  });

  it.each([
    ['FROM', 'postgres://u:hunter2@127.0.0.1:1/d', 'copy.db'],
    ['TO', 'ledger.db', 'postgres://u:hunter2@127.0.0.1:1/d'],
    ['FROM', 'mysql://127.0.0.1/d', 'copy.db'],
  ])('copy names the argument %s with a bad address', async (argument, from, to) => {
    const { run } = folder();
    const { exit, stderr } = await run(`ledger copy ${from} ${to}`);
    expect(exit).toBe(1);
    expect(stderr).toMatch(new RegExp(`^error\\[[a-z-]+\\]: (?:.* )?${argument}\\b`, 'u'));
    expect(stderr).not.toContain('--ledger');
    expect(stderr).not.toContain('hunter2');
  });

  it('status shows the place, id, runs, pauses and gaps of the ledger, and needs no token', async () => {
    const { cwd, run, json } = folder();
    await run('apply --auto-approve');
    await rollcallInProcess(['pause', 'sequences.q4-outbound', '--reason', 'wrong text'], { cwd });
    expect((await json('gapMarked', 'ledger mark-gap --from 2026-10-20')).exit).toBe(0);
    const { document } = await json('ledgerStatus', 'ledger status');
    expect(document).toMatchObject({
      place: join(cwd, sqlite),
      from: 'ledger',
      format: 4,
      accounts: [
        {
          gap: { from: '2026-10-20T00:00:00.000Z' },
          lastRun: { run: 1, command: 'apply', actor: 'tester', exitCode: 0 },
          records: { proved: 2 },
          pauses: [{ target: 'sequences.q4-outbound', actor: 'tester', reason: 'wrong text' }],
        },
      ],
    });
    const text = (await run('ledger status')).stdout;
    expect(text).toContain('sequences.q4-outbound by tester on 2026-11-02 09:00 UTC: wrong text');
    expect(text).toContain('2 proved');
  });

  it.each([
    ['yesterday', 'is not a valid date'],
    ['2026-02-30', 'is not a valid date'],
    ['2999-01-01', 'is in the future'],
  ])('mark-gap refuses --from %s', async (day, problem) => {
    const { run } = folder();
    const { exit, stderr } = await run(`ledger mark-gap --from ${day}`);
    expect(exit).toBe(1);
    expect(stderr).toContain(problem);
  });

  it('copy moves a ledger from PostgreSQL back to a file with the same id, and refuses an occupied place', async () => {
    const { run, json } = folder();
    const env = { ROLLCALL_LEDGER: await postgres.fresh() };
    await run('apply --auto-approve', env);
    const { document: before } = await json('ledgerStatus', 'ledger status', env);
    await run('ledger create --ledger taken.db');
    const taken = await json('error', 'ledger copy env:ROLLCALL_LEDGER taken.db', env);
    expect(taken).toMatchObject({ exit: 1, document: { error: { code: 'ledger-not-empty' } } });
    expect((await run('plan --detailed-exitcode', env)).exit).toBe(0);
    expect(await run('ledger copy env:ROLLCALL_LEDGER back.db', env)).toMatchObject({ exit: 0 });
    const { document: after } = await json('ledgerStatus', 'ledger status --ledger back.db');
    expect(after).toMatchObject({ ledgerId: before['ledgerId'], accounts: before['accounts'] });
    expect((await run('plan --detailed-exitcode', { ROLLCALL_LEDGER: 'back.db' })).exit).toBe(0);
  });
});

describe('pause', () => {
  it('suggests the nearest target for an unknown one, and resume ends the pause', async () => {
    const { run, json } = folder();
    const wrong = await run('pause sequences.q4-outbond');
    expect(wrong.exit).toBe(1);
    expect(wrong.stderr).toContain('Did you mean sequences.q4-outbound?');
    const paused = await json('pauses', 'pause sequences.5510021');
    expect(paused.document).toMatchObject({ pauses: [{ target: 'sequences.q4-outbound' }] });
    await json('pauses', 'pause');
    expect((await json('pauses', 'resume sequences.q4-outbound')).document).toMatchObject({
      pauses: [{ target: null }],
    });
    expect((await json('pauses', 'resume')).document).toMatchObject({ pauses: [] });
    expect((await run('resume')).stderr).toContain('was not paused');
  });

  it('can be ended after its target left the files', async () => {
    const { run, json, write } = folder();
    await run('pause sequences.q4-outbound');
    write('version: 1\nportal: simulated\n');
    expect((await json('pauses', 'resume sequences.q4-outbound')).document).toMatchObject({ pauses: [] });
  });

  it('needs no token for a real account, and requires a ledger', async () => {
    const { run } = folder(file.replace('simulated', '1234567'));
    const without = await run('pause');
    expect(without.exit).toBe(1);
    expect(without.stderr).toContain('error[no-ledger]');
    expect(await run('ledger create')).toMatchObject({ exit: 0 });
    expect(await run('pause')).toMatchObject({ exit: 0 });
  });
});

describe('the first steps', () => {
  it('import and init pin the existing ledger', async () => {
    const { simulator, env } = await serverFor({ rateLimit: 'off' });
    const cwd = folderWith({});
    const run = (...args: string[]) => rollcallInProcess(args, { cwd, env });
    const id = /ledgerId: (\S+)/u.exec((await run('ledger', 'create')).stdout)?.[1] ?? '';
    expect(await run('import', '--out', 'enrollments.yaml')).toMatchObject({ exit: 0 });
    const imported = readFileSync(join(cwd, 'enrollments.yaml'), 'utf8');
    expect(imported).toMatch(new RegExp(`^ledgerId: "?${id.replaceAll('"', '')}"?$`, 'mu'));
    expect((await run('apply', '--auto-approve')).exit).toBe(0);

    const fresh = folderWith({});
    await rollcallInProcess(['ledger', 'create'], { cwd: fresh });
    await rollcallInProcess(['init', '--portal', String(simulator.portalId)], { cwd: fresh });
    expect(readFileSync(join(fresh, 'enrollments.yaml'), 'utf8')).toMatch(/^ledgerId: "?[0-9a-f]{12}"? #/mu);
  });

  it('apply --new-ledger prints the line to add, and apply without a ledger names its expected place', async () => {
    const { simulator, env } = await serverFor({ rateLimit: 'off' });
    const { cwd, run } = folder(file.replace('simulated', String(simulator.portalId)));
    const none = await run('apply --auto-approve', env);
    expect(none.exit).toBe(1);
    expect(none.stderr).toContain(
      `There is no ledger at ${join(cwd, sqlite)} (from the default of \`ledger\`)`,
    );
    const begun = await run('apply --auto-approve --new-ledger', env);
    expect(begun.exit).toBe(0);
    expect(begun.stderr).toMatch(/ledgerId: [0-9a-f]{12}/u);
  });

  it('plan, validate and doctor warn if a pipeline runs rollcall and the ledger is a file', async () => {
    const { simulator, env } = await serverFor({ rateLimit: 'off' });
    const { cwd, run } = folder(file.replace('simulated', String(simulator.portalId)));
    await run('init --ci gitlab');
    for (const command of ['validate', 'plan', 'doctor']) {
      const { stdout, stderr } = await run(command, env);
      expect(`${stdout}${stderr}`.replaceAll(/\s+/gu, ' '), command).toContain(
        '.gitlab-ci.yml runs rollcall',
      );
    }
    const shared = await run('validate', { ROLLCALL_LEDGER: 'postgres://db.acme.example/ledger' });
    expect(shared.stderr).toBe('');
    expect(existsSync(join(cwd, sqlite))).toBe(false);
  });
});
