import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generateAccount, generatedEmail } from '../../src/simulator/seed/generate-account.ts';
import { folderWith } from '../cli/folder.ts';

const contacts = 3000;

const account = JSON.stringify(generateAccount({ contacts }));

const files = {
  'account.json': account,
  '.rollcall/simulator.json': account,
  'people.csv': `email\n${Array.from({ length: contacts }, (_none, index) => generatedEmail(index)).join('\n')}\n`,
  'enrollments.yaml': `version: 1
portal: simulated
limits: { enroll: 100000, perSenderPerDay: 100000 }
sequences:
  drip: { id: 5510021, sender: maria@acme.example, members: [{ audience: all }] }
audiences: { all: [{ file: people.csv }] }
`,
  'one.story.yaml': `given: { account: account.json }
steps: [{ apply: reviewed }]
`,
};

/** The temporary folders of a process. */
function foldersOf(pid: number | undefined): readonly string[] {
  const places = ['/dev/shm', tmpdir()].filter((place) => existsSync(place));
  return places.flatMap((place) =>
    readdirSync(place).filter((name) => name.startsWith(`rollcall-world-${pid ?? ''}-`)),
  );
}

async function interrupted(line: string, signals: readonly NodeJS.Signals[]) {
  const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const cwd = folderWith(files);
  const child = spawn(process.execPath, [main, ...line.split(' ')], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise((resolve) => void child.once('exit', resolve));
  // The first apply takes seconds: it has begun when the folder of its ledger exists.
  while (foldersOf(child.pid).length === 0 && child.exitCode === null) await wait(20);
  const folders = foldersOf(child.pid).length;
  for (const signal of signals) child.kill(signal);
  const exit = await ended;
  const isWritten = existsSync(join(cwd, 'copy.json'));
  return { exit, stdout, stderr, folders, isWritten, left: foldersOf(child.pid) };
}

describe('a copy of an account that is interrupted', () => {
  it.each([
    ['rehearse --account account.json --days 1', ['SIGINT']],
    ['rehearse --account account.json --days 1', ['SIGTERM']],
    ['rehearse --account account.json --days 1', ['SIGINT', 'SIGTERM']],
    ['test', ['SIGINT']],
    ['snapshot --out copy.json', ['SIGINT']],
    ['snapshot --out copy.json', ['SIGTERM']],
    ['snapshot --out copy.json', ['SIGINT', 'SIGTERM']],
  ] as const)('%s stops at %s, and leaves no folder', async (line, signals) => {
    const result = await interrupted(line, signals);
    expect(result).toMatchObject({ exit: 130, stdout: '', folders: 1, isWritten: false, left: [] });
    expect(result.stderr).toContain('Interrupted');
  });
});
