import { ExitCode } from '../model/exit-code.ts';
import type { ReadDeps } from './deps.ts';
import { planOnly } from './pipeline.ts';
import type { LineArgs } from './pipeline.ts';

export interface DriftArgs extends LineArgs {
  /** Also count the findings that are otherwise only listed. */
  readonly strict: boolean;
  readonly full: boolean;
}

/** What moved in the account since the last apply: 2 when something did. */
export async function drift(args: DriftArgs, deps: ReadDeps): Promise<ExitCode> {
  const looked = await planOnly(args, deps);
  if (!looked) return ExitCode.invalidConfiguration;
  const { input, plan } = looked;
  deps.view.drift(plan, { observed: input.observed, diff: false, full: args.full, strict: args.strict });
  if (plan.errored) return ExitCode.invalidConfiguration;
  return plan.drift.some((one) => one.counts || args.strict) ? ExitCode.changes : ExitCode.done;
}
