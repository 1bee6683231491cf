import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/**
 * Runs the command line of this package and returns its stdout. Its stderr goes to the log. Forwards SIGINT and
 * SIGTERM of a canceled job, so that rollcall can finish the request in flight.
 *
 * @param {readonly string[]} args
 * @returns {Promise<{ exit: number, stdout: string }>}
 */
export function runRollcall(args) {
  const child = spawn(process.execPath, [cli, ...args], {
    env: rollcallEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve({ exit: exit ?? 1, stdout });
    });
  });
}

/**
 * Returns the environment without the tokens of the CI system: rollcall only connects to HubSpot and the ledger. In a
 * fleet, a job gets only the token of its account, in ROLLCALL_TOKEN; ROLLCALL_TOKEN_NAME is the variable that the file
 * of the account names.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function rollcallEnvironment({
  GITHUB_TOKEN: _github,
  GITLAB_TOKEN: _gitlab,
  CI_JOB_TOKEN: _job,
  ROLLCALL_TOKEN: token,
  ROLLCALL_TOKEN_NAME: name,
  ...env
}) {
  if (!name) return env;
  if (!/^HUBSPOT_[A-Z0-9_]*TOKEN[A-Z0-9_]*$/u.test(name)) {
    throw new Error(
      `Invalid token name "${name}". Only names that begin with HUBSPOT_ and contain TOKEN are accepted.`,
    );
  }
  return { ...env, [name]: token };
}
