import { type Diagnostic, isRefusedLimit, type ExceededLimit } from '../../../model/results/diagnostic.ts';
import { configurationFiles, type Plan } from '../../../model/results/plan.ts';
import { formatPlace } from '../format.ts';
import { count, countPeople, formatMoment, formatNumber } from '../format.ts';
import { peopleOf } from './impact.ts';

/** Whether a plan can be applied. */
export interface PlanState {
  readonly kind: 'ready' | 'no-changes' | 'refused' | 'no-ledger' | 'errors';
  /** `Ready to apply`, `Refused`. */
  readonly title: string;
  /** The first sentence of a document: what the plan does, or why it cannot be applied. */
  readonly verdict: string;
  /** The verdict as a heading next to the title: `Refused: 14 enrollments, the limit is 8`. */
  readonly headline: string;
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
      headline: errorHeadline(errors),
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
      headline: `Refused: ${limits.length === 1 ? limits.map(({ sentence }) => sentence).join('') : `above ${count(refusals, 'limit')}`}`,
      detail: limits
        .map(({ sentence, allowed }) => `${sentence}${/ \(.*$/u.exec(allowed)?.[0] ?? ''}`)
        .join('; '),
    };
  }
  if (plan.applyable) {
    const verdict = changeCounts(plan);
    return {
      kind: 'ready',
      title: 'Ready to apply',
      verdict,
      headline: verdict,
      detail: `until ${formatMoment(plan.expiresAt)}`,
    };
  }
  return {
    kind: 'no-ledger',
    title: 'Cannot be applied',
    verdict: 'CANNOT BE APPLIED: there is no ledger',
    headline: 'Without a ledger, rollcall does not know which contacts it enrolled before',
    detail: 'Without a ledger, rollcall does not know which contacts it enrolled before.',
  };
}

function withoutChanges(plan: Plan): PlanState {
  return { kind: 'no-changes', title: 'No changes', ...noChangesTexts(plan), detail: '' };
}

function noChangesTexts(plan: Plan): Pick<PlanState, 'verdict' | 'headline'> {
  const { summary, unchanged, files } = plan;
  const removals = unchanged.filter(({ status, removal }) => removal && status !== 'manual').length;
  if (removals > 0) {
    const headline = `${countPeople(removals)} must be unenrolled, and cannot be now`;
    return { verdict: `No changes now: ${headline}.`, headline };
  }
  if (summary.manual > 0)
    return {
      verdict: 'No changes that rollcall can make.',
      headline: 'rollcall cannot make the changes that remain',
    };
  if (!matchesFiles(plan)) return { verdict: 'No changes.', headline: 'Nothing to apply' };
  // CSV files are parts of the file that names them.
  const headline = `HubSpot matches ${filesName(configurationFiles(files).map((path) => ({ path })))}`;
  return { verdict: `No changes. ${headline}.`, headline };
}

/** Returns the name of the only file, or `the files`. */
function filesName(files: readonly { readonly path: string }[]): string {
  const [file, ...others] = files;
  return file && others.length === 0 ? file.path : 'the files';
}

/** Returns `1 error in enrollments.yaml`. */
function errorHeadline(errors: readonly Diagnostic[]): string {
  const files = [...new Set(errors.flatMap(({ source }) => source?.file ?? []))].map((path) => ({ path }));
  return `${count(errors.length, 'error')}${files.length === 0 ? '' : ` in ${filesName(files)}`}`;
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

/**
 * Returns `5 to enroll, 1 to unenroll`. If a person is enrolled or unenrolled more than once, also counts the people:
 * `26 enrollments of 15 people, 1 unenrollment`.
 */
function changeCounts({ changes, summary }: Plan): string {
  const { enroll, reenroll, unenroll, archive, create = 0, people } = summary;
  const unenrolled = peopleOf(changes.filter(({ action }) => action === 'unenroll')).size;
  const isOncePerPerson = enroll === people && unenroll === unenrolled;
  const counted = (amount: number, verb: string, distinct: number): string => {
    if (isOncePerPerson) return `${formatNumber(amount)} to ${verb}`;
    const of = amount === distinct ? '' : ` of ${countPeople(distinct)}`;
    return `${count(amount, `${verb}ment`)}${of}`;
  };
  const again = reenroll === 0 ? '' : ` (${formatNumber(reenroll)} of them again)`;
  return [
    ...(enroll > 0 ? [`${counted(enroll, 'enroll', people)}${again}`] : []),
    ...(unenroll > 0 ? [counted(unenroll, 'unenroll', unenrolled)] : []),
    ...(archive > 0 ? [`${count(archive, 'workflow')} to delete`] : []),
    ...(create > 0 ? [`${count(create, 'workflow')} to create`] : []),
  ].join(', ');
}

/** One row of the table of exceeded limits. */
export interface LimitRow {
  /** `enroll`, or `enroll in sequences.q4-outbound`. */
  readonly name: string;
  /** `14 enrollments in sequences.q4-outbound, the limit is 8`. */
  readonly sentence: string;
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
            sentence: limitSentence(limit),
            planned: formatNumber(limit.planned),
            allowed: allowedText(limit),
            from: source ? formatPlace(source) : limit.flagged ? 'command line' : 'default',
            flag: limit.flag,
          },
        ],
  );
}

function limitName({ name, target }: ExceededLimit): string {
  return target === undefined ? name : `${name} in ${target}`;
}

const limitNouns: Readonly<Record<ExceededLimit['name'], string>> = {
  enroll: 'enrollment',
  unenroll: 'unenrollment',
  reenroll: 're-enrollment',
  create: 'new workflow',
};

function limitSentence({ name, target, planned, allowed }: ExceededLimit): string {
  const scope = target === undefined ? '' : ` in ${target}`;
  return `${count(planned, limitNouns[name])}${scope}, the limit is ${formatNumber(allowed)}`;
}

/** Returns `3`, or `3 (25% of 12)` for a share of the active members. */
function allowedText({ allowed, share }: ExceededLimit): string {
  const number = formatNumber(allowed);
  return share ? `${number} (${share.percent}% of ${formatNumber(share.members)})` : number;
}
