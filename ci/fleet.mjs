import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { runRollcall } from './run-rollcall.mjs';

/**
 * The accounts of a fleet, and which of them a change affects.
 *
 * @import { FleetAccount } from '../src/commands/repository/fleet.ts'
 * @import { Settings } from './settings.mjs'
 */

/**
 * Returns the accounts that this pipeline is for: those with a changed file, all of them without a commit to compare with,
 * or the one that a user names. Throws if the fleet is invalid; the log has the reason.
 *
 * @param {Settings} settings
 * @returns {Promise<readonly FleetAccount[]>}
 */
export async function affectedAccounts({ fleet, base, only }) {
  refuseTrackedResults();
  const { exit, stdout } = await runRollcall(['fleet', 'list', fleet, '--format', 'json']);
  if (exit !== 0) {
    // Shows the problems in the log.
    await runRollcall(['fleet', 'list', fleet]).then(({ stdout: text }) => process.stderr.write(text));
    throw new Error(
      `The fleet in ${fleet} is not valid (exit code ${exit}). No account was planned or applied.`,
    );
  }
  /** @type {{ accounts: readonly FleetAccount[] }} */
  const { accounts } = JSON.parse(stdout);
  if (only) return accounts.filter(({ name }) => name === only);
  const changed = changedFiles(base, []);
  return changed === undefined ? accounts : accounts.filter((account) => isAffected(account, fleet, changed));
}

/**
 * Returns the names of the accounts that a change removes: every YAML file of their folder is gone. No job is for them anymore.
 *
 * @param {Settings} settings
 * @returns {Promise<readonly string[]>}
 */
export async function removedAccounts({ fleet, base }) {
  const deleted = changedFiles(base, ['--diff-filter=D']) ?? [];
  const names = deleted.flatMap((path) => {
    const [folder, name = '', file = ''] = path.startsWith(`${fleet}/`)
      ? [fleet, ...path.slice(fleet.length + 1).split('/')]
      : [];
    return folder !== undefined && /\.ya?ml$/iu.test(file) ? [name] : [];
  });
  if (names.length === 0) return [];
  const { stdout } = await runRollcall(['fleet', 'list', fleet, '--format', 'json']);
  /** @type {{ accounts?: readonly FleetAccount[] }} */
  const { accounts = [] } = stdout.startsWith('{') ? JSON.parse(stdout) : {};
  return [...new Set(names)].filter((name) => !accounts.some((account) => account.name === name));
}

/**
 * Throws if git tracks a file that a job of the fleet writes. On GitLab, jobs find the results of others in their checkout: a
 * committed file would be the result of an account.
 */
function refuseTrackedResults() {
  const names = ['rollcall-result-*', 'rollcall-plan-*', 'rollcall-fleet.md'];
  const tracked = git('ls-files', '--', ...names).trim();
  if (tracked === '') return;
  throw new Error(
    `Delete ${tracked.split('\n').join(', ')} from the repository: only the jobs of the fleet write such files.`,
  );
}

/** @param {string[]} args */
function git(...args) {
  return execFileSync('git', args, {
    encoding: 'utf8',
    maxBuffer: 1e8,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/**
 * Returns the paths that changed since a commit, relative to the working folder. Undefined if all accounts count: without a
 * commit, or if git does not know it, for example after a forced push.
 *
 * @param {string} base
 * @param {readonly string[]} flags Of `git diff`.
 * @returns {readonly string[] | undefined}
 */
function changedFiles(base, flags) {
  if (base === '' || /^0+$/u.test(base)) return undefined;
  try {
    const top = relative(git('rev-parse', '--show-toplevel').trim(), realpathSync('.'));
    const paths = git('diff', '--name-only', '-z', '--no-renames', ...flags, base, 'HEAD');
    return paths
      .split('\0')
      .filter(Boolean)
      .map((path) => relative(top, path).replaceAll('\\', '/'));
  } catch {
    return undefined;
  }
}

/** The vendored rollcall affects every account, and so does GitLab's file, which has their names. */
const pipelineFiles = /^(?:\.rollcall\/ci\/|\.gitlab-ci\.yml$)/u;

/**
 * Returns whether an account must be planned again. If its files are invalid, which files it reads is not known: every
 * change that is not in the folder of another account counts.
 *
 * @param {FleetAccount} account
 * @param {string} fleet
 * @param {readonly string[]} changed
 */
function isAffected({ folder, files }, fleet, changed) {
  const inFolder = (/** @type {string} */ path) => path.startsWith(`${folder}/`);
  const ofOthers = (/** @type {string} */ path) => path.startsWith(`${fleet}/`) && !inFolder(path);
  return changed.some(
    (path) =>
      inFolder(path) ||
      pipelineFiles.test(path) ||
      (files === null ? !ofOthers(path) : files.flatMap(withTarget).includes(path)),
  );
}

/**
 * Returns a path and, for a link, that of its target: git reports a change of the target.
 *
 * @param {string} path
 */
function withTarget(path) {
  const target = relative(realpathSync('.'), realpathSync(path)).replaceAll('\\', '/');
  return [path, target];
}
