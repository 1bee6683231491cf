import { existsSync, readFileSync, rmSync } from 'node:fs';
import { applyArguments, planArguments, readOnlyArguments } from './arguments.mjs';
import { writeCodeQualityReport } from './code-quality.mjs';
import { findReviewedPlan } from './find-reviewed-plan.mjs';
import { runRollcall } from './run-rollcall.mjs';

/**
 * @import { Plan } from '../src/model/results/plan.ts'
 * @import { DownloadPlan, Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {object} CommandResult
 * @property {number} exit Exit code of rollcall.
 * @property {string} text Output of rollcall, as Markdown.
 * @property {SavedPlan} [plan] The plan that was made or applied.
 * @property {boolean} [keepPlan] Whether this run made the plan, so that the job must keep it.
 *
 * @typedef {Pick<Plan, 'planId' | 'changes' | 'applyable' | 'expiresAt'>} SavedPlan
 */

const stalePlan = 8;

/**
 * Runs the command of the job.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<CommandResult>}
 */
export async function runCommand(settings, platform) {
  const { command } = settings;
  if (command === 'plan') return plan(settings);
  if (command === 'apply') return apply(settings, platform);
  if (command === 'validate') await writeCodeQualityReport(settings, platform);
  return readOnly(settings);
}

/**
 * @param {Settings} settings
 * @returns {Promise<CommandResult>}
 */
async function plan(settings) {
  // Delete the plan of an earlier run: a file that exists afterwards was written by this run.
  rmSync(settings.plan, { force: true });
  const { exit, stdout } = await runRollcall(planArguments(settings));
  const saved = readPlan(settings.plan);
  return { exit, text: stdout, ...(saved && { plan: saved, keepPlan: true }) };
}

/**
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<CommandResult>}
 */
async function apply(settings, platform) {
  if (!settings.reviewed) return runApply(settings);
  const { downloadPlan } = platform;
  const expect = downloadPlan
    ? await downloadReviewedPlan(settings, platform, downloadPlan)
    : settings.expect;
  if (!expect || !existsSync(settings.plan)) return replan(settings, platform);
  const result = await runApply({ ...settings, expect });
  return result.exit === stalePlan ? replan(settings, platform) : result;
}

/**
 * @param {Settings} settings
 * @returns {Promise<CommandResult>}
 */
async function runApply(settings) {
  const { exit, stdout } = await runRollcall(applyArguments(settings));
  const applied = settings.reviewed ? readPlan(settings.plan) : undefined;
  return { exit, text: stdout, ...(applied && { plan: applied }) };
}

/**
 * Downloads the reviewed plan and returns its id. Logs why and returns undefined if there is none.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 * @param {DownloadPlan} downloadPlan
 * @returns {Promise<string | undefined>}
 */
async function downloadReviewedPlan(settings, platform, downloadPlan) {
  const found = await findReviewedPlan(settings, platform);
  try {
    if ('missing' in found) throw new Error(found.missing);
    await downloadPlan(found.run, settings.plan);
    return found.planId;
  } catch (error) {
    platform.logError('rollcall apply', error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/**
 * Makes a new plan for review, because the reviewed plan cannot be applied.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<CommandResult>}
 */
async function replan(settings, platform) {
  const fresh = await plan(settings);
  const next = fresh.plan ? `\n\n${platform.howToApply(platform.run, fresh.plan.planId)}\n` : '';
  return { ...fresh, exit: stalePlan, text: `${staleWarning}\n\n${fresh.text}${next}` };
}

const staleWarning =
  '> [!WARNING]\n> **The reviewed plan was not applied: it is missing or no longer valid.** This run sent nothing. The current plan follows.';

/**
 * @param {Settings} settings
 * @returns {Promise<CommandResult>}
 */
async function readOnly(settings) {
  const { exit, stdout } = await runRollcall(readOnlyArguments(settings));
  return { exit, text: stdout };
}

/**
 * @param {string} path
 * @returns {SavedPlan | undefined}
 */
function readPlan(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
