import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ApiError } from './api-client.mjs';
import { applyArguments, continueArguments, planArguments, readOnlyArguments } from './arguments.mjs';
import { writeCodeQualityReport } from './code-quality.mjs';
import { findReviewedPlan } from './find-reviewed-plan.mjs';
import { runRollcall } from './run-rollcall.mjs';

/**
 * @import { Plan } from '../src/model/results/plan.ts'
 * @import { Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {object} CommandResult
 * @property {number} exit Exit code of rollcall.
 * @property {string} text Output of rollcall, as Markdown.
 * @property {SavedPlan} [plan] The plan that was made or applied.
 * @property {boolean} [keepPlan] Whether this run made the plan, so that the job must keep it.
 *
 * @typedef {Pick<Plan, 'planId' | 'portalId' | 'changes' | 'applyable' | 'expiresAt'>} SavedPlan
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
  if (command === 'continue') return run(continueArguments(settings));
  if (command === 'validate') await writeCodeQualityReport(settings, platform);
  return run(readOnlyArguments(settings));
}

/**
 * @param {Settings} settings
 * @returns {Promise<CommandResult>}
 */
async function plan(settings) {
  // Delete the plan of an earlier run: a file that exists afterwards was written by this run.
  for (const file of [settings.plan, settings.message, settings.page]) rmSync(file, { force: true });
  const { exit, stdout } = await runRollcall(planArguments(settings));
  const saved = readPlan(settings.plan);
  if (saved === undefined) return { exit, text: stdout };
  const page = await runRollcall(['show', settings.plan, '--format', 'html']);
  writeFileSync(settings.page, page.stdout);
  return { exit, text: stdout, plan: saved, keepPlan: true };
}

/**
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<CommandResult>}
 */
async function apply(settings, platform) {
  if (!settings.reviewed) return runApply(settings);
  try {
    const expect = await takeReviewedPlan(settings, platform);
    const result = await runApply({ ...settings, expect });
    if (result.exit !== stalePlan) return result;
  } catch (error) {
    // The reviewed plan may be good: only its evidence could not be read.
    if (error instanceof ApiError && error.status !== 404) {
      throw new Error(`${error.message} Nothing was sent. Run this job again.`, { cause: error });
    }
    platform.logError('rollcall apply', error instanceof Error ? error.message : String(error));
  }
  return replan(settings, platform);
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
 * Takes the reviewed plan into the working folder and returns its id. Throws if there is none, or if it is not the plan
 * that reviewers read.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<string>}
 */
async function takeReviewedPlan(settings, platform) {
  const found = await findReviewedPlan(settings, platform);
  if ('missing' in found) throw new Error(found.missing);
  const { run, planId, comment } = found;
  const { plan, message } = settings;
  // A file of the checkout is not the reviewed plan.
  for (const file of [plan, message]) rmSync(file, { force: true });
  await platform.takeFiles(run, [plan, ...(comment ? [message] : [])]);
  if (!existsSync(plan)) throw new Error(`Run ${run} has kept no plan, or its artifact has expired.`);
  if (comment === undefined) return planId;
  checkComment(comment, { run, message });
  return settings.account ? shownPlanId(comment, settings) : planId;
}

/**
 * Returns the id of the plan of one account of a fleet. Throws if the comment, which shows the plans of all accounts, does
 * not show it.
 *
 * @param {string} comment
 * @param {Settings} settings
 */
function shownPlanId(comment, { plan, account }) {
  const planId = readPlan(plan)?.planId;
  if (planId !== undefined && comment.includes(`| \`${planId}\` |`)) return planId;
  throw new Error(`The comment shows no plan of account ${account}.`);
}

/**
 * Throws if the comment is not the one that the run wrote: reviewers read the comment.
 *
 * @param {string} comment
 * @param {{ run: string, message: string }} kept
 */
function checkComment(comment, { run, message }) {
  const written = existsSync(message) ? readFileSync(message, 'utf8') : undefined;
  if (written === undefined) throw new Error(`Refused the plan of run ${run}: it kept no ${message}.`);
  if (withoutLineEnds(written) !== withoutLineEnds(comment)) {
    throw new Error(`Refused the plan of run ${run}: its comment was edited after the run.`);
  }
}

/**
 * Returns a text without what a server may change in a comment: the kind of line ends, and space around the text.
 *
 * @param {string} text
 */
function withoutLineEnds(text) {
  return text.replaceAll('\r\n', '\n').trim();
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
  const next = fresh.plan ? `\n\n${platform.howToApply(fresh.plan.planId, settings)}\n` : '';
  return { ...fresh, exit: stalePlan, text: `${staleWarning}\n\n${fresh.text}${next}` };
}

const staleWarning =
  '> [!WARNING]\n> **The reviewed plan was not applied: it is missing or no longer valid.** This run sent nothing. The current plan follows.';

/**
 * @param {readonly string[]} args
 * @returns {Promise<CommandResult>}
 */
async function run(args) {
  const { exit, stdout } = await runRollcall(args);
  return { exit, text: stdout };
}

/**
 * @param {string} path
 * @returns {SavedPlan | undefined}
 */
function readPlan(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
