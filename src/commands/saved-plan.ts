import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { FileReader } from '../model/files.ts';
import { jsonDocument } from '../model/json-document.ts';
import { planIdOf } from '../reconciler/identify-plan.ts';
import { outputFormatVersion } from '../model/plan.ts';
import type { Plan } from '../model/plan.ts';

/** The text of a saved plan, in pieces; it says what `plan --format json` says. */
export function formatPlan(plan: Plan): Iterable<string> {
  return jsonDocument(plan);
}

/** Whether an argument of `apply` names a saved plan rather than configuration. */
export function isPlanPath(path: string): boolean {
  return path.endsWith('.json');
}

/**
 * Reads a saved plan whole and unchanged. Throws a `Failure` with exit code 8 for a file that is no
 * plan, was made by a newer rollcall, or was edited.
 */
export async function readPlan(path: string, files: FileReader): Promise<Plan> {
  const value = parse(await readBytes(path, files), path);
  if (value.formatVersion > outputFormatVersion) {
    throw refused('plan-newer', {
      message: `${path} has plan format ${value.formatVersion}; this rollcall reads up to ${outputFormatVersion}.`,
      help: 'Use the rollcall that made it, or plan again.',
    });
  }
  const planId = planIdOf(value);
  if (planId !== value.planId) {
    throw refused('plan-tampered', {
      message: `${path} says that it is plan ${value.planId}, and its content is plan ${planId}: it was changed.`,
      help: 'Plan again and review that plan. A saved plan is applied as it was reviewed or not at all.',
    });
  }
  return value;
}

async function readBytes(path: string, files: FileReader): Promise<Uint8Array> {
  try {
    return await files.read(path);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure({
      code: 'plan-missing',
      message: gone ? `There is no file ${path}.` : `The plan ${path} cannot be read: ${reason}.`,
      help: 'Make one with: rollcall plan --out plan.json',
    });
  }
}

function parse(bytes: Uint8Array, path: string): Plan {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    value = undefined;
  }
  if (looksLikePlan(value)) return value;
  throw refused('plan-unreadable', {
    message: `${path} is not a whole plan of rollcall.`,
    help: 'Make one with: rollcall plan --out plan.json',
  });
}

/** Enough to ask for its format and name; the digest vouches for the rest. */
function looksLikePlan(value: unknown): value is Plan {
  return (
    typeof value === 'object' &&
    value !== null &&
    'formatVersion' in value &&
    typeof value.formatVersion === 'number' &&
    'planId' in value &&
    'changes' in value
  );
}

function refused(code: string, problem: { readonly message: string; readonly help: string }): Failure {
  return new Failure({ exitCode: ExitCode.stalePlan, code, ...problem });
}
