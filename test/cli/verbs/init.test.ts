import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../../src/runtime/environment.ts';
import { startSimulator } from '../../../src/simulator/start-simulator.ts';
import { folderWith } from '../folder.ts';
import { rollcallInProcess } from '../rollcall-in-process.ts';

const { PATH = '' } = process.env;
const bin = mkdtempSync(join(tmpdir(), 'rollcall-npm-'));
const run = (cwd: string, line: string, env: Readonly<Record<string, string>> = {}) =>
  rollcallInProcess(line.split(' '), { cwd, env: { PATH: `${bin}:${PATH}`, ...env } });
const textOf = (cwd: string, name: string) => readFileSync(join(cwd, name), 'utf8');

// Packing takes a second, so the package is packed once, and `npm` of the tests copies it to its last argument.
// test/ci/vendored.test.ts packs and installs with the real npm.
beforeAll(() => {
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  execFileSync('npm', ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', bin], {
    cwd,
  });
  const tarball = join(bin, `rollcall-${version()}.tgz`);
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh -e\n[ "$1" = pack ]\nfor last; do :; done\ncp '${tarball}' "$last"\n`,
    {
      mode: 0o755,
    },
  );
  return () => rmSync(bin, { recursive: true });
});

describe('the first story of init', () => {
  it.each(['init', 'init --portal 1234567', 'init --fleet --portal 7654321'])(
    'passes, after %s',
    async (line) => {
      const cwd = folderWith({});
      expect(await run(cwd, line)).toMatchObject({ exit: 0 });
      const { exit, stdout } = await run(cwd, 'test');
      expect({ exit, stdout: stdout.split('\n').at(-2) }).toEqual({ exit: 0, stdout: '1 story: 1 passed' });
    },
  );

  it('fails when a prospect gets no email', async () => {
    const cwd = folderWith({});
    await run(cwd, 'init');
    const text = textOf(cwd, 'enrollments.yaml').replace(
      '    - ana@northwind.example',
      '    - gus@contoso.example',
    );
    writeFileSync(join(cwd, 'enrollments.yaml'), text);
    expect(await run(cwd, 'test')).toMatchObject({ exit: 1 });
  });
});

describe('the configuration file of init', () => {
  it('is valid, and apply accepts it unchanged on the simulator', async () => {
    const cwd = folderWith({});
    expect(await run(cwd, 'init')).toMatchObject({ exit: 0 });
    expect(await run(cwd, 'validate')).toMatchObject({ exit: 0, stderr: '' });
    expect(await run(cwd, 'plan --detailed-exitcode')).toMatchObject({ exit: 2 });
    expect(await run(cwd, 'apply --auto-approve')).toMatchObject({ exit: 0 });
    expect(await run(cwd, 'plan --detailed-exitcode')).toMatchObject({ exit: 0 });
  });

  it('manages no target of a real account until its lines are uncommented', async () => {
    const server = await startSimulator({ stateFile: join(folderWith({}), 'account.json') });
    const env = { HUBSPOT_BASE_URL: server.url, HUBSPOT_ACCESS_TOKEN: server.token };
    const cwd = folderWith({});
    expect(await run(cwd, `init --portal ${server.portalId}`)).toMatchObject({ exit: 0 });
    expect(await run(cwd, 'validate', env)).toMatchObject({ exit: 0 });
    const plan = await run(cwd, 'plan --detailed-exitcode', env);
    await server.close();
    expect(plan.exit).toBe(0);
    expect(plan.stdout).toContain('No changes');
  });

  it('contains commented targets that are valid when uncommented', async () => {
    const cwd = folderWith({ 'prospects.csv': 'email\nbo@northwind.example\n' });
    await run(cwd, 'init --portal 1234567');
    const text = textOf(cwd, 'enrollments.yaml');
    const [before = '', targets = ''] = text.split(/(?=^# audiences:)/mu);
    const open = folderWith({
      'enrollments.yaml': before + targets.replace(/^# /gmu, ''),
      'prospects.csv': 'email\nbo@northwind.example\n',
    });
    const valid = await run(open, 'validate');
    expect(valid).toMatchObject({ exit: 0, stdout: 'Valid: 2 targets.\n' });
  });

  it('names the schema at its path in an installed package', async () => {
    const cwd = folderWith({});
    await run(cwd, 'init');
    const [, path = ''] =
      /^# yaml-language-server: \$schema=\.\/node_modules\/rollcall\/(\S+)\n/u.exec(
        textOf(cwd, 'enrollments.yaml'),
      ) ?? [];
    expect(existsSync(new URL(`../../../${path}`, import.meta.url))).toBe(true);
  });

  it('quotes an unusual ledger path so that it reads as the same path', async () => {
    const cwd = folderWith({});
    const ledger = './kept: here/#1.db';
    expect(await rollcallInProcess(['init', '--ledger', ledger], { cwd })).toMatchObject({ exit: 0 });
    expect(await run(cwd, 'apply --auto-approve')).toMatchObject({ exit: 0 });
    expect(existsSync(join(cwd, ledger))).toBe(true);
  });
});

describe('the pipeline of init', () => {
  const vendored = [`rollcall-${version()}.tgz`, 'package.json', 'package-lock.json'].map(
    (name) => `.rollcall/ci/${name}`,
  );

  it.each([
    [
      'github',
      [
        '.github/workflows/rollcall-apply.yml',
        '.github/workflows/rollcall-drift.yml',
        '.github/workflows/rollcall-plan.yml',
      ],
    ],
    ['gitlab', ['.gitlab-ci.yml']],
  ])('is the packaged example for %s', async (ci, paths) => {
    const cwd = folderWith({});
    const ran = await run(cwd, `init --ci ${ci} --format json`);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      written: ['enrollments.yaml', 'enrollments.story.yaml', ...paths, ...vendored, '.gitignore'],
    });
    for (const path of paths) {
      const example = new URL(`../../../examples/ci/${ci}/${basename(path)}`, import.meta.url);
      expect(textOf(cwd, path)).toBe(readFileSync(example, 'utf8'));
    }
  });

  it('does not replace an existing pipeline', async () => {
    const cwd = folderWith({ '.gitlab-ci.yml': 'stages: [test]\n' });
    const ran = await run(cwd, 'init --ci gitlab');
    expect(ran.exit).toBe(1);
    expect(ran.stderr).toContain('--ci none');
    expect(readdirSync(cwd)).toEqual(['.gitlab-ci.yml']);
  });

  it('is added to a folder with a configuration file, which remains unchanged', async () => {
    const cwd = folderWith({ 'enrollments.yaml': 'mine' });
    expect(await run(cwd, 'init --ci gitlab')).toMatchObject({ exit: 0 });
    expect(readdirSync(cwd).toSorted()).toEqual([
      '.gitignore',
      '.gitlab-ci.yml',
      '.rollcall',
      'enrollments.yaml',
    ]);
    expect(textOf(cwd, 'enrollments.yaml')).toBe('mine');
  });

  it('is not added if a flag would change the existing configuration file', async () => {
    const cwd = folderWith({ 'enrollments.yaml': 'mine' });
    for (const flag of ['--portal 7', '--ledger here.db']) {
      const ran = await run(cwd, `init --ci gitlab ${flag}`);
      expect(ran).toMatchObject({ exit: 1, stdout: '' });
      expect(ran.stderr).toContain(`${flag.split(' ')[0]} cannot change it`);
    }
    expect(readdirSync(cwd)).toEqual(['enrollments.yaml']);
  });

  it.each([
    ['github', '.github/workflows/rollcall-plan.yml', 'fromJSON(needs.accounts.outputs.accounts)'],
    ['gitlab', '.gitlab-ci.yml', 'ROLLCALL_ACCOUNT: ["111", "222", "eu"]'],
  ])('of a fleet on %s is for every account', async (ci, path, matrix) => {
    const cwd = folderWith({ 'accounts/eu/file.yml': 'version: 1\nportal: 333\ntoken: HUBSPOT_TOKEN_EU\n' });
    const first = await run(cwd, 'init --fleet --portal 111 --ledger postgres://db/ledger');
    expect(first.exit, first.stderr).toBe(0);
    expect(first.stdout).toContain('Wrote accounts/111/enrollments.yaml\n');
    expect(textOf(cwd, 'accounts/111/enrollments.yaml')).toContain('\ntoken: HUBSPOT_TOKEN_111 #');
    const second = await run(cwd, `init --fleet --portal 222 --ledger postgres://db/ledger --ci ${ci}`);
    expect(second.exit, second.stderr).toBe(0);
    expect(textOf(cwd, path)).toContain(matrix);
    expect(await run(cwd, 'fleet list')).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('3 accounts'),
    });
    const again = await run(cwd, 'init --fleet --portal 222');
    expect(again).toMatchObject({ exit: 1, stderr: expect.stringMatching(/already exists?\./u) });
  });

  it('of a fleet on GitLab must list an account that is added later', async () => {
    const cwd = folderWith({});
    const line = 'Add the name of its folder to the list at the top of .gitlab-ci.yml.';
    const first = await run(cwd, 'init --fleet --portal 111 --ci gitlab');
    expect(first.stdout).not.toContain(line);
    const second = await run(cwd, 'init --fleet --portal 222');
    expect(second.stdout).toContain(line);
    expect(textOf(cwd, 'accounts/222/enrollments.yaml')).toContain('\nexpires: 7d #');
  });

  it('of a fleet is added to existing accounts', async () => {
    const cwd = folderWith({ 'accounts/eu/file.yml': 'version: 1\nportal: 333\n' });
    const ran = await run(cwd, 'init --fleet --ci gitlab');
    expect(ran.exit, ran.stderr).toBe(0);
    expect(textOf(cwd, '.gitlab-ci.yml')).toContain('ROLLCALL_ACCOUNT: ["eu"]');
    expect(readdirSync(join(cwd, 'accounts'))).toEqual(['eu']);
  });

  it('is part of the package', () => {
    const manifest: { files: readonly string[] } = JSON.parse(
      readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
    );
    expect(manifest.files.some((path) => 'examples/ci'.startsWith(path))).toBe(true);
  });
});

describe('the ignore rules of init', () => {
  const ofFolder = '!/.rollcall/\n.rollcall/*\n!.rollcall/ci/\n!.rollcall/ci/*\n.rollcall/ci/node_modules/\n';

  it('are written to a new .gitignore', async () => {
    const cwd = folderWith({});
    await run(cwd, 'init --ledger records/ledger.db');
    expect(textOf(cwd, '.gitignore')).toBe(`${ofFolder}records/ledger.db*\nplan.json\naccount.json\n`);
  });

  it('are added once to an existing .gitignore', async () => {
    const cwd = folderWith({ '.gitignore': 'node_modules\nplan.json' });
    const ran = await run(cwd, 'init');
    expect(ran.stdout).toContain('Added ignore rules to .gitignore');
    expect(textOf(cwd, '.gitignore')).toBe(`node_modules\nplan.json\n${ofFolder}account.json\n`);
  });

  it('do not change a .gitignore that already contains them', async () => {
    const present = `${ofFolder}plan.json\naccount.json\n`.replaceAll('\n', '\r\n');
    const cwd = folderWith({ '.gitignore': present });
    const ran = await run(cwd, 'init');
    expect(ran.stdout).not.toContain('.gitignore');
    expect(textOf(cwd, '.gitignore')).toBe(present);
  });
});

describe('init refuses', () => {
  it('to overwrite an existing file, and then writes no file', async () => {
    const cwd = folderWith({ 'enrollments.yaml': 'mine' });
    const ran = await run(cwd, 'init');
    expect(ran).toMatchObject({ exit: 1, stdout: '' });
    expect(ran.stderr).toContain('enrollments.yaml already exists');
    expect(readdirSync(cwd)).toEqual(['enrollments.yaml']);
    expect(textOf(cwd, 'enrollments.yaml')).toBe('mine');
  });

  it.each([
    ['--portal simulatd', '`simulated` or the number of a HubSpot account'],
    ['--portal 0', '`simulated` or the number of a HubSpot account'],
    ['--ledger mysql://db/x', 'postgres://'],
    ['--ci bitbucket', 'github, gitlab, none'],
  ])('%s and names the valid values', async (flag, expected) => {
    const cwd = folderWith({});
    const ran = await run(cwd, `init ${flag}`);
    expect(ran).toMatchObject({ exit: 1, stdout: '' });
    expect(ran.stderr).toContain(expected);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('an address with a password, and does not print the password', async () => {
    const cwd = folderWith({});
    const ran = await run(cwd, 'init --ledger postgres://me:hunter2@db.acme.example/ledger');
    expect(ran).toMatchObject({ exit: 1, stdout: '' });
    expect(ran.stderr).toContain('ROLLCALL_LEDGER');
    expect(ran.stderr).not.toContain('hunter2');
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('init in a script', () => {
  it.each(['enrollments.yaml', '.gitignore'])('names a folder at the path of %s', async (name) => {
    const cwd = folderWith({ [`${name}/file.txt`]: '' });
    const { exit, stderr } = await run(cwd, 'init');
    expect(exit).toBe(1);
    expect(stderr).toContain(`error[file-read]: ${name} exists and cannot be read (EISDIR)`);
    expect(readdirSync(cwd)).toEqual([name]);
  });

  it('prints one JSON document', async () => {
    const cwd = folderWith({});
    const { stdout, stderr } = await run(cwd, 'init --format json');
    expect(JSON.parse(stdout)).toMatchObject({
      written: ['enrollments.yaml', 'enrollments.story.yaml', '.gitignore'],
      extended: [],
    });
    expect(stderr).toBe('');
  });

  it('warns that a CI runner loses a ledger in a file', async () => {
    const file = await run(folderWith({}), 'init --ci github');
    expect(file.stdout).toContain('does not keep its files');
    const database = await run(folderWith({}), 'init --ci github --ledger postgres://db.acme.example/ledger');
    expect(database.stdout).not.toContain('does not keep its files');
  });
});
