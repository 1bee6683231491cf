/** A fleet of three simulated accounts in one repository, on the fake GitHub. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { crmWorld } from './crm-world.ts';
import type { CrmWorld } from './crm-world.ts';
import { startFakeGithub } from './fake-github.ts';
import type { FakeGithub } from './fake-github.ts';
import { gitRepository } from './git-repository.ts';
import { headCommit, pullRequest } from './github-world.ts';
import { startGateway } from './hubspot-gateway.ts';
import type { TokenOwner } from './hubspot-gateway.ts';
import { githubFleetExamples } from './paths.ts';
import type { Trigger } from './run-job.ts';
import type { WorkflowResult } from './run-workflow.ts';

const accountNames = ['ap', 'eu', 'us'] as const;
export type AccountName = (typeof accountNames)[number];
type Files = Readonly<Record<string, string>>;

export interface FleetWorld extends CrmWorld {
  readonly github: FakeGithub;
  readonly accounts: Readonly<Record<AccountName, Simulator>>;
  /** Returns the file of an account. */
  readonly fileOf: (name: AccountName, members: readonly string[], head?: string) => Files;
  /** Commits files to main, and returns the commit. */
  readonly commit: (files: Files) => Promise<string>;
  /** Runs the workflow of pull request 7, whose merge with main has these files. */
  readonly plan: (run: string, files: Files) => Promise<WorkflowResult>;
  /** Merges pull request 7: commits its files to main and runs the workflow. */
  readonly merge: (run: string, files: Files) => Promise<WorkflowResult>;
  readonly onMain: (
    workflow: string,
    trigger: Pick<Trigger, 'run' | 'event_name' | 'inputs'>,
  ) => Promise<WorkflowResult>;
  /** Returns the paths of the requests that an account received since the last call. */
  readonly requestsOf: (name: AccountName) => readonly string[];
}

/** `wrongToken` has a token of this account instead of its own. */
export async function fleetWorld(wrongToken?: readonly [AccountName, AccountName]): Promise<FleetWorld> {
  const world = await crmWorld();
  const github = await startFakeGithub();
  const accounts = {
    ap: await startAccount(1),
    eu: await startAccount(2),
    us: await startAccount(3),
  };
  const owners = new Map<string, TokenOwner>();
  const secrets: Record<string, string> = {};
  const protectedSecrets: Record<string, string> = {};
  for (const name of accountNames) {
    const account = accounts[wrongToken?.[0] === name ? wrongToken[1] : name];
    owners.set(`read-${name}`, { account, token: 'simulated-read-token' });
    owners.set(`write-${name}`, { account, token: account.token });
    secrets[variableOf(name)] = `read-${name}`;
    protectedSecrets[variableOf(name)] = `write-${name}`;
  }
  const hubspot = await startGateway(owners);
  const repository = await gitRepository(world, github);
  const start = (
    workflow: string,
    { files, trigger }: { readonly files?: Files; readonly trigger: Omit<Trigger, 'secrets'> },
  ): Promise<WorkflowResult> =>
    repository.runWorkflow({
      workflow: `.github/workflows/rollcall-${workflow}.yml`,
      ...(files ? { files } : {}),
      env: { HUBSPOT_BASE_URL: hubspot },
      trigger: {
        ...trigger,
        secrets: {
          ...secrets,
          ROLLCALL_LEDGER: world.secrets.ROLLCALL_LEDGER,
          ROLLCALL_LEDGER_READ: world.secrets.ROLLCALL_LEDGER_READ,
        },
        protectedSecrets,
      },
    });
  const seen = { ap: 0, eu: 0, us: 0 };
  return {
    ...world,
    github,
    accounts,
    fileOf: (name, members, head = '') => ({
      [`accounts/${name}/enrollments.yaml`]: accountFile(
        accounts[name].portalId,
        members,
        `token: ${variableOf(name)}\n${head}`,
      ),
    }),
    commit: (files) => repository.commit({ ...workflows(), ...files }),
    plan: (runId, files) => {
      github.startRun(runId, { head_sha: headCommit });
      const trigger = {
        run: runId,
        sha: `merge-of-${runId}`,
        branch: '7/merge',
        event: pullRequest(7, 'acme/crm'),
      };
      return start('plan', { files, trigger });
    },
    merge: async (runId, files) => {
      const before = await repository.head();
      await repository.commit(files);
      const sha = github.merge(7, { head: headCommit, how: 'squash' });
      const path = '.github/workflows/rollcall-apply.yml';
      github.startRun(runId, { head_sha: sha, head_branch: 'main', event: 'push', path });
      return start('apply', { trigger: { run: runId, sha, event: { before }, event_name: 'push' } });
    },
    onMain: (workflow, trigger) =>
      start(workflow, { trigger: { sha: 'head-of-main', event: {}, event_name: 'schedule', ...trigger } }),
    requestsOf: (name) => {
      const all = accounts[name].requests();
      const fresh = all.slice(seen[name]);
      seen[name] = all.length;
      return fresh.map(({ method, path }) => `${method} ${path}`);
    },
  };
}

/** Returns the workflows of a fleet, at their paths in a repository. */
function workflows(): Files {
  return Object.fromEntries(
    readdirSync(githubFleetExamples).map((name) => [
      `.github/workflows/${name}`,
      readFileSync(join(githubFleetExamples, name), 'utf8'),
    ]),
  );
}

function variableOf(name: AccountName): string {
  return `HUBSPOT_TOKEN_${name.toUpperCase()}`;
}

async function startAccount(number: number): Promise<Simulator> {
  const account = { ...defaultAccount(), portalId: 99_000_010 + number, enrollments: [] };
  const simulator = await startSimulator({ account, lagMilliseconds: 0 });
  onTestFinished(() => simulator.close());
  return simulator;
}

/** Returns a file with an exclusive sequence, so that an enrollment by hand is drift. */
function accountFile(portalId: number, members: readonly string[], head: string): string {
  return `version: 1
portal: ${portalId}
${head}sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    exclusive: true
    unenroll: { workflow: 7781 }
    allowEmpty: true
    members: [${members.join(', ')}]
`;
}
