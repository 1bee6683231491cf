/**
 * Finds the reviewed plan: the run that kept it, and its id. Returns the reason if there is none.
 *
 * @import { KeptPlan, Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @param {Settings} settings
 * @param {Platform} platform
 * @returns {Promise<KeptPlan | { missing: string }>}
 */
export async function findReviewedPlan(settings, platform) {
  const { reviewed, expect } = settings;
  if (/^\d+$/u.test(reviewed)) {
    if (expect) return { run: reviewed, planId: expect };
    throw new Error(
      `reviewed names run ${reviewed}, but expect is empty. Set expect to the id of the plan; the summary of the run shows it.`,
    );
  }
  if (reviewed !== 'pull-request') {
    throw new Error(`Invalid value "${reviewed}" for reviewed. Use pull-request or the number of a run.`);
  }
  const { pullRequest, plan } = await platform.findReview(settings);
  if (plan) return plan;
  return {
    missing: pullRequest
      ? `No reviewed plan: ${pullRequest} has no comment with a plan.`
      : 'No reviewed plan: this commit does not belong to a pull request.',
  };
}
