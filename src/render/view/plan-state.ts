import { isRefusedLimit, type ExceededLimit } from '../../model/results/diagnostic.ts';
import type { Plan, PlanSummary } from '../../model/results/plan.ts';
import { formatPlace } from './format.ts';
import { count, countPeople, formatMoment, formatNumber } from './format.ts';

/** Whether a plan can be applied. */
export interface PlanState {
  readonly kind: 'ready' | 'no-changes' | 'refused' | 'no-ledger' | 'errors';
  /** `Ready to apply`, `Refused`. */
  readonly title: string;
  /** The first sentence of a document: what the plan does, or why it cannot be applied. */
  readonly verdict: string;
  /** The details of the verdict, or empty: until when a plan can be applied, or the next step. */
  readonly detail: string;
}

/** Returns the state of a plan. Every format puts it before anything else. */
export function planState(plan: Plan): PlanState {
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error');
  if (plan.errored)
    return {
      kind: 'errors',
      title: 'Invalid',
      verdict: `No plan: ${count(errors.length, 'error')} to fix first`,
      detail: '',
    };
  if (plan.changes.length === 0 && errors.length === 0) return withoutChanges(plan);
  const refusals = plan.diagnostics.filter(isRefusedLimit).length;
  if (refusals > 0) {
    const limits = exceededLimits(plan);
    return {
      kind: 'refused',
      title: 'Refused',
      verdict: `REFUSED: the plan is above ${refusals === 1 ? 'a limit' : `${refusals} limits`}`,
      detail: limits.map(({ name, planned, allowed }) => `${name} ${planned} of ${allowed}`).join(', '),
    };
  }
  if (plan.applyable)
    return {
      kind: 'ready',
      title: 'Ready to apply',
      verdict: changeCounts(plan.summary),
      detail: `until ${formatMoment(plan.expiresAt)}`,
    };
  return {
    kind: 'no-ledger',
    title: 'Cannot be applied',
    verdict: 'CANNOT BE APPLIED: there is no ledger',
    detail: 'Without a ledger, rollcall does not know which contacts it enrolled before.',
  };
}

function withoutChanges(plan: Plan): PlanState {
  const { summary, unchanged, files } = plan;
  const removals = unchanged.filter(({ status, removal }) => removal && status !== 'manual').length;
  const [file, ...others] = files;
  const name = file && others.length === 0 ? file.path : 'the files';
  const verdict =
    removals > 0
      ? `No changes now: ${countPeople(removals)} must be unenrolled, and cannot be now.`
      : summary.manual > 0
        ? 'No changes that rollcall can make.'
        : matchesFiles(plan)
          ? `No changes. HubSpot matches ${name}.`
          : 'No changes.';
  return { kind: 'no-changes', title: 'No changes', verdict, detail: '' };
}

/** Returns whether the account is as all files declare. Without a ledger, the plan does not know what ended. */
function matchesFiles({ complete, summary, undoRun, drift, ledgerId }: Plan): boolean {
  return (
    complete &&
    summary.blocked === 0 &&
    undoRun === undefined &&
    ledgerId !== undefined &&
    !drift.some(({ counts }) => counts)
  );
}

/** Returns `26 to enroll, 1 to unenroll`. */
function changeCounts({ enroll, reenroll, unenroll, archive }: PlanSummary): string {
  const again = reenroll === 0 ? '' : ` (${formatNumber(reenroll)} of them again)`;
  return [
    ...(enroll > 0 ? [`${formatNumber(enroll)} to enroll${again}`] : []),
    ...(unenroll > 0 ? [`${formatNumber(unenroll)} to unenroll`] : []),
    ...(archive > 0 ? [`${count(archive, 'workflow')} to delete`] : []),
  ].join(', ');
}

/** One row of the table of exceeded limits. */
export interface LimitRow {
  /** `enroll`, or `enroll in sequences.q4-outbound`. */
  readonly name: string;
  readonly planned: string;
  readonly allowed: string;
  /** The line that sets the limit, or `default`. */
  readonly from: string;
  /** `--max-enroll 14`. */
  readonly flag: string;
}

/** Returns the limits that a plan exceeds. Empty for a plan of an earlier version, which has only sentences. */
export function exceededLimits({ diagnostics }: Pick<Plan, 'diagnostics'>): readonly LimitRow[] {
  return diagnostics.filter(isRefusedLimit).flatMap(({ limit, source }) =>
    limit === undefined
      ? []
      : [
          {
            name: limitName(limit),
            planned: formatNumber(limit.planned),
            allowed: formatNumber(limit.allowed),
            from: source ? formatPlace(source) : limit.flagged ? 'command line' : 'default',
            flag: limit.flag,
          },
        ],
  );
}

function limitName({ name, target }: ExceededLimit): string {
  return target === undefined ? name : `${name} in ${target}`;
}
