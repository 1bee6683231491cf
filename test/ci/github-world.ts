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
  /** Pushes a commit to a pull request, which runs its workflow. */
  readonly push: (commit: {
    readonly pull: number;
    readonly run: string;
    readonly files: Readonly<Record<string, string>>;
  }) => Promise<JobResult>;
  /** Pushes a commit to main. With `inputs`, starts the workflow by hand. */
  readonly applyOnMain: (commit: {
    readonly run: string;
    readonly sha: string;
    readonly files: Readonly<Record<string, string>>;
    readonly inputs?: Readonly<Record<string, string>>;
  }) => Promise<JobResult>;
  /** Runs the scheduled job that continues what waits, on the head of main. */
  readonly continueWaiting: (run: string, files: Readonly<Record<string, string>>) => Promise<JobResult>;
  readonly drift: (run: string, files: Readonly<Record<string, string>>) => Promise<JobResult>;
  /** Creates a new machine with a checkout. */
  readonly machine: (files: Readonly<Record<string, string>>) => Machine;
}

export async function githubWorld(): Promise<GithubWorld> {
  const world = await crmWorld();
  const github = await startFakeGithub();
  // The repository has the token that reads; the environment `hubspot` the one that enrolls.
  const { HUBSPOT_ACCESS_TOKEN } = world.secrets;
  const secrets = { ...world.secrets, HUBSPOT_ACCESS_TOKEN: 'simulated-read-token' };
  const protectedSecrets = { HUBSPOT_ACCESS_TOKEN };
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
    push: ({ pull, run, files }) => {
      const branch = `${pull}/merge`;
      github.startRun(run, { head_sha: headCommit });
      return runJob(job('plan'), {
        machine: machine(files),
        trigger: { run, sha: `merge-of-${run}`, branch, secrets, event: pullRequest(pull, 'acme/crm') },
      });
    },
    applyOnMain: ({ run, sha, files, inputs }) => {
      const event = inputs ? 'workflow_dispatch' : 'push';
      const path = '.github/workflows/rollcall-apply.yml';
      github.startRun(run, { head_sha: sha, head_branch: 'main', event, path });
      const trigger = { run, sha, inputs: inputs ?? {}, secrets, protectedSecrets, event: {} };
      return runJob(job('apply'), { machine: machine(files), trigger });
    },
    continueWaiting: (run, files) => {
      const trigger = {
        run,
        sha: 'head-of-main',
        secrets,
        protectedSecrets,
        event: {},
        event_name: 'schedule',
      };
      const scheduled = { workflow: `${githubExamples}/rollcall-apply.yml`, name: 'continue' };
      return runJob(scheduled, { machine: machine(files), trigger });
    },
    drift: (run, files) =>
      runJob(job('drift'), {
        machine: machine(files),
        trigger: { run, sha: 'head-of-main', secrets, event: {} },
      }),
  };
}

/** The last commit of every pull request. */
export const headCommit = '5ca1ab1e00000000';

/** Returns the event of a pull request from the repository `from`. */
export function pullRequest(number: number, from: string): Readonly<Record<string, unknown>> {
  return { pull_request: { number, head: { sha: headCommit, repo: { full_name: from } } } };
}
