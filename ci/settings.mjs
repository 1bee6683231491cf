import { createHash } from 'node:crypto';

/**
 * What a job of GitHub Actions or GitLab CI asks for. Everything comes through the environment, as text
 * that no shell reads again.
 *
 * @typedef {object} Settings
 * @property {'plan' | 'apply' | 'drift' | 'validate'} command
 * @property {readonly string[]} files
 * @property {readonly string[]} args More flags for rollcall.
 * @property {string} plan The saved plan: written by `plan`, applied by `apply`.
 * @property {string} expect Refuse every plan but this one.
 * @property {string} reviewed Whose plan to apply: `pull-request`, or the number of a run or job.
 * @property {string} lockTimeout
 * @property {boolean} comment
 * @property {boolean} issue
 * @property {string} key Names the comment and the issue of these files among others.
 */

const commands = ['plan', 'apply', 'drift', 'validate'];

/** @returns {Settings} Throws for what makes no sense. */
export function settingsFrom(command, env) {
  if (!commands.includes(command)) {
    throw new Error(`"${command}" is no command for CI. Use one of: ${commands.join(', ')}.`);
  }
  const files = lines(env.ROLLCALL_FILES);
  const flag = files.find((file) => file.startsWith('-'));
  if (flag !== undefined) throw new Error(`"${flag}" is no file. Flags go into args, one a line.`);
  return {
    command,
    files,
    args: lines(env.ROLLCALL_ARGS),
    plan: planName(env.ROLLCALL_PLAN || 'rollcall-plan.json'),
    expect: env.ROLLCALL_EXPECT ?? '',
    reviewed: env.ROLLCALL_REVIEWED ?? '',
    lockTimeout: env.ROLLCALL_LOCK_TIMEOUT || '10m',
    comment: isOn('comment', { value: env.ROLLCALL_COMMENT, command, for: ['plan', 'validate'] }),
    issue: isOn('issue', { value: env.ROLLCALL_ISSUE, command, for: ['drift'] }),
    key: keyOf(env.ROLLCALL_FOLDER || '.', files),
  };
}

/** One a line, so that a name may hold spaces. */
function lines(text = '') {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Artifacts keep the names of files and forget their folders. */
function planName(name) {
  if (/^[^-/\\][^/\\]*\.json$/u.test(name)) return name;
  throw new Error(`The plan is to be called "${name}"; it takes the name of a .json file, without folders.`);
}

function isOn(name, { value = '', command, for: allowed }) {
  if (value === '' || value === 'false') return false;
  if (value !== 'true') throw new Error(`${name} is "${value}"; it takes true or false.`);
  if (allowed.includes(command)) return true;
  throw new Error(`${command} has no ${name}; ${allowed.join(' and ')} can have one.`);
}

/** Short, whatever the files are called. */
function keyOf(folder, files) {
  return createHash('sha256')
    .update(JSON.stringify([folder, files]))
    .digest('hex')
    .slice(0, 16);
}
