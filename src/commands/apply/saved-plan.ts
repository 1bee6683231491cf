import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { jsonDocument } from '../../model/text/json-document.ts';
import { count } from '../../model/text/count.ts';
import { planIdOf } from '../../reconciler/digests.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { changeKey } from '../../model/results/plan.ts';
import type { Change, Plan } from '../../model/results/plan.ts';
import type { FailureCode } from '../../model/results/problem-codes.ts';

/** Returns the text of a saved plan in pieces. It has the content of `plan --format json`. */
export function formatPlan(plan: Plan): Iterable<string> {
  return jsonDocument(plan);
}

/** Returns whether an argument of `apply` names a saved plan rather than configuration. */
export function isPlanPath(path: string): boolean {
  return path.endsWith('.json');
}

/**
 * Reads a saved plan. Throws a `Failure` with exit code 8 if the file is not a plan, has another format, was
 * edited, or contains duplicate changes. Does not check the seal, which needs the ledger: apply does.
 */
export async function readPlan(path: string, files: FileReader): Promise<Plan> {
  return checkPlanContent(jsonOf(await readBytes(path, files)), path);
}

/**
 * Returns a value as a plan. Throws a `Failure` with exit code 8 if it is not a plan, has another format, was edited,
 * or contains duplicate changes. The messages call it `name`.
 */
export function checkPlanContent(value: unknown, name: string): Plan {
  const plan = asPlan(value, name);
  const planId = planIdOf(plan);
  if (planId !== plan.planId) {
    throw savedPlanFailure('plan-tampered', {
      message: `${name} has plan id ${plan.planId}, but its content has plan id ${planId}: it was altered.`,
      help: 'Plan again and review that plan. A saved plan is applied as it was reviewed or not at all.',
    });
  }
  refuseDuplicates(plan.changes, name);
  return plan;
}

function refuseDuplicates(changes: readonly Change[], path: string): void {
  const addresses = new Set(changes.map(({ address }) => address));
  const keys = new Set(changes.map(changeKey));
  if (addresses.size === changes.length && keys.size === changes.length) return;
  const duplicates = changes.length - Math.min(addresses.size, keys.size);
  throw savedPlanFailure('plan-duplicate', {
    message: `${path} has ${count(duplicates, 'duplicate')} among ${count(changes.length, 'change')}, by address or by contact and target.`,
    help: 'Plan again and review that plan.',
  });
}

async function readBytes(path: string, files: FileReader): Promise<Uint8Array> {
  try {
    return await files.read(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure({
      code: 'plan-missing',
      message: isMissing
        ? `There is no file ${path}.`
        : `The plan ${path} cannot be read: ${reason.replace(/\.$/u, '')}.`,
      help: 'Make one with: rollcall plan --out plan.json',
    });
  }
}

/**
 * Throws `file-exists` if a new plan would replace a file that is not a saved plan, such as the ledger or the
 * configuration. Allows an empty file, a plan of any format, and a path that cannot be read: the writer handles it.
 */
export async function refuseUnrelatedFile(path: string, files: FileReader): Promise<void> {
  const bytes = await files.read(path).catch((error: NodeJS.ErrnoException) => {
    return error.code === 'EFBIG' ? undefined : new Uint8Array();
  });
  if (bytes && (bytes.length === 0 || isPlanOfAnyFormat(jsonOf(bytes)))) return;
  throw new Failure({
    code: 'file-exists',
    message: `${path} exists and is not a saved plan. Nothing was written.`,
    help: 'Name another file, for example --out plan.json, or move this one away first.',
  });
}

function isPlanOfAnyFormat(value: unknown): boolean {
  return formatOf(value) !== undefined && isInstant(recordOf(value)['expiresAt']);
}

function asPlan(value: unknown, path: string): Plan {
  const version = formatOf(value);
  if (version !== undefined && version !== outputFormatVersion) throw wrongFormatFailure(path, version);
  if (looksLikePlan(value)) return value;
  throw savedPlanFailure('plan-unreadable', {
    message: `${path} is not a complete rollcall plan.`,
    help: 'Make one with: rollcall plan --out plan.json',
  });
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function wrongFormatFailure(path: string, version: number): Failure {
  if (version > outputFormatVersion) {
    return savedPlanFailure('plan-newer', {
      message: `${path} has plan format ${version}; this rollcall reads format ${outputFormatVersion}.`,
      help: 'Use the rollcall that made it, or plan again.',
    });
  }
  return savedPlanFailure('plan-older', {
    message: `${path} has plan format ${version}: it was made by an older version of rollcall. This one reads format ${outputFormatVersion}.`,
    help: 'Plan again and review that plan.',
  });
}

/** Returns the format version of a value with the fields of a plan; `undefined` for any other value. */
function formatOf(value: unknown): number | undefined {
  const { planId, formatVersion } = recordOf(value);
  return planId !== undefined && typeof formatVersion === 'number' ? formatVersion : undefined;
}

/** Checks all fields that apply and show read without a check. The digest and the seal cover the rest. */
function looksLikePlan(value: unknown): value is Plan {
  const plan = recordOf(value);
  const lists = [plan['unchanged'], plan['drift'], plan['diagnostics'], plan['files'], plan['changes']];
  return (
    plan['formatVersion'] === outputFormatVersion &&
    typeof plan['planId'] === 'string' &&
    typeof plan['portalId'] === 'number' &&
    isInstant(plan['createdAt']) &&
    isInstant(plan['expiresAt']) &&
    (plan['dialect'] === 'documented' || plan['dialect'] === 'guide') &&
    isTextList(plan['only']) &&
    isTextList(plan['exclude']) &&
    isRecord(plan['summary']) &&
    isLiftedLimits(plan['liftedLimits']) &&
    lists.every((list) => Array.isArray(list) && list.every(isRecord)) &&
    listOf(plan['files']).every((file) => typeof recordOf(file)['path'] === 'string') &&
    listOf(plan['changes']).every(looksLikeChange) &&
    (plan['forecast'] === undefined || looksLikeForecast(plan['forecast']))
  );
}

function looksLikeChange(value: unknown): boolean {
  const { action, address, target: shown, contact } = recordOf(value);
  const target = recordOf(shown);
  const isOfTarget = action === 'archive' || action === 'create-workflow';
  return (
    (isOfTarget || action === 'enroll' || action === 'unenroll') &&
    typeof address === 'string' &&
    (target['kind'] === 'sequence' || target['kind'] === 'workflow') &&
    typeof target['key'] === 'string' &&
    typeof target['id'] === 'string' &&
    (isOfTarget ? contact === undefined : typeof recordOf(contact)['id'] === 'string')
  );
}

function looksLikeForecast(value: unknown): boolean {
  const { rehearsal, problem } = recordOf(value);
  if (rehearsal === undefined) return typeof problem === 'string';
  const { formatVersion, days, groups, warnings, knows, assumes } = recordOf(rehearsal);
  const lists = [days, groups, warnings];
  return (
    formatVersion === outputFormatVersion &&
    lists.every((list) => Array.isArray(list) && list.every(isRecord)) &&
    isTextList(knows) &&
    isTextList(assumes)
  );
}

function isLiftedLimits(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((limit) => Number.isSafeInteger(limit));
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Instants are compared as text, so only the form that rollcall writes is valid. */
function isInstant(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns an object as a record; an empty record for any other value. */
function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function savedPlanFailure(
  code: FailureCode,
  problem: { readonly message: string; readonly help: string },
): Failure {
  return new Failure({ exitCode: ExitCode.stalePlan, code, ...problem });
}
