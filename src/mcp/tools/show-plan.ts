import { readPlan } from '../../commands/apply/saved-plan.ts';
import { Failure } from '../../model/failure.ts';
import { nextSteps } from '../../render/view/plan/next-steps.ts';
import { normalPath } from '../folder-files.ts';
import { findSavedPlan } from '../saved-plans.ts';
import { defineTool } from '../tool.ts';
import { nextKey, planResult } from './plan-result.ts';
import { sendersOfPlan } from './read-plan-input.ts';

export const showPlanTool = defineTool<{ readonly plan?: string }>({
  name: 'show_plan',
  title: 'Show a saved plan',
  description:
    'Shows a plan that `rollcall plan --out` saved in the working folder. Checks that the file was not altered. Reads neither HubSpot nor the ledger.',
  input: {
    plan: {
      type: 'string',
      minLength: 1,
      maxLength: 500,
      description: 'The id of a saved plan in the working folder, or the path of its file.',
    },
  },
  required: ['plan'],
  output: 'plan',
  more: nextKey,
  paged: true,
  run: async ({ plan: named = '' }, { folder, deps: { files } }) => {
    const path = named.endsWith('.json')
      ? await normalPath(folder, named)
      : (await findSavedPlan(named, files))?.path;
    if (path === undefined) {
      throw new Failure({
        code: 'plan-missing',
        message: 'No plan in the working folder has this id.',
        help: 'Save one with `rollcall plan --out plan.json`, or pass the path of its file.',
      });
    }
    const plan = await readPlan(path, files);
    return { ...planResult(plan, nextSteps(plan, { planFile: path })), shown: sendersOfPlan(plan) };
  },
});
