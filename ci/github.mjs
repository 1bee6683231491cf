import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiAt } from './call-api.mjs';
import { errorCommand } from './log.mjs';
import { isAbout, reviewedIn } from './message.mjs';

/** Who writes with the token of a job. Nobody else's comment is updated or believed. */
const author = 'github-actions[bot]';

/** A job of GitHub Actions. */
export function github(env) {
  const repository = `repos/${env.GITHUB_REPOSITORY}`;
  const api = apiAt(env.GITHUB_API_URL, {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${env.GITHUB_TOKEN}`,
    'x-github-api-version': '2022-11-28',
  });
  const ours = (settings) => (entry) => entry.user?.login === author && isAbout(entry.body, settings);
  const commentOn = (number, settings) => api.find(`${repository}/issues/${number}/comments`, ours(settings));
  const output = (values) => {
    for (const [name, value] of Object.entries(values)) {
      appendFileSync(env.GITHUB_OUTPUT, `${name}=${String(value).replace(/[\r\n]/gu, ' ')}\n`);
    }
  };
  return {
    run: env.GITHUB_RUN_ID,
    commit: commitOf(env),
    logUrl: `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`,
    summary: (text, { command }) => {
      const path = join(env.RUNNER_TEMP, `rollcall-${command}.md`);
      writeFileSync(path, text);
      appendFileSync(env.GITHUB_STEP_SUMMARY, text);
      output({ summary: path });
    },
    output,
    error: (title, text) => process.stderr.write(errorCommand(title, text)),

    comment: async (body, settings) => {
      const number = eventOf(env).pull_request?.number;
      if (number === undefined) throw new Error('There is no pull request here to comment on.');
      const there = await commentOn(number, settings);
      return there
        ? api.call('PATCH', `${repository}/issues/comments/${there.id}`, { body })
        : api.call('POST', `${repository}/issues/${number}/comments`, { body });
    },

    issue: async ({ title, body, clean, settings }) => {
      const there = await api.find(`${repository}/issues?state=open`, ours(settings));
      if (clean) {
        if (!there) return;
        await api.call('POST', `${repository}/issues/${there.number}/comments`, { body });
        await api.call('PATCH', `${repository}/issues/${there.number}`, { state: 'closed' });
      } else if (there) await api.call('PATCH', `${repository}/issues/${there.number}`, { title, body });
      else await api.call('POST', `${repository}/issues`, { title, body });
    },

    /** The plan that the comment of the merged pull request shows. */
    reviewed: async (settings) => {
      const merged = await api.find(
        `${repository}/commits/${env.GITHUB_SHA}/pulls`,
        (pull) => pull.merged_at && pull.merge_commit_sha === env.GITHUB_SHA,
      );
      const comment = merged && (await commentOn(merged.number, { ...settings, command: 'plan' }));
      return { from: merged && `pull request #${merged.number}`, ...(comment && reviewedIn(comment.body)) };
    },

    applyByHand: (run, planId) =>
      `To apply it: Actions, this workflow, "Run workflow" with run ${run} and plan ${planId}.`,
  };
}

/** For a pull request GitHub checks out a merge that nobody knows: its own last commit says more. */
function commitOf(env) {
  return eventOf(env).pull_request?.head.sha ?? env.GITHUB_SHA;
}

function eventOf(env) {
  return JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8'));
}
