import type { FileReader } from '../../model/file-reader.ts';
import type { Plan } from '../../model/results/plan.ts';
import { nextSteps, type NextStep } from '../../render/view/plan/next-steps.ts';
import { defineTool } from '../tool.ts';
import { readingFiles, textsArguments, type TextsArgs } from './files-argument.ts';
import { nextKey, planResult } from './plan-result.ts';
import { planOf, sendersOf } from './read-plan-input.ts';

interface PlanArgs extends TextsArgs {
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  readonly undoRun?: number;
}

const globs = { type: 'array', maxItems: 50, items: { type: 'string', minLength: 1, maxLength: 300 } };

export const planTool = defineTool<PlanArgs>({
  name: 'plan',
  title: 'Plan',
  description:
    'Shows what an apply would do: each contact that would be enrolled or unenrolled, the emails that people would get, and what is blocked or waits. Reads the files, HubSpot and the ledger; applies nothing and saves nothing. Also answers "what would merging this do?": pass `proposal`, or the files of a pull request as `texts`.',
  input: {
    ...textsArguments,
    only: {
      ...globs,
      description: 'Only addresses that match one of these globs, for example `sequences.q4-*`.',
    },
    exclude: { ...globs, description: 'No address that matches one of these globs.' },
    undoRun: {
      type: 'integer',
      minimum: 1,
      description: 'Plan only to unenroll the contacts that this run enrolled.',
    },
  },
  output: 'plan',
  more: nextKey,
  paged: true,
  run: async (args, given) => {
    const { paths, call, edited } = await readingFiles(args, given);
    const { only, exclude, undoRun } = args;
    const planned = await planOf({ paths, only, exclude, undoRun }, call);
    const next = await howToApply(planned.plan, { paths, edited, files: call.deps.files });
    return { ...planResult(planned.plan, next), shown: sendersOf(planned) };
  },
});

/** Returns the commands that apply a plan, and the pull request if the folder has a pipeline. */
async function howToApply(
  plan: Plan,
  {
    paths,
    edited,
    files,
  }: { readonly paths: readonly string[]; readonly edited: boolean; readonly files: FileReader },
): Promise<readonly NextStep[]> {
  const steps = nextSteps(plan, { files: paths });
  if (plan.changes.length === 0) return steps;
  const pipeline = await pipelineOf(files);
  const merge: readonly NextStep[] =
    pipeline === undefined
      ? []
      : [
          {
            what: 'With the pipeline of this repository',
            how: `open a pull request; ${pipeline} applies the plan that its reviewers saw after the merge`,
            isCommand: false,
          },
        ];
  const save: readonly NextStep[] = edited
    ? [
        {
          what: 'First',
          how: 'write the edited files; this plan read texts that are not on disk',
          isCommand: false,
        },
      ]
    : [];
  return [...save, ...merge, ...steps];
}

/** Returns the file of the pipeline that `init --ci` writes, if the folder has it. */
async function pipelineOf(files: FileReader): Promise<string | undefined> {
  const workflows = await files.list('.github/workflows').catch(() => undefined);
  if (workflows?.includes('rollcall-apply.yml')) return '.github/workflows/rollcall-apply.yml';
  const gitlab = await files.read('.gitlab-ci.yml').catch(() => undefined);
  return gitlab && new TextDecoder().decode(gitlab).includes('rollcall') ? '.gitlab-ci.yml' : undefined;
}
