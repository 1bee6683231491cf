/** Runs all jobs of a GitHub workflow in the order of their needs, with one job for each value of a matrix. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { expand, isTrue } from './expressions.ts';
import { runJob } from './run-job.ts';
import type { JobResult, Machine, Trigger } from './run-job.ts';

interface JobFile {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, string>> };
}

interface FinishedJob extends JobResult {
  /** `plan`, or `plan eu` for an account of a matrix. */
  readonly name: string;
}

export interface WorkflowResult {
  readonly jobs: readonly FinishedJob[];
  /** The result of each job, as `needs` shows it. */
  readonly results: Readonly<Record<string, string>>;
  readonly log: string;
}

/** Runs a workflow. Each job gets a new machine. */
export async function runWorkflow(
  workflow: string,
  { machine, trigger }: { readonly machine: () => Promise<Machine>; readonly trigger: Trigger },
): Promise<WorkflowResult> {
  const file: { jobs: Record<string, JobFile> } = parse(readFileSync(workflow, 'utf8'));
  const needs: Record<string, { result: string; outputs: Record<string, string> }> = {};
  const finished: FinishedJob[] = [];
  // The files list a job after the jobs that it needs.
  for (const [name, job] of Object.entries(file.jobs)) {
    const own = Object.fromEntries([job.needs ?? []].flat().map((need) => [need, needs[need]]));
    const contexts = {
      github: { ...trigger, repository: 'acme/crm' },
      inputs: trigger.inputs ?? {},
      needs: own,
    };
    const failed = Object.values(own).some((need) => need?.result !== 'success');
    const condition = job.if === undefined && !failed ? 'true' : (job.if ?? 'success()');
    if (!isTrue(condition, contexts, failed ? 'failure' : 'success')) {
      needs[name] = { result: 'skipped', outputs: {} };
      continue;
    }
    const jobs: FinishedJob[] = [];
    for (const matrix of matrixOf(job, contexts)) {
      const result = await runJob(
        { workflow, name, ignoreCondition: true },
        { machine: await machine(), trigger: { ...trigger, needs: own, matrix } },
      );
      const account = (matrix['account'] as { name?: string } | undefined)?.name;
      jobs.push({ ...result, name: account === undefined ? name : `${name} ${account}` });
    }
    finished.push(...jobs);
    const steps = Object.fromEntries(
      Object.entries(jobs[0]?.outputs ?? {}).map(([id, outputs]) => [id, { outputs }]),
    );
    const outputs = Object.entries(job.outputs ?? {}).map(([key, value]) => [key, expand(value, { steps })]);
    const isFailed = jobs.some(({ status }) => status !== 'success');
    needs[name] = { result: isFailed ? 'failure' : 'success', outputs: Object.fromEntries(outputs) };
  }
  return {
    jobs: finished,
    results: Object.fromEntries(Object.entries(needs).map(([name, { result }]) => [name, result])),
    log: finished.map(({ name, log }) => `--- ${name}\n${log}`).join('\n'),
  };
}

function matrixOf(
  { strategy }: JobFile,
  contexts: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  if (strategy === undefined) return [{}];
  const [key, values] = Object.entries(strategy.matrix)[0] ?? ['', ''];
  const [, expression = ''] = /^\$\{\{ fromJSON\((.*)\) \}\}$/u.exec(values) ?? [];
  const list: readonly unknown[] = JSON.parse(expand(`\${{ ${expression} }}`, contexts));
  return list.map((value) => ({ [key]: value }));
}
