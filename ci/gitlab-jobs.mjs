/**
 * Checks which job of GitLab CI kept a plan. GitLab records these facts itself: no user can push to
 * `refs/merge-requests/…`.
 *
 * @typedef {object} Job A job of GitLab's API.
 * @property {string} name
 * @property {{ sha: string, ref: string }} pipeline
 * @property {{ parent_ids: readonly string[] }} commit
 * @property {boolean} tag
 * @property {string} started_at
 */

/**
 * Returns why a job did not make the plan of a merged merge request; undefined if it did. A pipeline of merged results
 * runs on a merge commit, one parent of which is the last commit of the branch.
 *
 * @param {Job} job
 * @param {{ name: string, iid: number, head: string, mergedAt: string }} expected
 * @returns {string | undefined}
 */
export function problemOfPlanJob(
  { name, pipeline, commit, started_at: startedAt },
  { name: expectedName, iid, head, mergedAt },
) {
  if (name !== expectedName) return `it is the job "${name}", not "${expectedName}"`;
  const [, request, kind] = /^refs\/merge-requests\/(\d+)\/(head|merge)$/u.exec(pipeline.ref) ?? [];
  if (request !== String(iid)) return `it ran for ${pipeline.ref}, not for merge request !${iid}`;
  if (Date.parse(startedAt) > Date.parse(mergedAt)) return 'it ran after the merge';
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
export function problemOfApplyJob({ name, pipeline, tag }, { name: expectedName, branch }) {
  if (name !== expectedName) return `it is the job "${name}", not "${expectedName}"`;
  if (tag) return `it ran for a tag named ${pipeline.ref}`;
  return pipeline.ref === branch ? undefined : `it ran for ${pipeline.ref}, not for ${branch}`;
}
