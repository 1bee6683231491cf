import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { maxFileBytes } from '../../src/model/file-reader.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';

const yaml = 'version: 1\nportal: simulated\nsequences: {}\n';
const event =
  '{"formatVersion":2,"event":"run-started","at":"2026-11-23T06:00:00.104Z","command":"plan","version":"0"}\n';

/** Creates a folder with a ledger, a simulated account, and files of other programs. */
async function folderInUse(): Promise<string> {
  const cwd = folderWith({
    'enrollments.yaml': yaml,
    'notes.txt': 'notes',
    'package.json': '{ "name": "crm", "formatVersion": 1 }',
    'truncated.json': '{ "formatVersion": 2, "planId": "ab", "expiresAt": "2026-',
    'other.ndjson': '{"event":"deploy","at":"2026-11-23T06:00:00.104Z"}\n',
    'events.ndjson': event,
    'empty.json': '',
    'large.db': 'SQLite format 3',
  });
  truncateSync(join(cwd, 'large.db'), maxFileBytes + 1);
  symlinkSync('enrollments.yaml', join(cwd, 'link.json'));
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  const { exit } = await rollcallInProcess(['apply', '--auto-approve'], { cwd });
  expect(exit).toBe(0);
  await rollcallInProcess(['simulator', 'advance', '1h'], { cwd });
  return cwd;
}

const otherFiles = [
  'enrollments.yaml',
  '.rollcall/ledger.db',
  '.rollcall/simulator.json',
  'notes.txt',
  'package.json',
  'truncated.json',
  'link.json',
  'other.ndjson',
] as const;

describe.skipIf(process.platform === 'win32')('an output file', () => {
  test.each(['enrollments.yaml', '.rollcall/ledger.db', '.rollcall/simulator.json', 'notes.txt'])(
    'that is %s is not replaced by an import',
    async (name) => {
      const cwd = await folderInUse();
      const before = readFileSync(join(cwd, name));
      const { exit, stderr } = await rollcallInProcess(['import', '--portal', 'simulated', '--out', name], {
        cwd,
      });

      expect(exit).toBe(1);
      expect(stderr).toContain(`error[file-exists]: ${name} already exists`);
      expect(readFileSync(join(cwd, name)).equals(before)).toBe(true);
    },
  );

  test.each([...otherFiles, 'large.db'])('that is %s is not replaced by a plan', async (name) => {
    const cwd = await folderInUse();
    const before = name === 'large.db' ? undefined : readFileSync(join(cwd, name));
    const { exit, stderr, stdout } = await rollcallInProcess(['plan', '--out', name], { cwd });

    expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
    expect(stderr).toContain(
      `error[file-exists]: ${name} exists and is not a saved plan. Nothing was written.\n  help: Name another file`,
    );
    if (before) expect(readFileSync(join(cwd, name)).equals(before)).toBe(true);
  });

  test.each(otherFiles)('that is %s is not used for events', async (name) => {
    const cwd = await folderInUse();
    const before = readFileSync(join(cwd, name));
    const { exit, stderr } = await rollcallInProcess(['plan', '--events', name], { cwd });

    expect(exit).toBe(1);
    expect(stderr).toContain(`error[events-file]: --events: ${name} exists and is not an events file`);
    expect(readFileSync(join(cwd, name)).equals(before)).toBe(true);
  });

  test.each(['pipe', '/dev/null', '/dev/full', '/dev/zero', '.'])(
    'that is %s is refused without being opened',
    async (name) => {
      const cwd = await folderInUse();
      const events = await rollcallInProcess(['plan', '--events', name], { cwd });
      const plan = await rollcallInProcess(['plan', '--out', name], { cwd });

      expect(events.exit).toBe(1);
      expect(events.stderr).toContain(`error[events-file]: --events: ${name} is not a regular file`);
      expect(plan.exit).toBe(1);
      expect(plan.stderr).toContain('error[file-write]');
    },
  );

  test.runIf(existsSync('/proc'))('in a folder that cannot be created is an error', async () => {
    const cwd = folderWith({ 'enrollments.yaml': yaml });
    for (const folder of ['/proc/x', '/proc/x/y/z']) {
      const plan = await rollcallInProcess(['plan', '--out', `${folder}/plan.json`], { cwd });
      const events = await rollcallInProcess(['plan', '--events', `${folder}/events`], { cwd });
      const ledger = await rollcallInProcess(['apply', '--auto-approve'], {
        cwd,
        env: { ROLLCALL_LEDGER: `${folder}/ledger.db` },
      });
      const state = await rollcallInProcess(['simulator', 'reset', '--state', `${folder}/state.json`], {
        cwd,
      });

      expect(plan.stderr).toMatch(
        /^error\[file-write\]: \/proc\/x.*cannot be written: a folder of the path cannot be created \(ENOENT\)/u,
      );
      expect(events.stderr).toContain('error[events-file]');
      expect(ledger.stderr).toContain('error[ledger-write]');
      expect(state.stderr).toContain('error[simulator-write]');
      expect([plan, events, ledger, state].map(({ exit }) => exit)).toEqual([1, 1, 1, 1]);
    }
  });

  test('that is empty, or of the same kind, is used', async () => {
    const cwd = await folderInUse();
    for (const name of ['plan.json', 'plan.json', 'empty.json']) {
      expect(await rollcallInProcess(['plan', '--out', name], { cwd })).toMatchObject({ exit: 0 });
    }
    for (const name of ['new.ndjson', 'new.ndjson', 'events.ndjson']) {
      expect(await rollcallInProcess(['plan', '--events', name], { cwd })).toMatchObject({ exit: 0 });
    }
    expect(readFileSync(join(cwd, 'events.ndjson'), 'utf8').startsWith(event)).toBe(true);
  });
});
