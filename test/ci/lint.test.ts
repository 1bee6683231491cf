import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import {
  githubExamples,
  githubFleetExamples,
  gitlabExample,
  gitlabFleetExample,
  packageRoot,
} from './paths.ts';
import { commitAll, runner } from './gitlab-world.ts';
import { run } from './run-shell.ts';
import { loadWorkflowParser } from './workflow-parser.ts';

const { NoOperationTraceWriter, convertWorkflowTemplate, parseAction, parseWorkflow } =
  await loadWorkflowParser();

const fileNames = readdirSync(githubExamples);
/** The workflows of a single account, and of a fleet. */
const workflows = [githubExamples, githubFleetExamples].flatMap((folder) =>
  readdirSync(folder).map((name) => join(folder, name).slice(packageRoot.length)),
);
const action = readFileSync(`${packageRoot}action.yml`, 'utf8');

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly steps: readonly Step[];
        readonly permissions: Readonly<Record<string, string>>;
        readonly environment?: unknown;
      }
    >
  >;
}

function workflowOf(name: string): { readonly text: string; readonly file: Workflow } {
  const text = readFileSync(join(packageRoot, name), 'utf8');
  const file: Workflow = parse(text);
  return { text, file };
}

function stepsOf({ jobs }: Workflow): readonly Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

/** Expects every third-party action to be pinned to a commit, with its version in a comment. */
function expectPinned(steps: readonly Step[], text: string): void {
  const remote = steps.flatMap(({ uses = './' }) => (uses.startsWith('./') ? [] : [uses]));
  expect(remote).not.toHaveLength(0);
  for (const action of remote) {
    expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/u);
    expect(text).toMatch(new RegExp(`${action} # v\\d+\\.\\d+\\.\\d+\n`, 'u'));
  }
}

/** Expects every job to install from the lockfile of the repository, and no other use of npm. */
function expectOfflineInstall(text: string, jobs: number): void {
  const commands = text.match(/\b(?:npm|npx|pnpm|yarn)\b.*/gu) ?? [];
  const install = 'npm ci --prefix .rollcall/ci --ignore-scripts --no-audit --no-fund';
  expect(commands).toEqual(Array.from({ length: jobs }, () => install));
}

/** Returns the errors of GitHub's own parser for a workflow. */
async function workflowErrors(name: string, content: string): Promise<readonly string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const parseErrors = context.errors.getErrors().map(({ message }) => message);
  if (!value) return [...parseErrors, 'not a workflow'];
  const { errors = [] } = await convertWorkflowTemplate(context, value);
  return [...parseErrors, ...errors.map(({ Message }) => Message)];
}

describe('the GitHub workflow templates', () => {
  it('are for apply, drift and plan', () => {
    expect(fileNames).toEqual(['rollcall-apply.yml', 'rollcall-drift.yml', 'rollcall-plan.yml']);
    expect(readdirSync(githubFleetExamples)).toEqual(fileNames);
  });

  it.each(workflows)('are valid for GitHub: %s', async (name) => {
    const { text } = workflowOf(name);
    expect(await workflowErrors(name, text)).toEqual([]);
    const broken = await workflowErrors(
      name,
      text.replace('runs-on:', 'run-on:').replace('github.', 'gibhut.'),
    );
    expect(broken).not.toEqual([]);
  });

  it.each(workflows)(
    'pin every action and the runner image, and install only the vendored package: %s',
    (name) => {
      const { text, file } = workflowOf(name);
      expectPinned(stepsOf(file), text);
      const running = Object.values(file.jobs).filter(({ steps }) =>
        steps.some(({ uses }) => uses?.endsWith('/rollcall')),
      );
      expectOfflineInstall(text, running.length);
      expect(text).not.toContain('pull_request_target');
      expect(text).not.toContain('ubuntu-latest');
    },
  );

  it.each(workflows)('grant each job only the permissions that it needs: %s', (name) => {
    const { file } = workflowOf(name);
    expect(file.permissions).toEqual({});
    const writes = Object.values(file.jobs).flatMap(({ permissions }) =>
      Object.entries(permissions).filter(([, access]) => access === 'write'),
    );
    const expected: Readonly<Record<string, unknown>> = {
      'github/rollcall-apply.yml': [
        ['pull-requests', 'write'],
        ['pull-requests', 'write'],
      ],
      'github/rollcall-drift.yml': [['issues', 'write']],
      'github/rollcall-plan.yml': [['pull-requests', 'write']],
      // Only the summary writes. It has no secrets.
      'github-fleet/rollcall-apply.yml': [['pull-requests', 'write']],
      'github-fleet/rollcall-drift.yml': [['issues', 'write']],
      'github-fleet/rollcall-plan.yml': [['pull-requests', 'write']],
    };
    expect(writes).toEqual(expected[name.replace('examples/ci/', '')]);
  });

  it.each(workflows)('give the writing secrets only to the job in the protected environment: %s', (name) => {
    const { jobs } = workflowOf(name).file;
    for (const [job, settings] of Object.entries(jobs)) {
      const secrets = [...JSON.stringify(settings).matchAll(/secrets(?:\.(\w+)|\[(.*?)\])/gu)].map(
        ([, secret, expression]) => (expression === undefined ? secret : 'HUBSPOT_ACCESS_TOKEN'),
      );
      const expected: Readonly<Record<string, readonly string[]>> = {
        plan: ['HUBSPOT_ACCESS_TOKEN', 'ROLLCALL_LEDGER_READ'],
        drift: ['HUBSPOT_ACCESS_TOKEN', 'ROLLCALL_LEDGER_READ'],
        apply: ['HUBSPOT_ACCESS_TOKEN', 'ROLLCALL_LEDGER'],
        continue: ['HUBSPOT_ACCESS_TOKEN', 'ROLLCALL_LEDGER'],
      };
      expect(secrets, job).toEqual(expected[job] ?? []);
      // A job without the environment gets the repository's HUBSPOT_ACCESS_TOKEN, which only reads.
      expect(settings.environment, job).toBe(secrets.includes('ROLLCALL_LEDGER') ? 'hubspot' : undefined);
      // A job of a fleet gets the token of its account alone.
      const text = JSON.stringify(settings).replaceAll('secrets[matrix.account.token]', '');
      expect(text).not.toMatch(/toJSON\(secrets|secrets\[|inherit/u);
    }
  });

  it.each(workflows)('pass secrets only to rollcall, and no expression to a shell: %s', (name) => {
    const steps = stepsOf(workflowOf(name).file);
    const others = steps.filter(({ uses }) => !uses?.endsWith('/rollcall'));
    expect(others.length).toBeLessThan(steps.length);
    expect(JSON.stringify(others)).not.toMatch(/secrets[.[]/u);
    expect(steps.map(({ run: script = '' }) => script).join('\n')).not.toContain('${{');
  });
});

describe('the action', () => {
  it('is valid for GitHub', () => {
    const check = (content: string): number =>
      parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter()).context.errors.getErrors()
        .length;
    expect(check(action)).toBe(0);
    expect(check(action.replace('shell: bash', 'shel: bash'))).toBeGreaterThan(0);
  });

  it('contains no expression in a script, and pins every action', () => {
    const { runs }: { runs: { steps: readonly Step[] } } = parse(action);
    const scripts = runs.steps.flatMap((step) => (step.run === undefined ? [] : [step]));
    expect(scripts.map(({ shell }) => shell)).toEqual(scripts.map(() => 'bash'));
    expect(scripts.map((step) => step.run).join('\n')).not.toContain('${{');
    expectPinned(runs.steps, action);
  });

  it('describes every input and uses it', () => {
    const { inputs }: { inputs: Record<string, { description: string }> } = parse(action);
    for (const [name, { description }] of Object.entries(inputs)) {
      expect(description, name).toMatch(/\.$/u);
      expect(action).toContain(`inputs.${name}`);
    }
  });
});

describe('the GitLab pipeline template', () => {
  const text = readFileSync(gitlabExample, 'utf8');
  const fleet = readFileSync(gitlabFleetExample, 'utf8');

  it.each([
    ['a single account', text],
    ['a fleet', fleet],
  ])('of %s is valid for the schema of GitLab', async (_, template) => {
    const check = async (content: string): Promise<string> => {
      const cwd = mkdtempSync(join(tmpdir(), 'rollcall-lint-'));
      onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
      writeFileSync(join(cwd, '.gitlab-ci.yml'), content);
      const { PATH = '' } = process.env;
      const env = { PATH, HOME: cwd };
      await commitAll(cwd, env);
      return (await run([process.execPath, runner, '--list-json'], { cwd, env })).log;
    };
    expect(await check(template)).toMatch(/^json schema validated|"name": "rollcall plan/mu);
    expect(await check(template.replace('when: always', 'when: allways'))).toContain(
      'Invalid .gitlab-ci.yml',
    );
  });

  it('gives the writing variables only to the job in the protected environment', () => {
    const jobs: Record<string, { environment?: { name: string }; variables?: Record<string, string> }> =
      parse(text);
    const environments = Object.entries(jobs).filter(([, { environment }]) => environment !== undefined);
    expect(environments).toMatchObject([
      ['rollcall apply', { environment: { name: 'hubspot' } }],
      ['rollcall continue', { environment: { name: 'hubspot' } }],
    ]);
    const ledgers = Object.entries(jobs).flatMap(([name, { variables }]) =>
      variables?.['ROLLCALL_LEDGER'] === undefined ? [] : [[name, variables['ROLLCALL_LEDGER']]],
    );
    expect(ledgers).toEqual([
      ['rollcall plan', '$ROLLCALL_LEDGER_READ'],
      ['rollcall drift', '$ROLLCALL_LEDGER_READ'],
    ]);
  });

  it('of a fleet gives the writing variables only to jobs in the environment of their account', () => {
    const jobs: Record<string, { environment?: { name: string }; variables?: Record<string, string> }> =
      parse(fleet);
    const environments = Object.entries(jobs).filter(([, { environment }]) => environment !== undefined);
    expect(environments).toMatchObject([
      ['rollcall apply', { environment: { name: 'hubspot/$ROLLCALL_ACCOUNT' } }],
      ['rollcall continue', { environment: { name: 'hubspot/$ROLLCALL_ACCOUNT' } }],
    ]);
    const readers = Object.entries(jobs).flatMap(([name, { variables }]) =>
      variables?.['ROLLCALL_LEDGER'] === '$ROLLCALL_LEDGER_READ' ? [name] : [],
    );
    expect(readers).toEqual(['rollcall plan', 'rollcall drift']);
    expectOfflineInstall(fleet, 1);
  });

  it('keeps the files of its jobs as artifacts, and installs only the vendored package', () => {
    const jobs: Record<string, { artifacts?: unknown }> = parse(text);
    const planArtifact = {
      when: 'always',
      paths: ['rollcall-plan.json', 'rollcall-plan.html', 'rollcall-plan.md'],
    };
    expect(jobs['rollcall plan']?.artifacts).toMatchObject(planArtifact);
    expect(jobs['rollcall apply']?.artifacts).toMatchObject(planArtifact);
    expect(jobs['rollcall validate']?.artifacts).toMatchObject({
      when: 'always',
      reports: { codequality: 'gl-code-quality.json' },
    });
    expectOfflineInstall(text, 1);
  });
});
