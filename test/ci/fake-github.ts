/** The part of GitHub's API that the action uses, with authentication and pages. */
import { Hono } from 'hono';
import { serveApp } from './serve-app.ts';

interface Entry {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

interface Issue extends Entry {
  readonly number: number;
  title: string;
  state: 'open' | 'closed';
  readonly comments: Entry[];
}

export interface FakeGithub {
  readonly url: string;
  /** Issues and pull requests. */
  readonly issues: Issue[];
  readonly requests: string[];
  readonly openPull: (number: number) => Issue;
  /** Pushes the last commit of a pull request, and records the run of the workflow for it. */
  readonly startRun: (id: string, run: Partial<FakeRun> & Pick<FakeRun, 'head_sha'>) => void;
  readonly runs: Map<string, FakeRun>;
  /** Further pull requests of the same branch. */
  readonly otherPulls: { readonly number: number; readonly base: string }[];
  /** The names of the events of pull requests. */
  readonly events: string[];
  /** The status of every response from now on. */
  outage: 502 | undefined;
  /** Commits that are not on main. */
  readonly elsewhere: Set<string>;
  /** Merges a pull request. Returns the new last commit of main. */
  readonly merge: (number: number, merge: { readonly head: string; readonly how: MergeMethod }) => string;
  readonly write: (number: number, entry: { readonly by: string; readonly body: string }) => void;
}

/** A run as GitHub's API returns it. */
export interface FakeRun {
  readonly head_sha: string;
  readonly head_branch: string;
  readonly head_repository: { readonly full_name: string };
  readonly event: string;
  readonly run_started_at: string;
  readonly path: string;
}

export type MergeMethod = 'merge commit' | 'squash' | 'rebase';

interface Merged {
  readonly number: number;
  readonly merged_at: string;
  readonly merge_commit_sha: string;
  readonly head: { readonly sha: string; readonly ref: string };
  readonly base: { readonly ref: string };
}

export async function startFakeGithub(): Promise<FakeGithub> {
  const issues: Issue[] = [];
  const merged = new Map<string, Merged>();
  const runs = new Map<string, FakeRun>();
  const otherPulls: FakeGithub['otherPulls'] = [];
  const events: string[] = [];
  const elsewhere = new Set<string>();
  const requests: string[] = [];
  let ids = 1000;
  const fake: { url: string; outage: 502 | undefined } = { url: '', outage: undefined };
  const issue = (number: number): Issue => {
    const found = issues.find((candidate) => candidate.number === number);
    if (!found) throw new Error(`no issue ${number}`);
    return found;
  };
  const add = (number: number, by: string, text: { title: string; body: string }): Issue => {
    const created: Issue = { id: ++ids, number, user: { login: by }, ...text, state: 'open', comments: [] };
    issues.push(created);
    return created;
  };
  const app = new Hono();
  app.use(async (c, next) => {
    requests.push(`${c.req.method} ${c.req.path}`);
    if (fake.outage) return c.json({ message: 'Server Error' }, fake.outage);
    if (c.req.header('authorization') !== 'Bearer job-token')
      return c.json({ message: 'Bad credentials' }, 401);
    return next();
  });
  const pageOf = <T>(all: readonly T[], query: Record<string, string>): readonly T[] => {
    const size = Number(query['per_page'] ?? 30);
    const page = Number(query['page'] ?? 1);
    return all.slice((page - 1) * size, page * size);
  };
  app.get('/repos/acme/crm/commits/:sha/pulls', (c) => {
    const pull = merged.get(c.req.param('sha'));
    const head = { sha: 'f00', ref: 'f00' };
    const open = { number: 1, merged_at: null, merge_commit_sha: 'f00', head, base: { ref: 'main' } };
    return c.json(pull === undefined ? [] : [open, pull]);
  });
  app.get('/repos/acme/crm/pulls', (c) => {
    const { head, state } = c.req.query();
    const pull = [...merged.values()].at(-1);
    if (state !== 'all' || pull === undefined || head !== `acme:${pull.head.ref}`) return c.json([]);
    const others = otherPulls.map(({ number, base }) => ({ ...pull, number, base: { ref: base } }));
    return c.json(pageOf([pull, ...others], c.req.query()));
  });
  app.get('/repos/acme/crm/issues/:number/events', (c) =>
    c.json(
      pageOf(
        ['merged', ...events].map((event) => ({ event })),
        c.req.query(),
      ),
    ),
  );
  app.get('/repos/acme/crm/compare/:range', (c) => {
    const [from = ''] = c.req.param('range').split('...');
    return c.json({ status: elsewhere.has(from) ? 'diverged' : 'ahead' });
  });
  app.get('/repos/acme/crm/actions/runs/:id', (c) => {
    const found = runs.get(c.req.param('id'));
    return found === undefined ? c.json({ message: 'Not Found' }, 404) : c.json(found);
  });
  app.get('/repos/acme/crm/issues', (c) =>
    c.json(
      pageOf(
        issues.filter(({ state }) => state === c.req.query('state')),
        c.req.query(),
      ),
    ),
  );
  app.get('/repos/acme/crm/issues/:number/comments', (c) =>
    c.json(pageOf(issue(Number(c.req.param('number'))).comments, c.req.query())),
  );
  app.post('/repos/acme/crm/issues/:number/comments', async (c) => {
    const { body } = await c.req.json<{ body: string }>();
    const entry = { id: ++ids, user: { login: bot }, body };
    issue(Number(c.req.param('number'))).comments.push(entry);
    return c.json(entry, 201);
  });
  app.patch('/repos/acme/crm/issues/comments/:id', async (c) => {
    const all = issues.flatMap(({ comments }) => comments);
    const entry = all.find(({ id }) => id === Number(c.req.param('id')));
    if (!entry) return c.json({ message: 'Not Found' }, 404);
    entry.body = (await c.req.json<{ body: string }>()).body;
    return c.json(entry);
  });
  app.post('/repos/acme/crm/issues', async (c) =>
    c.json(add(issues.length + 1, bot, await c.req.json()), 201),
  );
  app.patch('/repos/acme/crm/issues/:number', async (c) =>
    c.json(Object.assign(issue(Number(c.req.param('number'))), await c.req.json())),
  );
  fake.url = await serveApp(app);
  return Object.assign(fake, {
    issues,
    requests,
    openPull: (number: number) => add(number, 'ana', { title: 'Enroll more', body: '' }),
    runs,
    otherPulls,
    events,
    elsewhere,
    startRun: (id: string, run: Parameters<FakeGithub['startRun']>[1]) =>
      void runs.set(id, {
        head_branch: 'more-people',
        head_repository: { full_name: 'acme/crm' },
        event: 'pull_request',
        run_started_at: '2026-11-02T11:00:00Z',
        path: '.github/workflows/rollcall-plan.yml',
        ...run,
      }),
    merge: (number: number, { head, how }: { head: string; how: MergeMethod }) => {
      const last = `${how.replace(' ', '-')}-of-${head}`;
      const pull = {
        number,
        merged_at: '2026-11-02T12:00:00Z',
        merge_commit_sha: last,
        head: { sha: head, ref: 'more-people' },
        base: { ref: 'main' },
      };
      // A merge commit adds the commits of the branch, too; a rebase adds a copy of each.
      const added = { squash: [], 'merge commit': [head], rebase: [`rebased-${head}`] }[how];
      for (const sha of [...added, last]) merged.set(sha, pull);
      return last;
    },
    write: (number: number, { by, body }: { by: string; body: string }) =>
      void issue(number).comments.push({ id: ++ids, user: { login: by }, body }),
  });
}

const bot = 'github-actions[bot]';
