import type { Plan } from '../../model/results/plan.ts';
import { count, formatNumber, formatMoment } from './format.ts';

export interface NextStepOptions {
  /** The file of the saved plan. */
  readonly planFile?: string | undefined;
  /** The plan is being applied, so the commands that apply it are left out. */
  readonly applying?: boolean | undefined;
}

/** Returns the last sentences of a plan: flags, drift, what remains, its id, and the commands that apply it. */
export function nextSteps(plan: Plan, options: NextStepOptions): readonly string[] {
  return [
    ...planFlagNotes(plan),
    ...driftNotes(plan),
    ...remainingNotes(plan),
    `Plan ${plan.planId}`,
    ...applySteps(plan, options),
  ];
}

function driftNotes({ drift }: Plan): string[] {
  const counted = drift.filter((one) => one.counts).length;
  if (counted === 0) return [];
  return [`Drift: ${count(counted, 'difference')} in HubSpot since the last apply (rollcall drift).`];
}

function remainingNotes({ changes, complete, summary }: Plan): string[] {
  if (complete || changes.length === 0) return [];
  const remaining = [
    ...(summary.waiting > 0 ? [`${formatNumber(summary.waiting)} waiting`] : []),
    ...(summary.unknown > 0 ? [`${formatNumber(summary.unknown)} unknown`] : []),
    ...(summary.manual > 0 ? [`${formatNumber(summary.manual)} manual`] : []),
  ];
  return remaining.length === 0 ? [] : [`Applying this leaves ${remaining.join(', ')}.`];
}

function applySteps(plan: Plan, { planFile, applying }: NextStepOptions): string[] {
  if (plan.errored) return ['Nothing can be applied. Fix the errors above, then plan again.'];
  if (plan.changes.length === 0) return [];
  if (!plan.applyable) return ['This plan cannot be applied. Fix the reason above, then plan again.'];
  const { requests } = plan.summary;
  const cost = `Applying needs about ${count(requests, 'request')}${shareOfDailyQuota(plan)}. The plan is valid until ${formatMoment(plan.expiresAt)}.`;
  if (applying) return [cost];
  return planFile === undefined
    ? [
        cost,
        'Save this plan: run the same command with --out plan.json',
        'Apply it: rollcall apply plan.json',
      ]
    : [cost, `Apply this plan: rollcall apply ${planFile}`];
}

/** Returns `, 0.03% of the daily quota`: the share of the requests that the account allows in a day. */
function shareOfDailyQuota({ summary: { requests, requestsPerDay } }: Plan): string {
  if (requestsPerDay === undefined || requestsPerDay === 0) return '';
  const percent = (100 * requests) / requestsPerDay;
  return `, ${percent < 0.01 ? 'under 0.01' : percent.toFixed(percent < 10 ? 2 : 0)}% of the daily quota`;
}

/**
 * Returns one sentence for each flag without which the same files would give another plan. Includes a dialect other
 * than the default, even if the files choose it.
 */
function planFlagNotes({ only, exclude, undoRun, liftedLimits, dialect }: Plan): readonly string[] {
  const named = (flag: string, globs: readonly string[]): string =>
    globs.map((glob) => `${flag} '${glob}'`).join(' ');
  const { enroll, unenroll, reenroll, perSenderPerDay } = liftedLimits;
  const lifted = [
    ...(enroll === undefined ? [] : [`--max-enroll ${enroll}`]),
    ...(unenroll === undefined ? [] : [`--max-unenroll ${unenroll}`]),
    ...(reenroll === undefined ? [] : [`--max-reenroll ${reenroll}`]),
    ...(perSenderPerDay === undefined ? [] : [`--max-sender-day ${perSenderPerDay}`]),
  ];
  return [
    ...(undoRun === undefined
      ? []
      : [
          `This plan only undoes run ${undoRun} (--undo-run ${undoRun}). Applying it pauses the targets of that run.`,
        ]),
    ...(only.length > 0 ? [`Limited to ${named('--only', only)}; everything else is left out.`] : []),
    ...(exclude.length > 0 ? [`Left out: ${named('--exclude', exclude)}.`] : []),
    ...(lifted.length > 0 ? [`Limits lifted for this plan: ${lifted.join(', ')}.`] : []),
    ...(dialect === 'documented' ? [] : [`Dialect: ${dialect}.`]),
  ];
}
