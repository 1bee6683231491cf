/** Which accounts of a fleet a change affects, with a real git repository. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { packageRoot } from './paths.ts';
import { run } from './run-shell.ts';

function fleet() {
  const cwd = folderWith({});
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
  };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=ana', '-c', 'user.email=ana@acme.example', ...args], {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const commit = (): void => {
    git('add', '.');
    git('commit', '-q', '-m', 'change');
  };
  git('init', '-q');
  write({
    'accounts/eu/a.yaml':
      'version: 1\nportal: 111\ntoken: HUBSPOT_TOKEN_EU\nsuppress: [{ file: ../../dnc }]\n',
    'accounts/us/a.yaml': 'version: 1\nportal: 222\ntoken: HUBSPOT_TOKEN_US\n',
    'shared/br.yaml': 'version: 1\nportal: 333\ntoken: HUBSPOT_TOKEN_BR\n',
    dnc: 'email\nold@contoso.example\n',
    'README.md': '',
  });
  mkdirSync(join(cwd, 'accounts/br'));
  symlinkSync('../../shared/br.yaml', join(cwd, 'accounts/br/a.yaml'));
  commit();
  const job = async (command: string) => {
    const temp = folderWith({ 'event.json': '{}', output: '', summary: '' });
    const env = {
      PATH: process.env['PATH'] ?? '',
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'acme/crm',
      GITHUB_RUN_ID: '1',
      GITHUB_SHA: 'abc',
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_EVENT_PATH: join(temp, 'event.json'),
      GITHUB_OUTPUT: join(temp, 'output'),
      GITHUB_STEP_SUMMARY: join(temp, 'summary'),
      RUNNER_TEMP: temp,
      ROLLCALL_FLEET: 'accounts',
      ROLLCALL_BASE: 'HEAD^1',
    };
    const main = join(packageRoot, 'ci/main.mjs');
    const { exit, log } = await run([process.execPath, main, ...command.split(' ')], { cwd, env });
    const [, accounts = '[]'] = /^accounts=(.*)$/mu.exec(readFileSync(join(temp, 'output'), 'utf8')) ?? [];
    const names = (JSON.parse(accounts) as readonly { name: string }[]).map(({ name }) => name);
    return { exit, log, names, summary: readFileSync(join(temp, 'summary'), 'utf8') };
  };
  return { cwd, write, commit, job };
}

it.each([
  ['accounts/us/a.yaml', ['us']],
  ['accounts/us/notes.md', ['us']],
  // Included by one account, under any name.
  ['dnc', ['eu']],
  // The target of a link.
  ['shared/br.yaml', ['br']],
  ['.rollcall/ci/package.json', ['br', 'eu', 'us']],
  ['.gitlab-ci.yml', ['br', 'eu', 'us']],
  ['.github/workflows/rollcall-plan.yml', []],
  ['README.md', []],
])('a change of %s affects %j', async (path, expected) => {
  const { cwd, write, commit, job } = fleet();
  const before = path.endsWith('.md') || path.startsWith('.') ? '' : readFileSync(join(cwd, path), 'utf8');
  write({ [path]: `${before}\n` });
  commit();
  const { names, log } = await job('fleet');
  expect(names, log).toEqual(expected);
});

it('an account with an invalid file counts for every change outside of the other accounts', async () => {
  const { write, commit, job } = fleet();
  write({ 'accounts/us/a.yaml': 'version: 1\nportal: 222\ntoken: HUBSPOT_TOKEN_US\nsuppress: [nonsense]\n' });
  commit();
  write({ 'list.txt': 'x' });
  commit();
  expect((await job('fleet')).names).toEqual(['us']);
});

it('names an account that a change removes', async () => {
  const { cwd, commit, job } = fleet();
  rmSync(join(cwd, 'accounts/us'), { recursive: true });
  commit();
  const { summary } = await job('summary plan');
  expect(summary).toContain('**Account us was removed.** Its contacts stay enrolled');
});

it('refuses a result that someone committed', async () => {
  const { write, commit, job } = fleet();
  write({ 'rollcall-result-us.json': '{}', 'accounts/us/b.yaml': 'version: 1\n' });
  commit();
  for (const command of ['fleet', 'summary plan']) {
    const { exit, log } = await job(command);
    expect(exit).toBe(1);
    expect(log).toContain('Delete rollcall-result-us.json from the repository');
  }
});
