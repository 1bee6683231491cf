import { ExitCode } from '../model/exit-code.ts';
import type { ReadDeps } from './deps.ts';
import { readPlan } from './apply/saved-plan.ts';

export interface ShowArgs {
  readonly path: string;
  readonly diff: boolean;
  readonly full: boolean;
}

/** A saved plan again; asks neither the account nor the ledger. 8 for a file that is no plan of ours. */
export async function show(args: ShowArgs, deps: ReadDeps): Promise<ExitCode> {
  const plan = await readPlan(args.path, deps.files);
  deps.view.plan(plan, { path: args.path, diff: args.diff, full: args.full });
  return ExitCode.done;
}
