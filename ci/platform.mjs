import { github } from './github.mjs';
import { gitlab } from './gitlab.mjs';

/**
 * The CI system that runs the job, with the same functions for GitHub Actions and GitLab CI.
 *
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {object} Platform
 * @property {string} run Number of the run (GitHub) or the job (GitLab). A plan is kept under this number.
 * @property {string} commit For a pull request, the last commit of its branch: the CI system checks out a temporary
 *   merge commit, which disappears.
 * @property {number} [pullRequest] The number of the pull request that the job runs for.
 * @property {'GITHUB_SHA' | 'CI_COMMIT_SHA'} commitVariable
 * @property {string} logUrl
 * @property {CodeQualityReport} [codeQuality] GitLab only.
 * @property {(text: string, settings: Settings) => void} writeSummary Shows Markdown on the page of the run.
 * @property {(values: Readonly<Record<string, string | number>>) => void} setOutputs Sets the outputs of the step.
 * @property {(title: string, text: string) => void} logError Writes an error to the log of the job.
 * @property {(body: string, settings: Settings, number?: number) => Promise<void>} comment Creates or updates the
 *   comment on a pull request; without a number, on the one of this job.
 * @property {(number: number, settings: Settings) => Promise<string | undefined>} findComment Returns the comment of
 *   the command on a pull request.
 * @property {(issue: DriftIssue) => Promise<void>} updateIssue Creates, updates or closes the issue about drift.
 * @property {(commit: string) => Promise<MergedPull | undefined>} findMerged Returns the pull request that added a
 *   commit.
 * @property {(run: string, merged: MergedPull) => Promise<string | undefined>} problemOfPlanRun Returns why a run did not
 *   make the plan of the merged pull request; undefined if it did.
 * @property {(run: string) => Promise<string | undefined>} problemOfOwnRun Returns why a run is no earlier run of this
 *   apply job; undefined if it is.
 * @property {TakeFiles} takeFiles
 * @property {(planId: string, settings: Settings) => string} howToApply Returns how to start a job by hand that applies
 *   the plan that this run kept.
 * @property {string} resultsFolder Where a job finds what the jobs of the accounts of a fleet kept.
 * @property {(file: string) => string} fileUrl Returns where a reader finds a file that this job keeps.
 *
 * @typedef {object} CodeQualityReport
 * @property {string} path Where to write the report.
 * @property {string} root Folder of the repository. The report names files relative to it.
 *
 * @typedef {object} DriftIssue
 * @property {string} title
 * @property {string} body
 * @property {boolean} clean Whether there is no drift. A clean result closes the issue.
 * @property {Settings} settings
 *
 * @typedef {object} MergedPull
 * @property {string} pullRequest For example `pull request #7`.
 * @property {number} number
 * @property {string} head The last commit of the branch.
 * @property {string} mergedAt
 * @property {string} [branch] GitHub only.
 * @property {string} [base] GitHub only: the branch that it was merged into.
 *
 * @typedef {object} KeptPlan
 * @property {string} run Number of the run or job that kept the plan.
 * @property {string} planId
 * @property {string} [comment] The comment that shows the plan. Absent for a plan that a user names.
 *
 * @callback TakeFiles Saves files that a run kept, under the same names in the working folder. Skips one that the run
 *   did not keep.
 * @param {string} run
 * @param {readonly string[]} paths
 * @returns {Promise<void>}
 */

/**
 * Returns the CI system that runs this process.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Platform}
 */
export function detectPlatform(env) {
  if (env.GITHUB_ACTIONS === 'true') return github(env);
  if (env.GITLAB_CI === 'true') return gitlab(env);
  throw new Error(
    'ci/main.mjs only runs in a job of GitHub Actions or GitLab CI. Elsewhere, use the rollcall command.',
  );
}
