/** The commands of a history, each as one process of its own. */
import { forget } from '../../../src/commands/forget.ts';
import { plan as planCommand } from '../../../src/commands/plan.ts';
import { Failure } from '../../../src/model/failure.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Explanation } from '../../../src/reconciler/explain.ts';
import { lineOf, openProcess } from '../process.ts';
import type { Start } from '../process.ts';

export const savedPlan = 'plan.json';

export interface Planned {
  readonly plan: Plan | undefined;
  /** The document that `--out` wrote. */
  readonly text: string | undefined;
  readonly explanation: readonly Explanation[] | undefined;
  /** Codes of what is wrong with the files or the run. */
  readonly problems: readonly string[];
}

/** `plan`, with `--out` or `--explain`. */
export async function planFor(
  start: Start,
  asked: { readonly out?: string; readonly explain?: string } = {},
): Promise<Planned> {
  const { seen, deps, files, close } = openProcess(start);
  const problems: string[] = [];
  try {
    const usual = { raise: {}, detailedExitcode: false, diff: false, full: false };
    await planCommand({ ...lineOf(start), ...usual, ...asked }, deps);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    problems.push(error.code);
  } finally {
    await close();
  }
  const { plan, explanation, validation } = seen;
  problems.push(...(validation?.diagnostics ?? []).map(({ code }) => code));
  return { plan, explanation, problems, text: files.get(asked.out ?? '') };
}

/** `history forget`. Returns the code of a refusal. */
export async function forgetFor(start: Start, contactId: string): Promise<string | undefined> {
  const { deps, close } = openProcess(start);
  const view = { ...deps.view, forgotten: () => undefined };
  try {
    await forget({ paths: start.paths ?? [], contactId, autoApprove: true }, { ...deps, view });
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.code;
  } finally {
    await close();
  }
}
