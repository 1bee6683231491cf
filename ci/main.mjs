/**
 * Runs one command of rollcall as a job of GitHub Actions or GitLab CI, shows the result to reviewers, and fails
 * the job if the command failed. `main.mjs find` only finds the reviewed plan. For a fleet, `main.mjs fleet` lists the
 * accounts, and `main.mjs summary COMMAND` summarizes the results of their jobs.
 *
 * @import { Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 */
import { writeFileSync } from 'node:fs';
import { explainExitCode, isSuccess } from './exit-codes.mjs';
import { affectedAccounts } from './fleet.mjs';
import { resultFile, writeResult } from './fleet-results.mjs';
import { summarizeFleet } from './fleet-summary.mjs';
import { findReviewedPlan } from './find-reviewed-plan.mjs';
import { logLine } from './log.mjs';
import { formatMessage } from './message.mjs';
import { detectPlatform } from './platform.mjs';
import { commentProgress, isAboutMerged } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { readSettings } from './settings.mjs';

/** GitHub starts at most so many jobs of a matrix. */
const maxMatrix = 256;

const [command, ofCommand] = process.argv.slice(2);
try {
  const isHelper = command === 'find' || command === 'fleet';
  const settings = readSettings(
    isHelper ? 'apply' : command === 'summary' ? ofCommand : command,
    process.env,
  );
  const platform = detectPlatform(process.env);
  // rollcall links to lines at this commit.
  process.env[platform.commitVariable] = platform.commit;
  if (command === 'find') await find(settings, platform);
  else if (command === 'fleet') await listAccounts(settings, platform);
  else if (command === 'summary') process.exitCode = await summarizeFleet(settings, platform);
  else process.exitCode = await runJob(settings, platform);
} catch (error) {
  process.stderr.write(logLine(`error: ${error instanceof Error ? error.message : String(error)}`));
  process.exitCode = 1;
}

/**
 * @param {Settings} settings
 * @param {Platform} platform
 */
async function find(settings, platform) {
  // If there is none, the next step finds that out again, and logs the reason.
  const found = await findReviewedPlan(settings, platform).catch(() => undefined);
  platform.setOutputs({ 'run-id': found !== undefined && 'run' in found ? found.run : '' });
}

/**
 * Sets the matrix of the jobs that follow.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 */
async function listAccounts(settings, platform) {
  const accounts = await affectedAccounts({ ...settings, only: settings.account });
  if (settings.account !== '' && accounts.length === 0) {
    throw new Error(`There is no account ${settings.account} in ${settings.fleet}.`);
  }
  if (accounts.length > maxMatrix) {
    throw new Error(
      `${accounts.length} accounts are affected. GitHub starts at most ${maxMatrix} jobs of a matrix: use several folders, each with its own workflows.`,
    );
  }
  platform.setOutputs({ accounts: JSON.stringify(accounts.map(({ name, token }) => ({ name, token }))) });
}

/**
 * Runs the command and returns the exit code of the job.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<number>}
 */
async function runJob(settings, platform) {
  const { command, account } = settings;
  if (await isOtherAccount(settings)) {
    process.stderr.write(
      logLine(`Account ${account}: no file changed, or this pipeline is for another account.`),
    );
    return 0;
  }
  const result = await runCommand(settings, platform);
  const { exit, text, plan, keepPlan } = result;
  if (account !== '') await writeResult(result, settings, platform);
  const isKept = keepPlan === true || account !== '';
  platform.setOutputs({
    'exit-code': exit,
    'plan-id': plan?.planId ?? '',
    changes: plan?.changes.length ?? '',
    artifact: isKept ? (account === '' ? settings.artifact : `rollcall-result-${account}`) : '',
    'kept-plan': isKept ? settings.plan : '',
    'kept-page': isKept ? settings.page : '',
    'kept-message': isKept ? (account === '' ? settings.message : resultFile(account)) : '',
  });
  const message = formatMessage({
    text,
    settings,
    exit,
    planId: plan?.planId,
    expiresAt: plan?.expiresAt,
    kept: keepPlan === true && plan?.applyable === true,
    platform,
  });
  platform.writeSummary(message, settings);
  if (keepPlan && account === '') writeFileSync(settings.message, message);
  const success = isSuccess(command, exit);
  if (!success) platform.logError(`rollcall ${command}: exit code ${exit}`, explainExitCode(exit));
  if (settings.comment) {
    // What was sent must not look like a failure because a comment could not be written.
    if (isAboutMerged(command)) {
      await commentProgress(message, { settings, platform, exit }).catch((error) =>
        platform.logError('rollcall comment', error instanceof Error ? error.message : String(error)),
      );
    } else await platform.comment(message, settings);
  }
  // A failed run does not show whether there is drift: leave the issue unchanged.
  if (settings.issue && success) {
    await platform.updateIssue({ title: driftTitle(text), body: message, clean: exit === 0, settings });
  }
  return success ? 0 : exit;
}

/** @param {string} text Markdown of `drift`. */
function driftTitle(text) {
  const account = /<!-- rollcall:drift:(\S+) -->/u.exec(text)?.[1];
  return account ? `HubSpot account ${account} differs from its files` : 'HubSpot differs from its files';
}

/**
 * Returns whether this job is for an account of a fleet that the change does not affect. GitLab starts one for each.
 *
 * @param {Settings} settings
 */
async function isOtherAccount(settings) {
  const { account, base, only } = settings;
  if (account === '' || (base === '' && only === '')) return false;
  return !(await affectedAccounts(settings)).some(({ name }) => name === account);
}
