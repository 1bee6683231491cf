import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { crmWorld } from './crm-world.ts';
import type { CrmWorld } from './crm-world.ts';
import { startFakeGithub } from './fake-github.ts';
import type { FakeGithub } from './fake-github.ts';
import { githubExamples } from './paths.ts';
import { runJob } from './run-job.ts';
import type { JobResult, Machine } from './run-job.ts';

export interface GithubWorld extends CrmWorld {
  readonly github: FakeGithub;
  /** A commit of a pull request is pushed: its workflow runs. */
  readonly push: (about: {
    readonly pull: number;
    readonly run: string;
    readonly files: Readonly<Record<string, string>>;
  }) => Promise<JobResult>;
  /** A commit arrives on main; `inputs` start the workflow by hand. */
  readonly applyOnMain: (about: {
    readonly run: string;
    readonly sha: string;
    readonly files: Readonly<Record<string, string>>;
    readonly inputs?: Readonly<Record<string, string>>;
  }) => Promise<JobResult>;
  readonly drift: (run: string, files: Readonly<Record<string, string>>) => Promise<JobResult>;
  /** A fresh machine with a checkout. */
  readonly machine: (files: Readonly<Record<string, string>>) => Machine;
}

export async function githubWorld(): Promise<GithubWorld> {
  const world = await crmWorld();
  const github = await startFakeGithub();
  const { secrets } = world;
  const machine = (files: Readonly<Record<string, string>>): Machine => ({
    workspace: world.checkout(files),
    temp: mkdtempSync(join(world.folder, 'temp-')),
    artifacts: join(world.folder, 'artifacts'),
    env: { ...world.env, GITHUB_API_URL: github.url, GITHUB_SERVER_URL: 'https://github.example' },
  });
  const job = (name: string) => ({ workflow: `${githubExamples}/rollcall-${name}.yml`, name });
  return {
    ...world,
    github,
    machine,
    push: ({ pull, run, files }) =>
      runJob(job('plan'), {
        machine: machine(files),
        trigger: { run, sha: `merge-of-${run}`, secrets, event: pullRequest(pull, 'acme/crm') },
      }),
    applyOnMain: ({ run, sha, files, inputs = {} }) =>
      runJob(job('apply'), { machine: machine(files), trigger: { run, sha, inputs, secrets, event: {} } }),
    drift: (run, files) =>
      runJob(job('drift'), {
        machine: machine(files),
        trigger: { run, sha: 'head-of-main', secrets, event: {} },
      }),
  };
}

/** What GitHub tells a workflow of a pull request. */
export function pullRequest(number: number, from: string): Readonly<Record<string, unknown>> {
  return { pull_request: { number, head: { sha: '5ca1ab1e00000000', repo: { full_name: from } } } };
}
