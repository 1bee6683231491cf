// Prepares a release in the current folder: `npm run release -- 0.2.0`. Checks, then dates the changelog, sets
// the version, commits, tags and packs. Publishing stays a separate decision: the last lines print its commands.
// `--no-check` skips `npm run check`.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const args = process.argv.slice(2);
const version = args.find((arg) => !arg.startsWith('--'));

try {
  release(version);
} catch (error) {
  process.stderr.write(`error: ${error.message}\n`);
  process.exitCode = 1;
}

function release(next) {
  if (next === undefined || !/^\d+\.\d+\.\d+$/u.test(next)) {
    throw new Error('Give the version to release, for example: npm run release -- 0.2.0');
  }
  const current = JSON.parse(readFileSync('package.json', 'utf8')).version;
  if (!isLater(next, current))
    throw new Error(`Version ${next} is not later than the current version ${current}.`);
  if (git('status', '--porcelain') !== '')
    throw new Error('The working tree has changes. Commit or stash them.');
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  if (branch !== 'main') throw new Error(`Releases are made on main, and this is ${branch}.`);
  if (git('tag', '--list', `v${next}`) !== '') throw new Error(`The tag v${next} already exists.`);
  const changelog = releasedChangelog(readFileSync('CHANGELOG.md', 'utf8'), next);
  if (!args.includes('--no-check')) run('npm', 'run', 'check');

  writeFileSync('CHANGELOG.md', changelog);
  run('npm', 'version', next, '--no-git-tag-version');
  git('add', 'CHANGELOG.md', 'package.json', 'package-lock.json');
  git('commit', '--message', `Release ${next}`);
  git('tag', '--annotate', `v${next}`, '--message', `rollcall ${next}`);
  run('npm', 'pack', '--ignore-scripts');
  process.stdout.write(
    `\nReleased ${next} locally. To publish it:\n  git push origin main v${next}\n  npm publish rollcall-${next}.tgz\n`,
  );
}

/** Returns the changelog with the entries under "Unreleased" moved to a section of the version, dated today. */
function releasedChangelog(text, next) {
  const [, entries] = /^## \[Unreleased\]\n([\s\S]*?)(?=^## |(?![\s\S]))/mu.exec(text) ?? [];
  if (entries === undefined) throw new Error('CHANGELOG.md has no section "## [Unreleased]".');
  if (!/^- /mu.test(entries)) throw new Error('CHANGELOG.md lists nothing under "## [Unreleased]".');
  const today = new Date().toISOString().slice(0, 10);
  return text.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${next}] - ${today}\n`);
}

function isLater(next, current) {
  const [a, b] = [next, current].map((one) => one.split('.').map(Number));
  const differing = a.findIndex((part, index) => part !== b[index]);
  return differing !== -1 && a[differing] > b[differing];
}

function git(...params) {
  return execFileSync('git', params, { encoding: 'utf8' }).trim();
}

function run(command, ...params) {
  execFileSync(command, params, { stdio: 'inherit' });
}
