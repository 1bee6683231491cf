import { planReadOnly } from '../../commands/pipeline.ts';
import type { Plan } from '../../model/results/plan.ts';
import { InvalidFiles } from '../invalid-files.ts';
import type { ToolCall } from '../tool-call.ts';
import { declaredSenders } from '../declared-senders.ts';

export type Planned = NonNullable<Awaited<ReturnType<typeof planReadOnly>>>;

export interface PlanRequest {
  readonly paths: readonly string[];
  readonly only?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly undoRun?: number | undefined;
}

/** Makes a plan without saving it. Throws `InvalidFiles` if the files have errors. */
export async function planOf(
  { paths, only, exclude, undoRun }: PlanRequest,
  call: ToolCall,
): Promise<Planned> {
  const args = { paths, only: only ?? [], exclude: exclude ?? [], liftedLimits: {}, undoRun };
  const planned = await planReadOnly(args, call.deps);
  if (!planned) throw new InvalidFiles(call.shown.validation?.diagnostics);
  return planned;
}

/** Returns the addresses of the senders that a plan names. Those of other people are masked in every result. */
export function sendersOf({ input, plan }: Planned): readonly string[] {
  return [...new Set([...declaredSenders(input.desired), ...sendersOfPlan(plan)])];
}

/** Returns the senders that the plan itself names. */
export function sendersOfPlan({ context, changes }: Plan): readonly string[] {
  const ofChanges = changes.flatMap((change) =>
    change.action === 'enroll' ? [change.sender, change.senderAlias] : [],
  );
  const all = [...(context?.senders.map(({ email }) => email) ?? []), ...ofChanges];
  return [...new Set(all.flatMap((email) => email ?? []))];
}
