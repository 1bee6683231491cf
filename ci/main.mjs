/**
 * Runs one command of rollcall as a job of GitHub Actions or GitLab CI, shows the result to reviewers, and fails
 * the job if the command failed. `main.mjs find` only finds the reviewed plan.
 *
 * @import { Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 */
import { writeFileSync } from 'node:fs';
import { explainExitCode, isSuccess } from './exit-codes.mjs';
import { findReviewedPlan } from './find-reviewed-plan.mjs';
import { logLine } from './log.mjs';
import { formatMessage } from './message.mjs';
import { detectPlatform } from './platform.mjs';
import { commentProgress } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { readSettings } from './settings.mjs';

const [command] = process.argv.slice(2);
try {
  const settings = readSettings(command === 'find' ? 'apply' : command, process.env);
  const platform = detectPlatform(process.env);
  // rollcall links to lines at this commit.
  process.env[platform.commitVariable] = platform.commit;
  if (command === 'find') await find(settings, platform);
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
 * Runs the command and returns the exit code of the job.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<number>}
 */
async function runJob(settings, platform) {
  const { command } = settings;
  const { exit, text, plan, keepPlan } = await runCommand(settings, platform);
  platform.setOutputs({
    'exit-code': exit,
    'plan-id': plan?.planId ?? '',
    changes: plan?.changes.length ?? '',
    'kept-plan': keepPlan ? settings.plan : '',
    'kept-message': keepPlan ? settings.message : '',
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
  if (keepPlan) writeFileSync(settings.message, message);
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

/** @param {Settings['command']} command */
function isAboutMerged(command) {
  return command === 'apply' || command === 'continue';
}

/** @param {string} text Markdown of `drift`. */
function driftTitle(text) {
  const account = /<!-- rollcall:drift:(\S+) -->/u.exec(text)?.[1];
  return account ? `HubSpot account ${account} differs from its files` : 'HubSpot differs from its files';
}
