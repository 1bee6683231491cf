import { readKeptPlan } from './message.mjs';

/**
 * Finds the reviewed plan: the run that kept it, its id, and the comment that reviewers read. The comment is only a
 * pointer, because everyone who can write to the repository can edit it: the run must be the one that planned the
 * merged commit.
 *
 * @import { KeptPlan, Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * Returns the reason if there is no reviewed plan, or if its run is not trusted.
 *
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<KeptPlan | { missing: string }>}
 */
export async function findReviewedPlan(settings, platform) {
  const { reviewed, expect } = settings;
  if (/^\d+$/u.test(reviewed)) {
    if (!expect) {
      throw new Error(
        `reviewed names run ${reviewed}, but expect is empty. Set expect to the id of the plan; the summary of the run shows it.`,
      );
    }
    return trusted({ run: reviewed, planId: expect }, await platform.problemOfOwnRun(reviewed));
  }
  if (reviewed !== 'pull-request') {
    throw new Error(`Invalid value "${reviewed}" for reviewed. Use pull-request or the number of a run.`);
  }
  const merged = await platform.findMerged(platform.commit);
  if (!merged) return { missing: 'No reviewed plan: this commit does not belong to a pull request.' };
  const plan = readKeptPlan(await platform.findComment(merged.number, { ...settings, command: 'plan' }));
  if (!plan) return { missing: `No reviewed plan: ${merged.pullRequest} has no comment with a plan.` };
  return trusted(plan, await platform.problemOfPlanRun(plan.run, merged));
}

/**
 * @param {KeptPlan} plan
 * @param {string | undefined} problem
 */
function trusted(plan, problem) {
  if (problem === undefined) return plan;
  return { missing: `Refused the plan of run ${plan.run}: ${problem}.` };
}
