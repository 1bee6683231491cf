/** Runs pipelines of the GitLab template with gitlab-ci-local, which evaluates rules, variables and scripts as GitLab does. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crmWorld, writeFiles } from './crm-world.ts';
import type { CrmWorld } from './crm-world.ts';
import { gitlabToken, startFakeGitlab } from './fake-gitlab.ts';
import type { FakeGitlab } from './fake-gitlab.ts';
import { gitlabExample, packageRoot } from './paths.ts';
import { run } from './run-shell.ts';
import type { CommandResult } from './run-shell.ts';

type Files = Readonly<Record<string, string>>;

export interface Pipeline extends CommandResult {
  /** Returns the text of a file that a job wrote. */
  readonly readFile: (path: string) => string | undefined;
  readonly source: 'merge_request_event' | 'push' | 'schedule' | 'web';
  /** The commit of the pipeline. */
  readonly commit: string;
}

export interface GitlabWorld extends CrmWorld {
  readonly gitlab: FakeGitlab;
  readonly pipeline: (about: {
    readonly files: Files;
    readonly source: Pipeline['source'];
    readonly variables?: Readonly<Record<string, string>>;
    /** The commit is the merge commit of merge request 7. */
    readonly merged?: boolean;
    /** The files of the commit before. */
    readonly before?: Files;
    /** A folder whose files are part of the commit before: what `init` wrote. */
    readonly from?: string;
  }) => Promise<Pipeline>;
}

export async function gitlabWorld(template = gitlabExample): Promise<GitlabWorld> {
  const world = await crmWorld();
  const gitlab = await startFakeGitlab();
  return {
    ...world,
    gitlab,
    pipeline: async ({ files, source, variables = {}, merged = false, before = {}, from }) => {
      const cwd = world.checkout(before);
      if (from === undefined) cpSync(template, join(cwd, '.gitlab-ci.yml'));
      else cpSync(from, cwd, { recursive: true });
      const base = await commitBase(cwd, world.env);
      writeFiles(cwd, files);
      const commit = await commitAll(cwd, world.env);
      if (merged) gitlab.merged.add(commit);
      const { ROLLCALL_LEDGER, ...secrets } = world.secrets;
      // A variable of the environment `hubspot`. The other variables have no environment.
      const scoped = {
        ROLLCALL_LEDGER: {
          type: 'variable',
          values: { hubspot: ROLLCALL_LEDGER, 'hubspot/*': ROLLCALL_LEDGER },
        },
      };
      writeFileSync(join(cwd, '.gitlab-ci-local-variables.yml'), JSON.stringify(scoped));
      const all = {
        ...secrets,
        ...(source === 'merge_request_event' ? mergeRequest : { CI_COMMIT_BRANCH: 'main' }),
        HUBSPOT_BASE_URL: world.simulator.url,
        PATH: world.env['PATH'] ?? '',
        GITLAB_TOKEN: gitlabToken,
        GITLAB_CI: 'true',
        CI: 'true',
        CI_API_V4_URL: gitlab.url,
        CI_PROJECT_DIR: cwd,
        CI_PROJECT_ID: '42',
        CI_DEFAULT_BRANCH: 'main',
        CI_PIPELINE_SOURCE: source,
        ...(source === 'merge_request_event' ? { CI_MERGE_REQUEST_DIFF_BASE_SHA: base } : {}),
        ...(source === 'push' ? { CI_COMMIT_BEFORE_SHA: base } : {}),
        ...variables,
      };
      const flags = Object.entries(all).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
      const result = await run(
        [
          process.execPath,
          runner,
          '--force-shell-executor',
          '--no-json-schema-validation',
          // Jobs of GitLab have a folder each. Here they share one, so they run one after the other.
          '--concurrency=1',
          ...flags,
        ],
        {
          cwd,
          env: world.env,
        },
      );
      return {
        ...result,
        source,
        commit,
        readFile: (path) => textOf(join(cwd, path)),
      };
    },
  };
}

export const runner = `${packageRoot}node_modules/gitlab-ci-local/src/index.js`;

const mergeRequest = {
  CI_MERGE_REQUEST_IID: '7',
  CI_MERGE_REQUEST_PROJECT_ID: '42',
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '42',
};

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

type Environment = Readonly<Record<string, string>>;

/** Initializes a repository in a folder, with a commit of its files as the head of the remote branch. */
async function commitBase(cwd: string, env: Environment): Promise<string> {
  return initialize(cwd, { env, add: 'git add .' });
}

async function initialize(
  cwd: string,
  { env, add }: { readonly env: Environment; readonly add: string },
): Promise<string> {
  // A rule with `changes` compares the commit with origin/main.
  const script = `git init -q -b main . && git remote add origin https://gitlab.example/acme/crm.git
git config user.name ana && git config user.email ana@acme.example
${add}
git commit -q --allow-empty -m before && git update-ref refs/remotes/origin/main HEAD
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
git rev-parse HEAD`;
  return output(await run(['bash', '-e', '-c', script], { cwd, env }));
}

/**
 * Commits all files of a folder, and returns the id of the commit. If there is no repository yet, initializes it with an
 * empty commit before.
 */
export async function commitAll(cwd: string, env: Environment): Promise<string> {
  if (!existsSync(join(cwd, '.git'))) await initialize(cwd, { env, add: '' });
  const script = 'git add . && git commit -q --allow-empty -m change && git rev-parse HEAD';
  return output(await run(['bash', '-e', '-c', script], { cwd, env }));
}

function output({ exit, log }: CommandResult): string {
  if (exit !== 0) throw new Error(log);
  return log.trim();
}
