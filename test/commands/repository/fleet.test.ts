import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { rollcallInProcess } from '../../cli/rollcall-in-process.ts';
import { problemsOf } from '../../render/output-validator.ts';

async function fleetList(
  files: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<Awaited<ReturnType<typeof rollcallInProcess>>> {
  const cwd = mkdtempSync(join(tmpdir(), 'rollcall-fleet-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return rollcallInProcess(['fleet', 'list', ...flags], { cwd });
}

function account(portal: number | string, token: string, more = ''): string {
  return `version: 1\nportal: ${portal}\ntoken: ${token}\n${more}`;
}

it('lists each folder with its account, the name of its token, and every file that it reads', async () => {
  const files = {
    'accounts/us/enrollments.yaml': account(222, 'HUBSPOT_TOKEN_US', 'suppress: [{ file: ../../dnc.csv }]'),
    'accounts/eu/a.yaml': account(111, 'HUBSPOT_TOKEN_EU'),
    'accounts/eu/b.yml': 'version: 1\n',
    'accounts/notes/README.md': 'no account',
    'accounts/.hidden/enrollments.yaml': account(333, 'HUBSPOT_TOKEN_X'),
    'accounts/README.md': '',
    'dnc.csv': 'email\nana@northwind.example\n',
  };
  const { exit, stdout } = await fleetList(files, '--format', 'json');
  expect(exit).toBe(0);
  const document: unknown = JSON.parse(stdout);
  expect(problemsOf('fleet', document)).toEqual([]);
  expect(document).toMatchObject({
    accounts: [
      {
        name: 'eu',
        folder: 'accounts/eu',
        portal: 111,
        token: 'HUBSPOT_TOKEN_EU',
        files: ['accounts/eu/a.yaml', 'accounts/eu/b.yml'],
      },
      {
        name: 'us',
        folder: 'accounts/us',
        portal: 222,
        token: 'HUBSPOT_TOKEN_US',
        files: ['accounts/us/enrollments.yaml', 'dnc.csv'],
      },
    ],
  });
  expect((await fleetList(files)).stdout).toMatchInlineSnapshot(`
    "ACCOUNT  PORTAL  TOKEN             FOLDER
    eu       111     HUBSPOT_TOKEN_EU  accounts/eu
    us       222     HUBSPOT_TOKEN_US  accounts/us

    2 accounts
    "
  `);
});

it('lists an account with an invalid file, whose own job reports the errors', async () => {
  const files = {
    'accounts/eu/a.yaml': account(111, 'HUBSPOT_TOKEN_EU'),
    'accounts/us/a.yaml': 'version: 1\nportal: [\n',
  };
  const { exit, stdout } = await fleetList(files);
  expect(exit).toBe(0);
  expect(stdout).toContain('rollcall validate accounts/us');
});

it.each([
  ['fleet-portal-twice', { a: account(111, 'HUBSPOT_TOKEN_A'), b: account(111, 'HUBSPOT_TOKEN_B') }],
  ['fleet-token-twice', { a: account(111, 'HUBSPOT_TOKEN_A'), b: account(222, 'HUBSPOT_TOKEN_A') }],
  ['fleet-token-twice', { a: account(111, 'HUBSPOT_ACCESS_TOKEN'), b: 'version: 1\nportal: 222\n' }],
  ['fleet-name', { 'a b': account(111, 'HUBSPOT_TOKEN_A') }],
  ['fleet-name', { eu: account(111, 'HUBSPOT_TOKEN_A'), EU: account(222, 'HUBSPOT_TOKEN_B') }],
  [
    'fleet-misplaced-file',
    { eu: account(111, 'HUBSPOT_TOKEN_A'), 'emea/es': account(222, 'HUBSPOT_TOKEN_B') },
  ],
])('refuses the fleet with %s', async (code, accounts) => {
  const files = Object.fromEntries(
    Object.entries(accounts).map(([name, text]) => [`accounts/${name}/enrollments.yaml`, text]),
  );
  const { exit, stdout } = await fleetList(files, '--format', 'json');
  expect(exit).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code, severity: 'error' }] });
});

it('accepts several simulated accounts', async () => {
  const simulated = 'version: 1\nportal: simulated\n';
  const { exit } = await fleetList({ 'accounts/a/f.yaml': simulated, 'accounts/b/f.yaml': simulated });
  expect(exit).toBe(0);
});

it('refuses a folder without accounts', async () => {
  const { exit, stderr } = await fleetList({ 'elsewhere/a.yaml': '' });
  expect(exit).toBe(3);
  expect(stderr).toContain('accounts/eu/enrollments.yaml');
});

it('prints the folder of one account for a job with an index', async () => {
  const files = {
    'accounts/eu/a.yaml': account(111, 'HUBSPOT_TOKEN_EU'),
    'accounts/us/a.yaml': account(222, 'HUBSPOT_TOKEN_US'),
  };
  expect(await fleetList(files, 'accounts/', '--index', '1')).toMatchObject({
    exit: 0,
    stdout: 'accounts/us\n',
  });
  expect(await fleetList(files, '--index', '2')).toMatchObject({
    exit: 1,
    stdout: '',
    stderr: expect.stringContaining('set `completions` to 2'),
  });
});

it('refuses a file directly in the folder of the fleet', async () => {
  const files = {
    'accounts/eu/a.yaml': account(111, 'HUBSPOT_TOKEN_EU'),
    'accounts/de.yaml': account(222, 'X'),
  };
  const { exit, stderr } = await fleetList(files);
  expect(exit).toBe(3);
  expect(stderr).toContain('accounts/de.yaml belongs to no account');
});

it('knows the token of an account whose file has an error elsewhere', async () => {
  const text = `${account(222, 'HUBSPOT_TOKEN_US')}sequences: { q: { id: 1, sender: a@b.example, members: [nonsense] } }\n`;
  const { stdout } = await fleetList({ 'accounts/us/a.yaml': text }, '--format', 'json');
  expect(JSON.parse(stdout)).toMatchObject({
    accounts: [{ portal: 222, token: 'HUBSPOT_TOKEN_US', files: null }],
  });
});
