/**
 * Checks which run of GitHub Actions kept a plan. GitHub records these facts itself: no workflow and no user can edit
 * them.
 *
 * @typedef {object} WorkflowRun A run of GitHub's API.
 * @property {string} head_sha For a pull request, the last commit of its branch.
 * @property {string | null} head_branch
 * @property {{ full_name: string } | null} head_repository
 * @property {string} event
 * @property {string} run_started_at When its latest attempt began.
 * @property {string} path For example `.github/workflows/rollcall-plan.yml`; GitHub may add the repository before and
 *   `@main` after it.
 */

const folder = '.github/workflows/';

/**
 * Returns why a run did not make the plan of a merged pull request; undefined if it did.
 *
 * @param {WorkflowRun} run
 * @param {{ repository: string, workflow: string, head: string, branch: string | undefined, mergedAt: string }} expected
 *   `workflow` is the name of the file, `head` the last commit of the pull request, and `branch` its branch.
 * @returns {string | undefined}
 */
export function problemOfPlanRun(run, { repository, workflow, head, branch, mergedAt }) {
  if (run.event !== 'pull_request') return `it ran on ${run.event}, not on pull_request`;
  if (run.head_sha !== head) {
    return `it planned commit ${run.head_sha.slice(0, 10)}, but the merged pull request ends with ${head.slice(0, 10)}`;
  }
  // Another branch with the same commit can have a pull request into a branch with another workflow file.
  if (run.head_branch !== branch) {
    return `it ran for branch ${run.head_branch}, but the merged pull request is of branch ${branch}`;
  }
  if (Date.parse(run.run_started_at) > Date.parse(mergedAt)) return 'it ran again after the merge';
  return problemOfWorkflow(run, { repository, workflow });
}

/**
 * Returns why a run did not keep the plan that it shows after a merge; undefined if it did. The branch matters: a run
 * on another branch uses the workflow file of that branch.
 *
 * @param {WorkflowRun} run
 * @param {{ repository: string, workflow: string, branch: string }} expected
 * @returns {string | undefined}
 */
export function problemOfApplyRun(run, { repository, workflow, branch }) {
  if (!['push', 'workflow_dispatch'].includes(run.event)) {
    return `it ran on ${run.event}, not on push or workflow_dispatch`;
  }
  if (run.head_branch !== branch) return `it ran on branch ${run.head_branch}, not on ${branch}`;
  return problemOfWorkflow(run, { repository, workflow });
}

/**
 * @param {WorkflowRun} run
 * @param {{ repository: string, workflow: string }} expected
 */
function problemOfWorkflow({ path, head_repository: source }, { repository, workflow }) {
  const file = path.replace(/@.*$/u, '');
  const expected = `${folder}${workflow}`;
  if (file !== expected && file !== `${repository}/${expected}`) {
    return `it is a run of ${file}, not of ${expected}`;
  }
  if (source?.full_name === repository) return undefined;
  return `its commit is from ${source?.full_name ?? 'a deleted repository'}, not from ${repository}`;
}

/**
 * Returns the file name of the workflow that runs this job.
 *
 * @param {string} reference `OWNER/REPOSITORY/.github/workflows/NAME@REF`
 */
export function workflowName(reference) {
  const [path = ''] = reference.split('@');
  return path.slice(path.indexOf(folder) + folder.length);
}
