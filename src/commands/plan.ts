import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { maskEmails } from '../model/text/mask-emails.ts';
import type { Plan } from '../model/results/plan.ts';
import type { PlanForecast } from '../model/results/rehearsal.ts';
import { explain } from '../reconciler/explain.ts';
import type { Explanation } from '../model/results/explanation.ts';
import { withForecast } from '../reconciler/make-plan.ts';
import type { PlanInput } from '../reconciler/plan-input.ts';
import type { ReadDeps } from './deps.ts';
import { planReadOnly } from './pipeline.ts';
import type { PipelineOptions, PlanResult } from './pipeline.ts';
import { formatPlan, refuseUnrelatedFile } from './apply/saved-plan.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { isRefusedLimit } from '../model/results/diagnostic.ts';

export interface PlanArgs extends PipelineOptions {
  readonly out?: string | undefined;
  readonly detailedExitcode: boolean;
  readonly explain?: string | undefined;
  readonly diff: boolean;
  readonly full: boolean;
  /** Returns the forecast of a plan, or why there is none. Must not throw, except at an interrupt. */
  readonly forecast?: ((planned: PlanResult) => Promise<PlanForecast>) | undefined;
}

/**
 * Shows what apply would do. Returns 3 for invalid files, 5 for an exceeded limit, and 2 for changes with
 * `--detailed-exitcode`.
 */
export async function plan(args: PlanArgs, deps: ReadDeps): Promise<ExitCode> {
  if (args.out !== undefined) await refuseUnrelatedFile(args.out, deps.files);
  const planned = await planReadOnly(args, deps, { save: args.out !== undefined });
  if (!planned) return ExitCode.invalidConfiguration;
  const { input } = planned;
  if (args.explain !== undefined) {
    deps.view.explanation(explainOrRefuse(input, args.explain));
    return ExitCode.done;
  }
  const made = args.forecast ? withForecast(planned.plan, await args.forecast(planned), input) : planned.plan;
  if (args.out !== undefined) {
    // Planning may have created the file since the first check: the state of the simulated account.
    await refuseUnrelatedFile(args.out, deps.files);
    await deps.writeFile(args.out, formatPlan(made));
  }
  const path = omitUndefined({ path: args.out });
  deps.view.plan(made, { observed: input.observed, ...path, diff: args.diff, full: args.full });
  return planExitCode(made, args.detailedExitcode);
}

/** Returns the exit code of a plan. Errors and exceeded limits take precedence over changes. */
export function planExitCode(made: Plan, detailed: boolean): ExitCode {
  if (made.errored) return ExitCode.invalidConfiguration;
  if (isOverLimit(made)) return ExitCode.limit;
  return detailed && made.changes.length > 0 ? ExitCode.changes : ExitCode.done;
}

/** Returns whether a limit refuses the plan. */
export function isOverLimit(made: Plan): boolean {
  return made.diagnostics.some(isRefusedLimit);
}

/** Returns the rules checked for an address, or for a contact in all targets that know it. Throws a `Failure` `no-such-address`. */
export function explainOrRefuse(input: PlanInput, query: string): readonly Explanation[] {
  const rows = explain(input, query);
  if (rows.length > 0) return rows;
  const [, key] = /^workflows\.([^/]+)/u.exec(query) ?? [];
  if (key !== undefined && input.desired.creations?.some((one) => one.key === key)) {
    throw new Failure({
      code: 'no-such-address',
      message: `workflows.${key} has no \`id\` in the files yet, so no rule decides about its contacts.`,
      help: 'If an apply created it, add the `id` that `rollcall plan` names; otherwise create it with an apply.',
    });
  }
  const waiting = (input.desired.creations ?? []).filter(({ members }) => members > 0);
  const [first] = waiting;
  if (first) {
    // The members of HubSpot lists are not read before the workflow has an id.
    throw new Failure({
      code: 'no-such-address',
      message: `No target with an \`id\` declares or knows ${maskEmails(query)}.`,
      help: `The members of ${waiting.map(({ key }) => `workflows.${key}`).join(', ')} wait: add the \`id\` of the workflow.`,
    });
  }
  throw new Failure({
    code: 'no-such-address',
    message: `No target declares or knows ${maskEmails(query)}.`,
    help: 'Write an email, a contact id, or an address as plan shows it, for example sequences.q4-outbound/1042.',
  });
}
