/**
 * Runs a job of a workflow of ours: steps as `bash -e -o pipefail`, expressions by GitHub's evaluator,
 * composite actions step by step. GitHub's own actions have stand-ins that do what the examples need.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { expand, holds } from './expressions.ts';
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
  readonly steps: readonly Step[];
}

interface Trigger {
  /** The number of the run. */
  readonly run: string;
  readonly sha: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Machine {
  /** The checked-out repository. */
  readonly workspace: string;
  readonly temp: string;
  /** Variables of the machine: PATH, the API's address, HUBSPOT_BASE_URL. */
  readonly env: Readonly<Record<string, string>>;
  /** Where artifacts are kept: a folder for each run, in it one for each artifact. */
  readonly artifacts: string;
}

export interface JobResult {
  /** Whether its `if` let it run at all. */
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
  /** Of the composite action that the steps belong to. */
  readonly actionPath?: string;
}

interface Progress {
  status: JobStatus;
  log: string;
  readonly steps: Record<string, { outputs: Record<string, string> }>;
}

export async function runJob(
  job: { readonly workflow: string; readonly name: string },
  { machine, trigger }: Pick<Scope, 'machine' | 'trigger'>,
): Promise<JobResult> {
  const file: { jobs: Record<string, JobFile> } = parse(readFileSync(job.workflow, 'utf8'));
  const { steps, ...about } = file.jobs[job.name] ?? { steps: [] };
  const contexts = {
    github: { ...trigger, repository: 'acme/crm', token: 'job-token', event: trigger.event },
    secrets: trigger.secrets,
    inputs: trigger.inputs ?? {},
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
    GITHUB_REPOSITORY: 'acme/crm',
    GITHUB_RUN_ID: trigger.run,
    GITHUB_SHA: trigger.sha,
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_WORKSPACE: machine.workspace,
    RUNNER_TEMP: machine.temp,
  };
  const progress: Progress = { status: 'success', log: '', steps: {} };
  const ran = holds(about.if, contexts, 'success');
  if (ran) await runSteps(steps, { machine, trigger, contexts, env }, progress);
  return {
    ran,
    status: progress.status,
    log: progress.log,
    summary: readFileSync(summaryFile, 'utf8'),
    outputs: Object.fromEntries(Object.entries(progress.steps).map(([id, { outputs }]) => [id, outputs])),
  };
}

async function runSteps(steps: readonly Step[], scope: Scope, progress: Progress): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const contexts = { ...scope.contexts, steps: progress.steps };
    if (!holds(step.if, contexts, progress.status)) continue;
    const extra = mapValues(step.env ?? {}, (value) => expand(value, contexts));
    const inner = { ...scope, contexts, env: { ...scope.env, ...extra } };
    const outputs: Record<string, string> = {};
    const fine = await runStep(step, { scope: inner, progress, outputs });
    progress.steps[step.id ?? `step-${index}`] = { outputs };
    if (!fine && step['continue-on-error'] !== true) progress.status = 'failure';
  }
}

interface Doing {
  readonly scope: Scope;
  readonly progress: Progress;
  readonly outputs: Record<string, string>;
}

function runStep(step: Step, doing: Doing): Promise<boolean> {
  if (step.run !== undefined) return runScript(step, doing);
  const [action = ''] = (step.uses ?? '').split('@');
  if (action.startsWith('./')) return runComposite(step, doing);
  const standIn = standIns[action];
  if (!standIn) throw new Error(`There is no stand-in for ${action}.`);
  return Promise.resolve(
    standIn(
      mapValues(step.with ?? {}, (v) => expand(v, doing.scope.contexts)),
      doing.scope,
    ),
  );
}

async function runScript(step: Step, { scope, progress, outputs }: Doing): Promise<boolean> {
  const { machine, contexts, env } = scope;
  const script = join(machine.temp, 'step.sh');
  const outputFile = join(machine.temp, 'output');
  writeFileSync(script, expand(step.run ?? '', contexts));
  writeFileSync(outputFile, '');
  const cwd = join(machine.workspace, expand(step['working-directory'] ?? '', contexts));
  const action = scope.actionPath === undefined ? {} : { GITHUB_ACTION_PATH: scope.actionPath };
  const ended = await run(['bash', '--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd,
    env: { ...env, ...action, GITHUB_OUTPUT: outputFile },
  });
  progress.log += ended.log;
  for (const line of readFileSync(outputFile, 'utf8').split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) outputs[line.slice(0, at)] = line.slice(at + 1);
  }
  return ended.exit === 0;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

async function runComposite(step: Step, { scope, progress, outputs }: Doing): Promise<boolean> {
  const actionPath = join(scope.machine.workspace, step.uses ?? '');
  const action: Action = parse(readFileSync(join(actionPath, 'action.yml'), 'utf8'));
  const given = mapValues(step.with ?? {}, (value) => expand(value, scope.contexts));
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`The action has no input ${unknown.join(', ')}.`);
  const inputs = mapValues(action.inputs, (input, name) => given[name] ?? input.default ?? '');
  const contexts = { github: scope.contexts['github'], inputs };
  const nested: Progress = { status: 'success', log: '', steps: {} };
  await runSteps(action.runs.steps, { ...scope, contexts, actionPath }, nested);
  progress.log += nested.log;
  const after = { ...contexts, steps: nested.steps };
  for (const [name, { value }] of Object.entries(action.outputs)) outputs[name] = expand(value, after);
  return nested.status === 'success';
}

type StandIn = (given: Readonly<Record<string, string>>, scope: Scope) => boolean;

const standIns: Readonly<Record<string, StandIn>> = {
  // The test put the files there.
  'actions/checkout': () => true,
  'actions/upload-artifact': ({ name = '', path = '' }, { machine, trigger }) => {
    const unchanged = join(machine.artifacts, trigger.run, name);
    mkdirSync(unchanged, { recursive: true });
    cpSync(join(machine.workspace, path), join(unchanged, path.split('/').at(-1) ?? ''));
    return true;
  },
  'actions/download-artifact': ({ name = '', path = '', 'run-id': from = '' }, { machine }) => {
    const unchanged = join(machine.artifacts, from, name);
    if (!existsSync(unchanged)) return false;
    cpSync(unchanged, join(machine.workspace, path), { recursive: true });
    return true;
  },
};

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
