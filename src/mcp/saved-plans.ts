import { checkPlanContent } from '../commands/apply/saved-plan.ts';
import type { FileReader } from '../model/file-reader.ts';
import type { Plan } from '../model/results/plan.ts';

export interface SavedPlan {
  readonly path: string;
  readonly plan: Plan;
}

/** A folder with more JSON files than this is not searched further. */
const maxFiles = 50;

/** Returns the unaltered plans in the working folder, by the names of their files. */
export async function savedPlans(files: FileReader): Promise<readonly SavedPlan[]> {
  const names = (await files.list('.').catch(() => undefined)) ?? [];
  const paths = names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .slice(0, maxFiles);
  const plans: SavedPlan[] = [];
  for (const path of paths) {
    const plan = await planAt(path, files);
    if (plan) plans.push({ path, plan });
  }
  return plans;
}

/** Returns the saved plan with an id, or undefined. */
export async function findSavedPlan(planId: string, files: FileReader): Promise<SavedPlan | undefined> {
  return (await savedPlans(files)).find(({ plan }) => plan.planId === planId);
}

async function planAt(path: string, files: FileReader): Promise<Plan | undefined> {
  try {
    return checkPlanContent(JSON.parse(new TextDecoder().decode(await files.read(path))), path);
  } catch {
    // Another JSON file, or a plan that was altered: `show_plan` with its path reports why.
    return undefined;
  }
}
