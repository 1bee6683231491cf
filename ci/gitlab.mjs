import { writeFileSync } from 'node:fs';
import { apiAt } from './call-api.mjs';
import { logLine } from './log.mjs';
import { isAbout, reviewedIn } from './message.mjs';

/** A job of GitLab CI. */
export function gitlab(env) {
  const project = `projects/${env.CI_PROJECT_ID}`;
  const api = () => {
    if (env.GITLAB_TOKEN) return apiAt(env.CI_API_V4_URL, { 'private-token': env.GITLAB_TOKEN });
    throw new Error(noToken);
  };
  /** Nobody else's note is updated or believed. */
  const ours = async (settings, textOf) => {
    const { id } = await api().call('GET', 'user');
    return (entry) => entry.author?.id === id && isAbout(textOf(entry), settings);
  };
  const noteOn = async (iid, settings) =>
    api().find(`${project}/merge_requests/${iid}/notes`, await ours(settings, (note) => note.body));
  return {
    run: env.CI_JOB_ID,
    commit: env.CI_COMMIT_SHA,
    logUrl: env.CI_JOB_URL,
    codeQuality: { path: 'gl-code-quality.json', root: env.CI_PROJECT_DIR },
    summary: (text) => process.stdout.write(text),
    output: () => undefined,
    error: (title, text) => process.stderr.write(logLine(`${title}: ${text}`)),

    comment: async (body, settings) => {
      const iid = env.CI_MERGE_REQUEST_IID;
      if (!iid) throw new Error('There is no merge request here to comment on.');
      const there = await noteOn(iid, settings);
      return there
        ? api().call('PUT', `${project}/merge_requests/${iid}/notes/${there.id}`, { body })
        : api().call('POST', `${project}/merge_requests/${iid}/notes`, { body });
    },

    issue: async ({ title, body: description, clean, settings }) => {
      const fits = await ours(settings, (issue) => issue.description);
      const there = await api().find(`${project}/issues?state=opened`, fits);
      if (clean) {
        if (!there) return;
        await api().call('POST', `${project}/issues/${there.iid}/notes`, { body: description });
        await api().call('PUT', `${project}/issues/${there.iid}`, { state_event: 'close' });
      } else if (there) await api().call('PUT', `${project}/issues/${there.iid}`, { title, description });
      else await api().call('POST', `${project}/issues`, { title, description });
    },

    /** The plan that the note of the merged merge request shows. */
    reviewed: async (settings) => {
      const merged = await api().find(
        `${project}/repository/commits/${env.CI_COMMIT_SHA}/merge_requests`,
        (request) => request.state === 'merged' && commitsOf(request).includes(env.CI_COMMIT_SHA),
      );
      const note = merged && (await noteOn(merged.iid, { ...settings, command: 'plan' }));
      return { from: merged && `merge request !${merged.iid}`, ...(note && reviewedIn(note.body)) };
    },

    /** Fetches the plan that a job kept. */
    download: async (run, path) => {
      const kept = encodeURIComponent(path).replaceAll('%2F', '/');
      writeFileSync(path, await api().text(`${project}/jobs/${run}/artifacts/${kept}`), { mode: 0o600 });
    },

    applyByHand: (run, planId) =>
      `To apply it: Build, Pipelines, "New pipeline" with ROLLCALL_REVIEWED ${run} and ROLLCALL_EXPECT ${planId}.`,
  };
}

/** What a merge request left on its target: a merge, a squash, or its own last commit. */
function commitsOf({ merge_commit_sha, squash_commit_sha, sha }) {
  return [merge_commit_sha, squash_commit_sha, sha];
}

const noToken =
  'GITLAB_TOKEN is not set. Notes and issues need a project access token with the scope api: the job token may not write them.';
