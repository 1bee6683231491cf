import { createHash } from 'node:crypto';

/**
 * Settings of a job. All of them are environment variables, because no shell evaluates those.
 *
 * @typedef {object} Settings
 * @property {Command} command
 * @property {readonly string[]} files
 * @property {readonly string[]} args More flags for rollcall.
 * @property {string} plan Name of the saved plan: `plan` writes it, `apply` applies it.
 * @property {string} artifact Name of the artifact with the plan and the comment (GitHub).
 * @property {string} page Name of the same plan as a web page.
 * @property {string} message Name of the file that keeps the comment next to the saved plan.
 * @property {string} expect Id of the only plan that `apply` accepts; empty accepts every plan.
 * @property {string} reviewed Which plan to apply: `pull-request`, or the number of the run or job that kept it.
 *   If empty, `apply` plans and applies the files.
 * @property {string} lockTimeout
 * @property {string} rehearse The days of the forecast that `plan` adds: `30d`. Empty: no forecast.
 * @property {boolean} comment Whether to keep a comment on the pull request up to date; for `apply` and `continue`,
 *   a second comment, on the merged one.
 * @property {boolean} issue Whether to keep an issue about drift up to date.
 * @property {string} key Distinguishes the comment and the issue of these files from those of other files.
 * @property {string} fleet The folder with one subfolder for each account. Empty for a single account.
 * @property {string} account The account of a fleet that this job is for. Empty for a single account, and for all.
 * @property {string} only The only account of a fleet that runs (GitLab, for a plan that is applied by hand). Empty: all.
 * @property {string} base The commit to compare with: of a fleet, only accounts with a change since then count. Empty: all.
 *
 * @typedef {'plan' | 'apply' | 'continue' | 'drift' | 'validate'} Command `continue` runs `apply --unattended`.
 */

/** @type {readonly Command[]} */
const commands = ['plan', 'apply', 'continue', 'drift', 'validate'];

/**
 * Reads the settings of a job. Throws for an invalid value.
 *
 * @param {string | undefined} name Name of the command.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Settings}
 */
export function readSettings(name, env) {
  const command = commands.find((known) => known === name);
  if (command === undefined) {
    const list = commands.join(', ');
    throw new Error(name ? `Unknown command "${name}". Use one of: ${list}.` : `Name a command: ${list}.`);
  }
  const { ROLLCALL_FLEET: fleet = '', ROLLCALL_ACCOUNT: account = '' } = env;
  checkFleet(fleet, account);
  const files = account ? [`${fleet}/${account}`] : readLines(env.ROLLCALL_FILES);
  const flag = files.find((file) => file.startsWith('-'));
  if (flag !== undefined) throw new Error(`Invalid file "${flag}". Put flags into args, one per line.`);
  const plan = account
    ? `rollcall-plan-${account}.json`
    : checkPlanName(env.ROLLCALL_PLAN || 'rollcall-plan.json');
  return {
    command,
    files,
    args: readLines(env.ROLLCALL_ARGS),
    plan,
    artifact: env.ROLLCALL_ARTIFACT || 'rollcall-plan',
    page: plan.replace(/\.json$/u, '.html'),
    message: fleet ? 'rollcall-fleet.md' : plan.replace(/\.json$/u, '.md'),
    expect: env.ROLLCALL_EXPECT ?? '',
    reviewed: env.ROLLCALL_REVIEWED ?? '',
    lockTimeout: env.ROLLCALL_LOCK_TIMEOUT || '10m',
    rehearse: env.ROLLCALL_REHEARSE ?? '',
    comment: readSwitch('comment', {
      value: env.ROLLCALL_COMMENT,
      command,
      allowed: ['plan', 'validate', 'apply', 'continue'],
    }),
    issue: readSwitch('issue', { value: env.ROLLCALL_ISSUE, command, allowed: ['drift'] }),
    key: keyOf(env.ROLLCALL_FOLDER || '.', fleet ? [`${fleet}/*`] : files),
    fleet,
    account,
    only: env.ROLLCALL_ONLY ?? '',
    base: env.ROLLCALL_BASE ?? '',
  };
}

/**
 * Throws for names that could leave the folder of the fleet.
 *
 * @param {string} fleet
 * @param {string} account
 */
function checkFleet(fleet, account) {
  if (account === '') return;
  if (fleet === '')
    throw new Error(`account is ${account}, but fleet is empty. Set fleet to the folder of the accounts.`);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/u.test(account)) {
    throw new Error(`Invalid account "${account}". Use the name of a folder in ${fleet}.`);
  }
}

/**
 * Returns one value per line, so that a name can contain spaces.
 *
 * @param {string} [text]
 */
function readLines(text = '') {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/**
 * Returns the name of the plan. Throws for a name with a folder, because an artifact keeps only the file name.
 *
 * @param {string} name
 */
function checkPlanName(name) {
  if (/^[^-/\\][^/\\]*\.json$/u.test(name)) return name;
  throw new Error(`Invalid plan name "${name}". Use the name of a .json file without a folder.`);
}

/**
 * @param {string} name
 * @param {{ value: string | undefined, command: Command, allowed: readonly Command[] }} setting
 */
function readSwitch(name, { value = '', command, allowed }) {
  if (value === '' || value === 'false') return false;
  if (value !== 'true') throw new Error(`Invalid value "${value}" for ${name}. Use true or false.`);
  if (allowed.includes(command)) return true;
  throw new Error(`${command} does not support ${name}. Set ${name} only for: ${allowed.join(', ')}.`);
}

/**
 * Returns a short key of fixed length for the files of a folder.
 *
 * @param {string} folder
 * @param {readonly string[]} files
 */
function keyOf(folder, files) {
  return createHash('sha256')
    .update(JSON.stringify([folder, files]))
    .digest('hex')
    .slice(0, 16);
}
