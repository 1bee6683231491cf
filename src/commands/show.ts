import { ExitCode } from '../model/exit-code.ts';
import type { ReadDeps } from './deps.ts';
import { readPlan } from './apply/saved-plan.ts';

export interface ShowArgs {
  readonly path: string;
  readonly diff: boolean;
  readonly full: boolean;
}

/** Shows a saved plan without reading the account or the ledger. Throws with exit code 8 for any other file. */
export async function show(args: ShowArgs, deps: ReadDeps): Promise<ExitCode> {
  const plan = await readPlan(args.path, deps.files);
  deps.view.plan(plan, { path: args.path, diff: args.diff, full: args.full });
  return ExitCode.done;
}
