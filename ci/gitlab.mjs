import { writeFileSync } from 'node:fs';
import { createApiClient } from './api-client.mjs';
import { requireVariable } from './environment.mjs';
import { problemOfApplyJob, problemOfPlanJob } from './gitlab-jobs.mjs';
import { logLine } from './log.mjs';
import { isMessageAbout } from './message.mjs';

/**
 * @import { Job } from './gitlab-jobs.mjs'
 * @import { Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {{ id: number }} User
 *
 * @typedef {object} Note A comment of GitLab's API.
 * @property {number} id
 * @property {string} body
 * @property {User} author
 *
 * @typedef {object} Issue
 * @property {number} iid
 * @property {string | null} description
 * @property {User} author
 *
 * @typedef {object} MergeRequest
 * @property {number} iid
 * @property {string} state
 * @property {string | null} sha Last commit of the branch.
 * @property {string | null} merge_commit_sha
 * @property {string | null} squash_commit_sha
 * @property {string | null} merged_at
 */

/**
 * Returns a job of GitLab CI.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Platform}
 */
export function gitlab(env) {
  const project = `projects/${requireVariable(env, 'CI_PROJECT_ID')}`;
  // A pipeline of merged results runs on a temporary merge commit.
  const commit = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || requireVariable(env, 'CI_COMMIT_SHA');
  const run = requireVariable(env, 'CI_JOB_ID');
  const jobUrl = requireVariable(env, 'CI_JOB_URL');
  const api = () => {
    if (!env.GITLAB_TOKEN) throw new Error(noToken);
    return createApiClient(requireVariable(env, 'CI_API_V4_URL'), { 'private-token': env.GITLAB_TOKEN });
  };
  /** Returns the id of the token's user. rollcall updates and trusts only notes and issues of this user. */
  const readUserId = async () => {
    const user = await api().request('GET', 'user');
    if (typeof user === 'object' && user !== null && 'id' in user && typeof user.id === 'number')
      return user.id;
    throw new Error('GET user did not return a user id. Check GITLAB_TOKEN.');
  };
  /**
   * @param {string} id
   * @returns {Promise<Job>}
   */
  const readJob = async (id) => {
    const job = await api().request('GET', `${project}/jobs/${id}`);
    if (isJob(job)) return job;
    throw new Error(`GET ${project}/jobs/${id} did not return a job.`);
  };
  /**
   * Returns why a plan is not of a merge into the branch of this job. A pipeline of merged results runs on a merge of the
   * branch and its target: with another target, its pipeline file can be one that the reviewers did not see.
   *
   * @param {Job} job
   * @param {string} head
   */
  const problemOfParents = async ({ commit: { parent_ids: parents }, pipeline }, head) => {
    if (pipeline.sha === head) return undefined;
    const branch = requireVariable(env, 'CI_COMMIT_BRANCH');
    for (const parent of parents.filter((id) => id !== head)) {
      /** @type {(ref: { name: string }) => boolean} */
      const isBranch = ({ name }) => name === branch;
      const path = `${project}/repository/commits/${parent}/refs?type=branch`;
      if (!(await api().findEntry(path, isBranch))) {
        return `it planned a merge with commit ${parent.slice(0, 10)}, which is not on ${branch}`;
      }
    }
    return undefined;
  };
  /**
   * @param {string | number} iid
   * @param {Settings} settings
   */
  const findNote = async (iid, settings) => {
    const userId = await readUserId();
    /** @type {(note: Note) => boolean} */
    const isOurs = (note) => note.author.id === userId && isMessageAbout(note.body, settings);
    return api().findEntry(`${project}/merge_requests/${iid}/notes`, isOurs);
  };
  return {
    run,
    commit,
    ...(env.CI_MERGE_REQUEST_IID && { pullRequest: Number(env.CI_MERGE_REQUEST_IID) }),
    commitVariable: 'CI_COMMIT_SHA',
    logUrl: jobUrl,
    // GitLab unpacks the artifacts of earlier jobs there.
    resultsFolder: '.',
    codeQuality: { path: 'gl-code-quality.json', root: requireVariable(env, 'CI_PROJECT_DIR') },
    writeSummary: (text) => void process.stdout.write(text),
    setOutputs: () => undefined,
    logError: (title, text) => void process.stderr.write(logLine(`${title}: ${text}`)),

    comment: async (body, settings, iid = Number(env.CI_MERGE_REQUEST_IID ?? 0)) => {
      if (!iid) throw new Error(noMergeRequest);
      const notes = `${project}/merge_requests/${iid}/notes`;
      const existing = await findNote(iid, settings);
      if (existing) await api().request('PUT', `${notes}/${existing.id}`, { body });
      else await api().request('POST', notes, { body });
    },

    findComment: async (iid, settings) => (await findNote(iid, settings))?.body,

    updateIssue: async ({ title, body: description, clean, settings }) => {
      const userId = await readUserId();
      /** @type {(issue: Issue) => boolean} */
      const isOurs = (issue) => issue.author.id === userId && isMessageAbout(issue.description, settings);
      const existing = await api().findEntry(`${project}/issues?state=opened`, isOurs);
      if (!existing) {
        if (!clean) await api().request('POST', `${project}/issues`, { title, description });
        return;
      }
      const issue = `${project}/issues/${existing.iid}`;
      if (!clean) {
        await api().request('PUT', issue, { title, description });
        return;
      }
      await api().request('POST', `${issue}/notes`, { body: description });
      await api().request('PUT', issue, { state_event: 'close' });
    },

    findMerged: async (added) => {
      /** @type {(request: MergeRequest) => boolean} */
      const merges = (request) => request.state === 'merged' && commitsOf(request).includes(added);
      const merged = await api().findEntry(`${project}/repository/commits/${added}/merge_requests`, merges);
      if (!merged?.sha || !merged.merged_at) return undefined;
      const { iid, sha, merged_at: mergedAt } = merged;
      return { pullRequest: `merge request !${iid}`, number: iid, head: sha, mergedAt };
    },

    // A variable could not name this job: users can set variables when they start a pipeline.
    problemOfPlanRun: async (id, { number, head, mergedAt }) => {
      const name = env.ROLLCALL_FLEET ? 'rollcall plan summary' : 'rollcall plan';
      const job = await readJob(id);
      return problemOfPlanJob(job, { name, iid: number, head, mergedAt }) ?? problemOfParents(job, head);
    },

    problemOfOwnRun: async (job) => {
      const name = requireVariable(env, 'CI_JOB_NAME');
      return problemOfApplyJob(await readJob(job), {
        name,
        branch: requireVariable(env, 'CI_COMMIT_BRANCH'),
      });
    },

    takeFiles: async (job, paths) => {
      for (const path of paths) {
        const artifact = encodeURIComponent(path).replaceAll('%2F', '/');
        const text = await api().readText(`${project}/jobs/${job}/artifacts/${artifact}`);
        writeFileSync(path, text, { mode: 0o600 });
      }
    },

    howToApply: (planId, { account }) =>
      `To apply it: Build, Pipelines, "New pipeline" with ${account && `ROLLCALL_ONLY ${account}, `}ROLLCALL_REVIEWED ${run} and ROLLCALL_EXPECT ${planId}.`,

    fileUrl: (file) => `${jobUrl}/artifacts/file/${file}`,
  };
}

/**
 * @param {unknown} value
 * @returns {value is Job}
 */
function isJob(value) {
  return typeof value === 'object' && value !== null && 'pipeline' in value && 'commit' in value;
}

/**
 * Returns the commits that a merge request may have added to its target branch: a merge commit, a squash
 * commit, or the last commit of its branch.
 *
 * @param {MergeRequest} request
 */
function commitsOf({ merge_commit_sha, squash_commit_sha, sha }) {
  return [merge_commit_sha, squash_commit_sha, sha];
}

const noMergeRequest =
  'ROLLCALL_COMMENT is true, but this job does not run for a merge request. Set it only in merge request pipelines.';

const noToken =
  'GITLAB_TOKEN is not set. Notes and issues need a project access token with the scope api: the job token may not write them.';
