import { appendFileSync, copyFileSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApiClient } from './api-client.mjs';
import { requireVariable } from './environment.mjs';
import { problemOfApplyRun, problemOfPlanRun, workflowName } from './github-runs.mjs';
import { errorCommand } from './log.mjs';
import { isMessageAbout } from './message.mjs';

/**
 * @import { WorkflowRun } from './github-runs.mjs'
 * @import { MergedPull, Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {object} Entry A comment or an issue of GitHub's API.
 * @property {number} id
 * @property {string | null} [body]
 * @property {{ login: string } | null} user
 *
 * @typedef {Entry & { number: number }} Issue
 *
 * @typedef {object} PullRequest
 * @property {number} number
 * @property {string | null} merged_at
 * @property {string | null} merge_commit_sha
 * @property {{ sha: string, ref: string }} head
 * @property {{ ref: string }} base
 *
 * @typedef {object} TriggerEvent The event that started the workflow.
 * @property {{ number: number, head: { sha: string } }} [pull_request]
 */

/** The user of a job's token. rollcall updates and trusts only comments of this user. */
const author = 'github-actions[bot]';

/**
 * Returns a job of GitHub Actions.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Platform}
 */
export function github(env) {
  const repositoryName = requireVariable(env, 'GITHUB_REPOSITORY');
  const repository = `repos/${repositoryName}`;
  const run = requireVariable(env, 'GITHUB_RUN_ID');
  const commit = requireVariable(env, 'GITHUB_SHA');
  const logUrl = `${requireVariable(env, 'GITHUB_SERVER_URL')}/${repositoryName}/actions/runs/${run}`;
  const { pull_request: pullRequest } = readEvent(env);
  const api = () => {
    if (!env.GITHUB_TOKEN) throw new Error(noToken);
    return createApiClient(requireVariable(env, 'GITHUB_API_URL'), {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env.GITHUB_TOKEN}`,
      'x-github-api-version': '2022-11-28',
    });
  };
  /**
   * @param {Settings} settings
   * @returns {(entry: Entry) => boolean}
   */
  const isOurs = (settings) => (entry) =>
    entry.user?.login === author && isMessageAbout(entry.body, settings);
  /**
   * @param {number} number
   * @param {Settings} settings
   */
  const findComment = (number, settings) =>
    api().findEntry(`${repository}/issues/${number}/comments`, isOurs(settings));
  /**
   * @param {string} id
   * @returns {Promise<WorkflowRun>}
   */
  const readRun = async (id) => {
    const run = await api().request('GET', `${repository}/actions/runs/${id}`);
    if (isRun(run)) return run;
    throw new Error(`GET ${repository}/actions/runs/${id} did not return a run.`);
  };
  /**
   * Returns why the workflow of a pull request may not be the reviewed one. GitHub takes it from the merge of the
   * branch and its base: with another base, it can be a file that the reviewers of this pull request did not see.
   *
   * @param {MergedPull} merged
   */
  const problemOfBase = async ({ number, head, branch, base }) => {
    const main = requireVariable(env, 'GITHUB_REF_NAME');
    if (base !== main) return `the pull request was merged into ${base}, not into ${main}`;
    const [owner = ''] = repositoryName.split('/');
    /** @type {(pull: PullRequest) => boolean} */
    const isOther = (pull) => pull.head.sha === head && pull.base.ref !== main;
    const query = new URLSearchParams({ state: 'all', head: `${owner}:${branch ?? ''}` });
    const other = await api().findEntry(`${repository}/pulls?${query}`, isOther);
    if (other) return `its commit was also planned for ${other.base.ref}, in pull request #${other.number}`;
    /**
     * By a user, or by GitHub after the base of a stacked pull request was merged and deleted.
     *
     * @type {(event: { event: string }) => boolean}
     */
    const isNewBase = ({ event }) => /^(?:automatic_)?base_(?:ref_|change)/u.test(event);
    const changed = await api().findEntry(`${repository}/issues/${number}/events`, isNewBase);
    return changed ? 'the base of the pull request was changed' : undefined;
  };
  /** @type {Platform['setOutputs']} */
  const setOutputs = (values) => {
    for (const [name, value] of Object.entries(values)) {
      const line = `${name}=${String(value).replace(/[\r\n]/gu, ' ')}\n`;
      appendFileSync(requireVariable(env, 'GITHUB_OUTPUT'), line);
    }
  };
  return {
    run,
    commit: pullRequest?.head.sha ?? commit,
    ...(pullRequest && { pullRequest: pullRequest.number }),
    commitVariable: 'GITHUB_SHA',
    logUrl,
    resultsFolder: join(requireVariable(env, 'RUNNER_TEMP'), 'rollcall-results'),
    writeSummary: (text, { command }) => {
      const path = join(requireVariable(env, 'RUNNER_TEMP'), `rollcall-${command}.md`);
      writeFileSync(path, text);
      appendFileSync(requireVariable(env, 'GITHUB_STEP_SUMMARY'), text);
      setOutputs({ summary: path });
    },
    setOutputs,
    logError: (title, text) => void process.stderr.write(errorCommand(title, text)),

    comment: async (body, settings, number = pullRequest?.number) => {
      if (number === undefined) throw new Error(noPullRequest);
      const existing = await findComment(number, settings);
      if (existing) await api().request('PATCH', `${repository}/issues/comments/${existing.id}`, { body });
      else await api().request('POST', `${repository}/issues/${number}/comments`, { body });
    },

    // A step of action.yml has downloaded the artifact. It can contain anything: take only regular files by name.
    takeFiles: async (_run, paths) => {
      for (const path of paths) {
        const kept = join(requireVariable(env, 'RUNNER_TEMP'), 'rollcall-reviewed', path);
        if (lstatSync(kept, { throwIfNoEntry: false })?.isFile()) copyFileSync(kept, path);
      }
    },

    findComment: async (number, settings) => (await findComment(number, settings))?.body ?? undefined,

    updateIssue: async ({ title, body, clean, settings }) => {
      /** @type {(issue: Issue) => boolean} */
      const matches = isOurs(settings);
      const existing = await api().findEntry(`${repository}/issues?state=open`, matches);
      if (!existing) {
        if (!clean) await api().request('POST', `${repository}/issues`, { title, body });
        return;
      }
      const issue = `${repository}/issues/${existing.number}`;
      if (!clean) {
        await api().request('PATCH', issue, { title, body });
        return;
      }
      await api().request('POST', `${issue}/comments`, { body });
      await api().request('PATCH', issue, { state: 'closed' });
    },

    findMerged: async (added) => {
      /** @type {(pull: PullRequest) => boolean} */
      const merges = (pull) => pull.merged_at !== null && pull.merge_commit_sha === added;
      const merged = await api().findEntry(`${repository}/commits/${added}/pulls`, merges);
      if (!merged?.merged_at) return undefined;
      const { number, head, base, merged_at: mergedAt } = merged;
      const pull = { number, head: head.sha, branch: head.ref, base: base.ref, mergedAt };
      return { pullRequest: `pull request #${number}`, ...pull };
    },

    problemOfPlanRun: async (id, merged) => {
      const workflow = env.ROLLCALL_PLAN_WORKFLOW || 'rollcall-plan.yml';
      const problem = problemOfPlanRun(await readRun(id), {
        repository: repositoryName,
        workflow,
        head: merged.head,
        branch: merged.branch,
        mergedAt: merged.mergedAt,
      });
      return problem ?? problemOfBase(merged);
    },

    problemOfOwnRun: async (id) => {
      const workflow = workflowName(requireVariable(env, 'GITHUB_WORKFLOW_REF'));
      const branch = requireVariable(env, 'GITHUB_REF_NAME');
      const run = await readRun(id);
      const problem = problemOfApplyRun(run, { repository: repositoryName, workflow, branch });
      if (problem !== undefined) return problem;
      // A tag can have the name of the branch.
      const compared = await api().request('GET', `${repository}/compare/${run.head_sha}...${commit}`);
      const isAncestor =
        typeof compared === 'object' &&
        compared !== null &&
        'status' in compared &&
        (compared.status === 'ahead' || compared.status === 'identical');
      return isAncestor ? undefined : `its commit ${run.head_sha.slice(0, 10)} is not on ${branch}`;
    },

    howToApply: (planId, { account }) =>
      `To apply it: Actions, this workflow, "Run workflow" with ${account && `account ${account}, `}run ${run} and plan ${planId}.`,

    // GitHub lists the files on the page of the run.
    fileUrl: () => `${logUrl}#artifacts`,
  };
}

/**
 * @param {unknown} value
 * @returns {value is WorkflowRun}
 */
function isRun(value) {
  return typeof value === 'object' && value !== null && 'head_sha' in value && 'path' in value;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {TriggerEvent}
 */
function readEvent(env) {
  return JSON.parse(readFileSync(requireVariable(env, 'GITHUB_EVENT_PATH'), 'utf8'));
}

const noPullRequest =
  'comment is true, but this job does not run for a pull request. Set comment only in workflows on pull_request.';

const noToken =
  'GITHUB_TOKEN is not set. Add it to the env of the step, for example: GITHUB_TOKEN: ${{ github.token }}';
