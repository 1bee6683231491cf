import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/release.mjs', import.meta.url));
const changelog =
  '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-01-02\n\n- First.\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-release-'));
  write('package.json', JSON.stringify({ name: 'rollcall', version: '0.1.0' }));
  write(
    'package-lock.json',
    JSON.stringify({ name: 'rollcall', version: '0.1.0', lockfileVersion: 3, packages: {} }),
  );
  write('CHANGELOG.md', changelog);
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.name', 'Tester');
  git('config', 'user.email', 'tester@example.com');
  commit();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the release script', () => {
  it('dates the changelog, sets the version, commits, tags and packs', () => {
    const { status, stdout } = release('0.2.0');
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toMatch(
      /## \[Unreleased\]\n\n## \[0\.2\.0\] - \d{4}-\d{2}-\d{2}\n\n### Added\n\n- A thing\./u,
    );
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      version: '0.2.0',
    });
    expect(git('show', '--no-patch', '--format=%s', 'v0.2.0^{commit}')).toBe('Release 0.2.0');
    expect(git('status', '--porcelain')).toBe('?? rollcall-0.2.0.tgz');
    expect(existsSync(join(folder, 'rollcall-0.2.0.tgz'))).toBe(true);
    expect(stdout).toContain('npm publish rollcall-0.2.0.tgz');
  });

  it.each([
    {
      name: 'a version that is not later',
      version: '0.1.0',
      prepare: () => undefined,
      message: 'not later than the current version 0.1.0',
    },
    {
      name: 'an invalid version',
      version: 'next',
      prepare: () => undefined,
      message: 'Give the version to release',
    },
    {
      name: 'a working tree with changes',
      version: '0.2.0',
      prepare: () => write('untracked.txt', ''),
      message: 'The working tree has changes',
    },
    {
      name: 'another branch',
      version: '0.2.0',
      prepare: () => void git('switch', '--quiet', '--create', 'topic'),
      message: 'this is topic',
    },
    {
      name: 'an existing tag',
      version: '0.2.0',
      prepare: () => void git('tag', 'v0.2.0'),
      message: 'v0.2.0 already exists',
    },
    {
      name: 'an empty changelog section',
      version: '0.2.0',
      prepare: () => replaceChangelog('- A thing.\n', ''),
      message: 'lists nothing',
    },
    {
      name: 'a changelog without the section',
      version: '0.2.0',
      prepare: () => replaceChangelog('[Unreleased]', 'Next'),
      message: 'no section',
    },
  ])('refuses $name and changes nothing', ({ version, prepare, message }) => {
    prepare();
    const before = git('rev-parse', 'HEAD');
    const { status, stderr } = release(version);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(git('rev-parse', 'HEAD')).toBe(before);
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      version: '0.1.0',
    });
  });
});

function release(version: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [script, version, '--no-check'], { cwd: folder, encoding: 'utf8' });
}

function replaceChangelog(from: string, to: string): void {
  write('CHANGELOG.md', changelog.replace(from, to));
  commit();
}

function commit(): void {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'State');
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
}
