/** The part of GitLab's API that the jobs use, with authentication and pages. */
import { Hono } from 'hono';
import { serveApp } from './serve-app.ts';

interface Note {
  readonly id: number;
  readonly author: { readonly id: number };
  body: string;
}

interface GitlabIssue {
  readonly iid: number;
  readonly author: { readonly id: number };
  title: string;
  description: string;
  state: 'opened' | 'closed';
  readonly notes: Note[];
}

export interface FakeGitlab {
  readonly url: string;
  /** The notes of merge request 7. */
  readonly notes: Note[];
  readonly issues: GitlabIssue[];
  readonly requests: string[];
  /** The merge commits of merge request 7. */
  readonly merged: Set<string>;
  /** The last commit of the branch of merge request 7. */
  head: string;
  readonly jobs: Map<string, FakeJob>;
  /** The artifacts of jobs, by `JOB/PATH`. */
  readonly artifacts: Map<string, string>;
}

/** A job as GitLab's API returns it. */
export interface FakeJob {
  readonly name: string;
  readonly pipeline: { readonly sha: string; readonly ref: string };
  readonly commit: { readonly parent_ids: readonly string[] };
  readonly tag: boolean;
  readonly started_at: string;
}

export const gitlabToken = 'glpat-secret';

export async function startFakeGitlab(): Promise<FakeGitlab> {
  const state = {
    notes: [] as Note[],
    issues: [] as GitlabIssue[],
    requests: [] as string[],
    merged: new Set<string>(),
    head: '',
    jobs: new Map<string, FakeJob>(),
    artifacts: new Map<string, string>(),
  };
  const author = { id: 31 };
  let ids = 500;
  const noteFrom = (body: string): Note => ({ id: ++ids, author, body });
  const app = new Hono();
  app.use(async (c, next) => {
    state.requests.push(`${c.req.method} ${c.req.path}`);
    if (c.req.header('private-token') === gitlabToken) return next();
    return c.json({ message: '401 Unauthorized' }, 401);
  });
  const pageOf = <T>(all: readonly T[], query: Record<string, string>): T[] => {
    const size = Number(query['per_page'] ?? 20);
    const page = Number(query['page'] ?? 1);
    return all.slice((page - 1) * size, page * size);
  };
  const issue = (iid: string): GitlabIssue => {
    const found = state.issues.find((candidate) => candidate.iid === Number(iid));
    if (!found) throw new Error(`no issue ${iid}`);
    return found;
  };
  app.get('/user', (c) => c.json(author));
  const notes = '/projects/42/merge_requests/7/notes';
  app.get(notes, (c) => c.json(pageOf(state.notes, c.req.query())));
  app.post(notes, async (c) => {
    const { body } = await c.req.json<{ body: string }>();
    state.notes.push(noteFrom(body));
    return c.json(state.notes.at(-1), 201);
  });
  app.put(`${notes}/:id`, async (c) => {
    const note = state.notes.find(({ id }) => id === Number(c.req.param('id')));
    if (!note) return c.json({ message: '404 Not found' }, 404);
    return c.json(Object.assign(note, await c.req.json()));
  });
  app.get('/projects/42/repository/commits/:sha/merge_requests', (c) => {
    const sha = c.req.param('sha');
    const other = { iid: 3, state: 'merged', sha: 'f00', merge_commit_sha: null, squash_commit_sha: null };
    const at = '2026-11-02T12:00:00.000Z';
    const merged = { ...other, iid: 7, sha: state.head, merge_commit_sha: sha, merged_at: at };
    return c.json(state.merged.has(sha) ? [other, merged] : [other]);
  });
  app.get('/projects/42/repository/commits/:sha/refs', (c) => {
    const isOnMain = c.req.query('type') === 'branch' && c.req.param('sha') === 'commit-of-main';
    return c.json(isOnMain ? [{ type: 'branch', name: 'main' }] : [{ type: 'branch', name: 'other' }]);
  });
  app.get('/projects/42/jobs/:job', (c) => {
    const job = state.jobs.get(c.req.param('job'));
    return job === undefined ? c.json({ message: '404 Not found' }, 404) : c.json(job);
  });
  app.get('/projects/42/jobs/:job/artifacts/:path{.+}', (c) => {
    const artifact = state.artifacts.get(`${c.req.param('job')}/${c.req.param('path')}`);
    return artifact === undefined ? c.json({ message: '404 Not found' }, 404) : c.body(artifact);
  });
  app.get('/projects/42/issues', (c) =>
    c.json(
      pageOf(
        state.issues.filter((candidate) => candidate.state === c.req.query('state')),
        c.req.query(),
      ),
    ),
  );
  app.post('/projects/42/issues', async (c) => {
    const fields = await c.req.json<{ title: string; description: string }>();
    state.issues.push({ iid: ++ids, author, ...fields, state: 'opened', notes: [] });
    return c.json(state.issues.at(-1), 201);
  });
  app.put('/projects/42/issues/:iid', async (c) => {
    const { state_event: event, ...fields } = await c.req.json<{ state_event?: string }>();
    const closed = event === 'close' ? { state: 'closed' as const } : {};
    return c.json(Object.assign(issue(c.req.param('iid')), fields, closed));
  });
  app.post('/projects/42/issues/:iid/notes', async (c) => {
    const { body } = await c.req.json<{ body: string }>();
    issue(c.req.param('iid')).notes.push(noteFrom(body));
    return c.json({}, 201);
  });
  const url = await serveApp(app);
  return Object.assign(state, { url });
}
