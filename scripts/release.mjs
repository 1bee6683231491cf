// Prepares a release in the current folder: `npm run release -- 0.2.0`. Runs all checks, then adds the date to the
// changelog, sets the version, commits, tags and packs. Does not publish: the last lines print the commands for that.
// `--no-check` skips `npm run check`.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const args = process.argv.slice(2);

try {
  release(args.find((arg) => !arg.startsWith('--')));
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** @param {string | undefined} next */
function release(next) {
  if (next === undefined || !/^\d+\.\d+\.\d+$/u.test(next)) {
    throw new Error('Give the version to release, for example: npm run release -- 0.2.0');
  }
  /** @type {{ version?: string }} */
  const { version: current = '0.0.0' } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (!isLater(next, current))
    throw new Error(`Version ${next} is not later than the current version ${current}.`);
  if (git('status', '--porcelain') !== '')
    throw new Error('The working tree has changes. Commit or stash them.');
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  if (branch !== 'main') throw new Error(`Release only from main: this is ${branch}.`);
  if (git('tag', '--list', `v${next}`) !== '') throw new Error(`The tag v${next} already exists.`);
  const changelog = releasedChangelog(readFileSync('CHANGELOG.md', 'utf8'), next);
  if (!args.includes('--no-check')) run('npm', 'run', 'check');

  writeFileSync('CHANGELOG.md', changelog);
  run('npm', 'version', next, '--no-git-tag-version');
  git('add', '--all');
  git('commit', '--message', `Release ${next}`);
  git('tag', '--annotate', `v${next}`, '--message', `rollcall ${next}`);
  run('npm', 'run', 'build', '--if-present');
  run('npm', 'pack', '--ignore-scripts');
  process.stdout.write(
    `\nReleased ${next} locally. To publish it:\n  git push origin main v${next}\n  npm publish rollcall-${next}.tgz\n`,
  );
}

/**
 * Returns the changelog with the entries under "Unreleased" moved to a section of the version, with today's date.
 *
 * @param {string} text
 * @param {string} next
 */
function releasedChangelog(text, next) {
  const [, entries] = /^## \[Unreleased\]\n([\s\S]*?)(?=^## |(?![\s\S]))/mu.exec(text) ?? [];
  if (entries === undefined) throw new Error('CHANGELOG.md has no section "## [Unreleased]".');
  if (!/^- /mu.test(entries)) throw new Error('CHANGELOG.md lists nothing under "## [Unreleased]".');
  const today = new Date().toISOString().slice(0, 10);
  return text.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${next}] - ${today}\n`);
}

/**
 * Returns whether a version is later than the current one.
 *
 * @param {string} next
 * @param {string} current
 */
function isLater(next, current) {
  const currentParts = partsOf(current);
  for (const [index, part] of partsOf(next).entries()) {
    const currentPart = currentParts[index] ?? 0;
    if (part !== currentPart) return part > currentPart;
  }
  return false;
}

/** @param {string} version */
function partsOf(version) {
  return version.split('.').map(Number);
}

/**
 * Runs git and returns its output.
 *
 * @param {readonly string[]} params
 */
function git(...params) {
  return execFileSync('git', params, { encoding: 'utf8' }).trim();
}

/**
 * Runs a command and shows its output.
 *
 * @param {string} command
 * @param {readonly string[]} params
 */
function run(command, ...params) {
  execFileSync(command, params, { stdio: 'inherit' });
}
