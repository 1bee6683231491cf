/**
 * Checks which job of GitLab CI kept a plan. GitLab records these facts itself: no user can push to
 * `refs/merge-requests/…`.
 *
 * @typedef {object} Job A job of GitLab's API.
 * @property {string} name
 * @property {{ sha: string, ref: string }} pipeline
 * @property {{ parent_ids: readonly string[] }} commit
 */

/**
 * Returns why a job did not make the plan of a merged merge request; undefined if it did. A pipeline of merged results
 * runs on a merge commit, one parent of which is the last commit of the branch.
 *
 * @param {Job} job
 * @param {{ name: string, iid: number, head: string }} expected
 * @returns {string | undefined}
 */
export function problemOfPlanJob({ name, pipeline, commit }, { name: expectedName, iid, head }) {
  if (name !== expectedName) return `it is the job "${name}", not "${expectedName}"`;
  const [, request, kind] = /^refs\/merge-requests\/(\d+)\/(head|merge|train)$/u.exec(pipeline.ref) ?? [];
  if (request !== String(iid)) return `it ran for ${pipeline.ref}, not for merge request !${iid}`;
  const isOfHead = kind === 'head' ? pipeline.sha === head : commit.parent_ids.includes(head);
  if (isOfHead) return undefined;
  return `it planned commit ${pipeline.sha.slice(0, 10)}, but the merge request ends with ${head.slice(0, 10)}`;
}

/**
 * Returns why a job did not keep the plan that it shows after a merge; undefined if it did.
 *
 * @param {Job} job
 * @param {{ name: string, branch: string }} expected
 * @returns {string | undefined}
 */
export function problemOfApplyJob({ name, pipeline }, { name: expectedName, branch }) {
  if (name !== expectedName) return `it is the job "${name}", not "${expectedName}"`;
  return pipeline.ref === branch ? undefined : `it ran for ${pipeline.ref}, not for ${branch}`;
}
