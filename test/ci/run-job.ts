/**
 * Runs a job of a GitHub workflow: scripts with `bash -e -o pipefail`, expressions with GitHub's evaluator, composite
 * actions step by step. Fakes replace GitHub's own actions, and do what the templates need.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { expand, isTrue } from './expressions.ts';
import type { Contexts, JobStatus, Scalar } from './expressions.ts';
import { run } from './run-shell.ts';

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, Scalar>>;
  readonly env?: Readonly<Record<string, Scalar>>;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}

interface JobFile {
  readonly if?: string;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

export interface Trigger {
  /** The number of the run. */
  readonly run: string;
  readonly sha: string;
  /** The branch that the workflow runs on; without it `main`. */
  readonly branch?: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly event_name?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Further secrets of the environment `hubspot`, which override those of the repository. */
  readonly protectedSecrets?: Readonly<Record<string, string>>;
  /** The results of the jobs before it. By default, they succeeded, and files of ours changed. */
  readonly needs?: Readonly<Record<string, unknown>>;
  /** The values of the matrix for this job. */
  readonly matrix?: Readonly<Record<string, unknown>>;
}

export interface Machine {
  /** The checked-out repository. */
  readonly workspace: string;
  readonly temp: string;
  /** Environment variables: PATH, the address of the API, HUBSPOT_BASE_URL. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder of the artifacts: `RUN/ARTIFACT/FILE`. */
  readonly artifacts: string;
}

export interface JobResult {
  /** False if its `if` skipped the job. */
  readonly ran: boolean;
  readonly status: JobStatus;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Scope {
  readonly machine: Machine;
  readonly trigger: Trigger;
  readonly contexts: Contexts;
  readonly env: Readonly<Record<string, string>>;
  /** The folder of the composite action that contains the steps. */
  readonly actionPath?: string;
}

interface Progress {
  status: JobStatus;
  log: string;
  readonly steps: Record<string, { outputs: Record<string, string> }>;
}

/** Runs a job of a workflow file for a trigger. */
export async function runJob(
  job: {
    readonly workflow: string;
    readonly name: string;
    /** The caller has evaluated the `if` of the job. */
    readonly ignoreCondition?: boolean;
  },
  { machine, trigger }: Pick<Scope, 'machine' | 'trigger'>,
): Promise<JobResult> {
  const file: { jobs: Record<string, JobFile> } = parse(readFileSync(job.workflow, 'utf8'));
  const { steps, ...settings }: JobFile = file.jobs[job.name] ?? { steps: [] };
  const contexts = {
    github: { ...trigger, repository: 'acme/crm', token: 'job-token', event: trigger.event },
    secrets: secretsFor(settings.environment, trigger),
    inputs: trigger.inputs ?? {},
    runner: { temp: machine.temp },
    matrix: trigger.matrix ?? {},
    needs: trigger.needs ?? { changes: { result: 'success', outputs: { ours: 'true' } } },
  };
  const summaryFile = join(machine.temp, 'summary.md');
  const eventFile = join(machine.temp, 'event.json');
  mkdirSync(machine.temp, { recursive: true });
  writeFileSync(summaryFile, '');
  writeFileSync(eventFile, JSON.stringify(trigger.event));
  const env = {
    ...machine.env,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'ana',
    GITHUB_EVENT_PATH: eventFile,
    GITHUB_REF_NAME: trigger.branch ?? 'main',
    GITHUB_REPOSITORY: 'acme/crm',
    GITHUB_RUN_ID: trigger.run,
    GITHUB_SHA: trigger.sha,
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_WORKFLOW_REF: `acme/crm/.github/workflows/${basename(job.workflow)}@refs/heads/main`,
    GITHUB_WORKSPACE: machine.workspace,
    RUNNER_TEMP: machine.temp,
  };
  const progress: Progress = { status: 'success', log: '', steps: {} };
  const ran = job.ignoreCondition === true || isTrue(settings.if, contexts, 'success');
  if (ran) await runSteps(steps, { machine, trigger, contexts, env }, progress);
  return {
    ran,
    status: progress.status,
    log: progress.log,
    summary: readFileSync(summaryFile, 'utf8'),
    outputs: Object.fromEntries(Object.entries(progress.steps).map(([id, { outputs }]) => [id, outputs])),
  };
}

/** Returns the secrets that GitHub gives to a job: ROLLCALL_LEDGER is a secret of the environment `hubspot`. */
function secretsFor(
  environment: string | undefined,
  { secrets: { ROLLCALL_LEDGER, ...repository }, protectedSecrets }: Trigger,
): Trigger['secrets'] {
  if (environment !== 'hubspot' || ROLLCALL_LEDGER === undefined) return repository;
  return { ...repository, ROLLCALL_LEDGER, ...protectedSecrets };
}

async function runSteps(steps: readonly Step[], scope: Scope, progress: Progress): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const contexts = { ...scope.contexts, steps: progress.steps };
    if (!isTrue(step.if, contexts, progress.status)) continue;
    const extra = mapValues(step.env ?? {}, (value) => expand(value, contexts));
    const inner = { ...scope, contexts, env: { ...scope.env, ...extra } };
    const outputs: Record<string, string> = {};
    const succeeded = await runStep(step, { scope: inner, progress, outputs });
    progress.steps[step.id ?? `step-${index}`] = { outputs };
    if (!succeeded && step['continue-on-error'] !== true) progress.status = 'failure';
  }
}

interface StepContext {
  readonly scope: Scope;
  readonly progress: Progress;
  readonly outputs: Record<string, string>;
}

function runStep(step: Step, context: StepContext): Promise<boolean> {
  if (step.run !== undefined) return runScript(step, context);
  const [action = ''] = (step.uses ?? '').split('@');
  if (action.startsWith('./')) return runComposite(step, context);
  const fakeAction = fakeActions[action];
  if (!fakeAction) throw new Error(`There is no fake of ${action}.`);
  return Promise.resolve(
    fakeAction(
      mapValues(step.with ?? {}, (v) => expand(v, context.scope.contexts)),
      context.scope,
    ),
  );
}

async function runScript(step: Step, { scope, progress, outputs }: StepContext): Promise<boolean> {
  const { machine, contexts, env } = scope;
  const script = join(machine.temp, 'step.sh');
  const outputFile = join(machine.temp, 'output');
  writeFileSync(script, expand(step.run ?? '', contexts));
  writeFileSync(outputFile, '');
  const cwd = join(machine.workspace, expand(step['working-directory'] ?? '', contexts));
  const action = scope.actionPath === undefined ? {} : { GITHUB_ACTION_PATH: scope.actionPath };
  const result = await run(['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd,
    env: { ...env, ...action, GITHUB_OUTPUT: outputFile },
  });
  progress.log += result.log;
  for (const line of readFileSync(outputFile, 'utf8').split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) outputs[line.slice(0, at)] = line.slice(at + 1);
  }
  return result.exit === 0;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

async function runComposite(step: Step, { scope, progress, outputs }: StepContext): Promise<boolean> {
  const actionPath = join(scope.machine.workspace, step.uses ?? '');
  const action: Action = parse(readFileSync(join(actionPath, 'action.yml'), 'utf8'));
  const inputValues = mapValues(step.with ?? {}, (value) => expand(value, scope.contexts));
  const unknown = Object.keys(inputValues).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`The action has no input ${unknown.join(', ')}.`);
  const inputs = mapValues(action.inputs, (input, name) => inputValues[name] ?? input.default ?? '');
  const contexts = { github: scope.contexts['github'], runner: scope.contexts['runner'], inputs };
  const nested: Progress = { status: 'success', log: '', steps: {} };
  await runSteps(action.runs.steps, { ...scope, contexts, actionPath }, nested);
  progress.log += nested.log;
  const after = { ...contexts, steps: nested.steps };
  for (const [name, { value }] of Object.entries(action.outputs)) outputs[name] = expand(value, after);
  return nested.status === 'success';
}

type FakeAction = (inputs: Readonly<Record<string, string>>, scope: Scope) => boolean;

const fakeActions: Readonly<Record<string, FakeAction>> = {
  // The test has already written the files.
  'actions/checkout': () => true,
  // The test runs with its own Node.
  'actions/setup-node': () => true,
  'actions/upload-artifact': ({ name = '', path = '', archive = 'true' }, { machine, trigger }) => {
    const patterns = path
      .trim()
      .split('\n')
      .map((line) => line.trim());
    const files = patterns.flatMap((pattern) => matchingFiles(pattern, { cwd: machine.workspace }));
    // A file that is not archived is an artifact with its own name.
    const folder = join(machine.artifacts, trigger.run, archive === 'false' ? basename(path) : name);
    mkdirSync(folder, { recursive: true });
    for (const file of files) cpSync(join(machine.workspace, file), join(folder, basename(file)));
    return files.length > 0;
  },
  'actions/download-artifact': (inputs, { machine, trigger }) => {
    const { name = '', path = '', pattern = '', 'run-id': from = trigger.run } = inputs;
    const run = join(machine.artifacts, from);
    const names = existsSync(run) ? readdirSync(run) : [];
    const matching = names.filter((one) => (pattern === '' ? one === name : matchesGlob(one, pattern)));
    // An absolute path is outside of the checkout.
    const target = resolve(machine.workspace, path);
    for (const one of matching) cpSync(join(run, one), target, { recursive: true });
    return matching.length > 0;
  },
};

/** Artifacts of the accounts of a fleet: `rollcall-result-*`. */
function matchesGlob(name: string, pattern: string): boolean {
  const [before = '', after = ''] = pattern.split('*');
  return name.startsWith(before) && name.endsWith(after);
}

/** Returns the files that a path with `*` in its last part matches. */
function matchingFiles(pattern: string, { cwd }: { readonly cwd: string }): readonly string[] {
  const folder = dirname(pattern);
  if (!pattern.includes('*')) return existsSync(join(cwd, pattern)) ? [pattern] : [];
  const names = readdirSync(join(cwd, folder)).filter((name) => matchesGlob(name, basename(pattern)));
  return names.map((name) => join(folder, name));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
