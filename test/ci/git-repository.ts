/** A git repository whose workflows run on fresh clones. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type CrmWorld, writeFiles } from './crm-world.ts';
import type { FakeGithub } from './fake-github.ts';
import type { Trigger } from './run-job.ts';
import { run } from './run-shell.ts';
import { runWorkflow } from './run-workflow.ts';
import type { WorkflowResult } from './run-workflow.ts';

type Files = Readonly<Record<string, string>>;

export interface GitRepository {
  /** The working folder of main. */
  readonly folder: string;
  /** Writes files, commits everything to main, and returns the commit. */
  readonly commit: (files?: Files) => Promise<string>;
  readonly head: () => Promise<string>;
  /** Runs a workflow of main; with `files`, of the merge of a branch that has these files. */
  readonly runWorkflow: (about: {
    /** The path of the workflow; relative to the repository. */
    readonly workflow: string;
    readonly files?: Files;
    readonly trigger: Trigger;
    readonly env?: Readonly<Record<string, string>>;
  }) => Promise<WorkflowResult>;
}

export async function gitRepository(world: CrmWorld, github: FakeGithub): Promise<GitRepository> {
  const git = async (cwd: string, ...args: readonly string[]): Promise<string> => {
    const { exit, log } = await run(['git', ...args], { cwd, env: { ...world.env, ...identity } });
    if (exit !== 0) throw new Error(log);
    return log.trim();
  };
  const newFolder = (name: string): string => mkdtempSync(join(world.folder, `${name}-`));
  const commit = async (cwd: string, files: Files): Promise<string> => {
    writeFiles(cwd, files);
    await git(cwd, 'add', '.');
    await git(cwd, 'commit', '-q', '--allow-empty', '-m', 'change');
    return git(cwd, 'rev-parse', 'HEAD');
  };
  const clone = async (source: string, name: string): Promise<string> => {
    const copy = newFolder(name);
    await git(source, 'clone', '-q', source, copy);
    return copy;
  };
  const folder = newFolder('repository');
  await git(folder, 'init', '-q', '-b', 'main');
  return {
    folder,
    commit: (files = {}) => commit(folder, files),
    head: () => git(folder, 'rev-parse', 'HEAD'),
    runWorkflow: async ({ workflow, files, trigger, env = {} }) => {
      const checkout = await clone(folder, 'merged');
      if (files) await commit(checkout, files);
      return runWorkflow(join(checkout, workflow), {
        machine: async () => ({
          workspace: await clone(checkout, 'checkout'),
          temp: newFolder('temp'),
          artifacts: join(world.folder, 'artifacts'),
          env: {
            ...world.env,
            GITHUB_API_URL: github.url,
            GITHUB_SERVER_URL: 'https://github.example',
            ...env,
          },
        }),
        trigger,
      });
    },
  };
}

const identity = {
  GIT_AUTHOR_NAME: 'ana',
  GIT_AUTHOR_EMAIL: 'ana@acme.example',
  GIT_COMMITTER_NAME: 'ana',
  GIT_COMMITTER_EMAIL: 'ana@acme.example',
};
