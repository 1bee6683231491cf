import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAboutMerged, readStatus } from './progress.mjs';

/**
 * Passes the result of each account of a fleet from its job to the job that writes the summary.
 *
 * @import { CommandResult } from './run-command.mjs'
 * @import { Status } from './progress.mjs'
 * @import { Settings } from './settings.mjs'
 * @import { Platform } from './platform.mjs'
 *
 * @typedef {object} AccountResult
 * @property {string} account
 * @property {number} exit Exit code of rollcall.
 * @property {string} text Markdown.
 * @property {string} logUrl
 * @property {{ planId: string, portalId: number, changes: number, expiresAt: string, applyable: boolean }} [plan]
 *   The plan that the job made or applied.
 * @property {boolean} keepPlan Whether the job made the plan, so that it must be kept.
 * @property {string} pageUrl Where a reader finds the page of the plan.
 * @property {Status['left']} left What waits after an apply.
 * @property {string} [commit] The commit of the last reviewed plan that was applied.
 */

/** @param {string} account */
export function resultFile(account) {
  return `rollcall-result-${account}.json`;
}

/**
 * Writes the result of this job, which is for one account.
 *
 * @param {CommandResult} result
 * @param {Settings} settings
 * @param {Platform} platform
 */
export async function writeResult({ exit, text, plan, keepPlan }, settings, platform) {
  const { left, review } = isAboutMerged(settings.command)
    ? await readStatus(settings)
    : { left: null, review: null };
  /** @type {AccountResult} */
  const result = {
    account: settings.account,
    exit,
    text,
    logUrl: platform.logUrl,
    ...(plan && {
      plan: {
        planId: plan.planId,
        portalId: plan.portalId,
        changes: plan.changes.length,
        expiresAt: plan.expiresAt,
        applyable: plan.applyable,
      },
    }),
    keepPlan: keepPlan === true,
    pageUrl: platform.fileUrl(settings.page),
    left,
    ...(review?.commit && { commit: review.commit }),
  };
  writeFileSync(resultFile(settings.account), JSON.stringify(result));
}

/**
 * Returns the result of an account; undefined if its job wrote none, for example because it was canceled.
 *
 * @param {string} folder Where the results of the other jobs are. They can contain anything: only a regular file is read.
 * @param {string} account
 * @returns {AccountResult | undefined}
 */
export function readResult(folder, account) {
  const path = join(folder, resultFile(account));
  if (!existsSync(path) || !lstatSync(path).isFile()) return undefined;
  return JSON.parse(readFileSync(path, 'utf8'));
}
