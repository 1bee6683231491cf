import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { version } from '../../src/runtime/environment.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { problemsOf } from '../render/output-validator.ts';
import { type LockedPackage, startNpmMirror } from './npm-mirror.ts';
import { packageRoot } from './paths.ts';

const exec = promisify(execFile);
const vendor = '.rollcall/ci';

interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<
    Record<
      string,
      LockedPackage & {
        readonly dev?: boolean;
        readonly resolved?: string;
        readonly dependencies?: Readonly<Record<string, string>>;
        readonly optionalDependencies?: Readonly<Record<string, string>>;
      }
    >
  >;
}

const repositoryLock = lockfileAt(`${packageRoot}package-lock.json`);

function lockfileAt(path: string): Lockfile {
  const lockfile: Lockfile = JSON.parse(readFileSync(path, 'utf8'));
  return lockfile;
}

let vendoredOnce: Promise<string> | undefined;
afterAll(async () => rmSync((await vendoredOnce) ?? '', { recursive: true, force: true }));

/** Creates a copy of a folder with a pipeline. `npm pack` takes a second, so one folder is made by `init`. */
async function vendoredFolder(): Promise<string> {
  vendoredOnce ??= (async () => {
    const made = mkdtempSync(join(tmpdir(), 'rollcall-vendored-'));
    const ran = await rollcallInProcess(['init', '--ci', 'github'], { cwd: made });
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    return made;
  })();
  const cwd = folderWith({});
  cpSync(await vendoredOnce, cwd, { recursive: true });
  return cwd;
}

describe('the lockfile that init writes', () => {
  it('has the production packages of our own lockfile, no others, and the tarball, each with its integrity', async () => {
    const cwd = await vendoredFolder();
    const { packages, lockfileVersion } = lockfileAt(join(cwd, vendor, 'package-lock.json'));
    expect(lockfileVersion).toBe(3);
    const { '': root, 'node_modules/rollcall': rollcall, ...others } = packages;
    const production = Object.entries(repositoryLock.packages).filter(
      ([path, { dev }]) => path !== '' && dev !== true,
    );
    const withLibc = production.map(([path, entry]) => {
      if (!path.includes('/@libsql/linux-')) return [path, entry];
      return [path, { ...entry, libc: [path.includes('musl') ? 'musl' : 'glibc'] }];
    });
    expect(others).toEqual(Object.fromEntries(withLibc));
    // npm would install the builds for both C libraries, because their packages do not name them.
    expect(Object.keys(others).filter((path) => path.includes('/@libsql/linux-'))).toHaveLength(6);
    expect(Object.keys(others).filter((path) => path.includes('vitest'))).toEqual([]);
    expect(Object.keys(others).filter((path) => path.includes('/@libsql/'))).toHaveLength(9);
    for (const [path, { integrity }] of Object.entries(others)) expect(integrity, path).toMatch(/^sha512-/u);

    const tarball = readFileSync(join(cwd, vendor, `rollcall-${version()}.tgz`));
    expect(rollcall).toMatchObject({
      version: version(),
      resolved: `file:rollcall-${version()}.tgz`,
      integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
      dependencies: repositoryLock.packages['']?.dependencies,
    });
    expect(root?.dependencies).toEqual({ rollcall: `file:rollcall-${version()}.tgz` });
    expect(JSON.parse(readFileSync(join(cwd, vendor, 'package.json'), 'utf8'))).toEqual({
      name: 'rollcall-ci',
      private: true,
      dependencies: { rollcall: `file:rollcall-${version()}.tgz` },
    });
  });

  it('has every package that another one needs, and none that no package needs', async () => {
    const cwd = await vendoredFolder();
    const { packages } = lockfileAt(join(cwd, vendor, 'package-lock.json'));
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      const { dependencies, optionalDependencies } = packages[path] ?? {};
      for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
        visit(found(path, name));
      }
    };
    const found = (from: string, name: string): string => {
      const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
      if (packages[path]) return path;
      if (from === '') throw new Error(`The lockfile lacks ${name}.`);
      return found(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))) || '', name);
    };
    visit('');
    expect([...reached].toSorted()).toEqual(Object.keys(packages).toSorted());
  });

  it('installs behind a mirror that has no package rollcall', async () => {
    const cwd = await vendoredFolder();
    const { stdout: cache } = await exec('npm', ['config', 'get', 'cache']);
    const { packages } = lockfileAt(join(cwd, vendor, 'package-lock.json'));
    const mirror = await startNpmMirror(packages, cache.trim());
    const { PATH = '' } = process.env;
    const env = { PATH, HOME: cwd, npm_config_registry: mirror.url, npm_config_fetch_retries: '0' };
    const install = 'ci --prefix .rollcall/ci --ignore-scripts --no-audit --no-fund';
    await exec('npm', install.split(' '), { cwd, env });
    const cli = join(cwd, vendor, 'node_modules/rollcall/dist/cli/main.js');
    expect(await exec(process.execPath, [cli, '--version'])).toMatchObject({ stdout: `${version()}\n` });
    expect(existsSync(join(cwd, vendor, 'node_modules/rollcall/ci/main.mjs'))).toBe(true);
    expect(existsSync(join(cwd, vendor, 'node_modules/rollcall/action.yml'))).toBe(true);
    expect(mirror.requested).toContain('libsql');
    expect(mirror.requested).not.toContain('rollcall');

    // The installed copy vendors itself, with the same bytes.
    const first = readFileSync(join(cwd, vendor, 'package-lock.json'), 'utf8');
    const offline = { ...env, npm_config_registry: 'http://127.0.0.1:9/' };
    await exec(process.execPath, [cli, 'ci', 'upgrade'], { cwd, env: offline });
    expect(readFileSync(join(cwd, vendor, 'package-lock.json'), 'utf8')).toBe(first);
    const plan = await exec(process.execPath, [cli, 'plan'], { cwd, env: offline });
    expect(plan.stdout).toContain('5 enrollments of 3 people');
  });
});

describe('the ignore entries of init', () => {
  const state = [
    '.rollcall/ledger.db',
    '.rollcall/simulator.json',
    '.rollcall/ci/node_modules/a.js',
    'sub/.rollcall/x',
  ];
  const vendored = ['rollcall-0.1.0.tgz', 'package.json', 'package-lock.json'].map(
    (name) => `${vendor}/${name}`,
  );

  it.each([
    ['a new repository', undefined],
    ['a repository that ignores the folder', '.rollcall/\n'],
    ['a repository that ignores the folder without a slash', '/.rollcall\nplan.json'],
    ['a repository that ignores tarballs and lockfiles', '*.tgz\npackage-lock.json\nnode_modules\n'],
  ])('keep state out of git and the vendored rollcall in it: %s', async (_, gitignore) => {
    const files = Object.fromEntries(vendored.map((path) => [path, 'content']));
    const cwd = folderWith({ ...files, ...(gitignore === undefined ? {} : { '.gitignore': gitignore }) });
    const git = (...args: readonly string[]): string =>
      execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
    git('init', '--quiet');
    expect(await rollcallInProcess(['init'], { cwd })).toMatchObject({ exit: 0 });
    const ignored = [...state, ...vendored].filter((path) => {
      try {
        git('check-ignore', '--quiet', '--no-index', path);
        return true;
      } catch {
        return false;
      }
    });
    const expected = gitignore?.startsWith('.rollcall/') ? state : state.slice(0, 3);
    expect(ignored).toEqual(expected);
    git('add', '.');
    expect(git('ls-files', '.rollcall').split('\n')).toEqual(vendored.toSorted());
  });
});

describe('rollcall ci upgrade', () => {
  it('replaces the tarball of another version, and shows both versions', async () => {
    const cwd = await vendoredFolder();
    const folder = join(cwd, vendor);
    const tarball = `rollcall-${version()}.tgz`;
    const original = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'base64'));
    renameSync(join(folder, tarball), join(folder, 'rollcall-0.0.9.tgz'));
    const manifest = join(folder, 'package.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(version(), '0.0.9'));
    writeFileSync(join(folder, '.npmrc'), 'registry=https://npm.acme.example/\n');

    const ran = await rollcallInProcess(['ci', 'upgrade', '--format', 'json'], { cwd });
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    expect(problemsOf('ciUpgraded', JSON.parse(ran.stdout))).toEqual([]);
    expect(JSON.parse(ran.stdout)).toEqual({
      formatVersion: 2,
      from: '0.0.9',
      to: version(),
      written: [tarball, 'package.json', 'package-lock.json'].map((name) => `${vendor}/${name}`),
      removed: [`${vendor}/rollcall-0.0.9.tgz`],
    });
    const files = readdirSync(folder).filter((name) => name !== '.npmrc');
    expect(files.map((name) => readFileSync(join(folder, name), 'base64'))).toEqual(original);
    const again = await rollcallInProcess(['ci', 'upgrade'], { cwd });
    expect(again.stdout).toContain(`rollcall in .rollcall/ci: ${version()} → ${version()}`);
  });

  it('refuses a folder without a pipeline, and writes nothing', async () => {
    const cwd = folderWith({});
    const ran = await rollcallInProcess(['ci', 'upgrade'], { cwd });
    expect(ran).toMatchObject({ exit: 1, stdout: '' });
    expect(ran.stderr).toContain('error[ci-not-vendored]: There is no .rollcall/ci/package.json');
    expect(ran.stderr).toContain('rollcall init --ci github');
    expect(readdirSync(cwd)).toEqual([]);
  });
});
