import type { Plan } from '../../model/plan.ts';
import { count, formatNumber, formatMoment } from './format.ts';

export interface NextStepOptions {
  /** Where the plan was saved. */
  readonly planFile?: string | undefined;
  /** The plan is being applied: how to apply it need not be said. */
  readonly applying?: boolean | undefined;
}

/** What is said last of a plan: which one it is, how far it goes, and how to go on. */
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
  const moved = drift.filter((one) => one.counts).length;
  if (moved === 0) return [];
  return [`Drift: ${count(moved, 'difference')} in HubSpot since the last apply (rollcall drift).`];
}

function remainingNotes({ changes, complete, summary }: Plan): string[] {
  if (complete || changes.length === 0) return [];
  const waits = [
    ...(summary.waiting > 0 ? [`${formatNumber(summary.waiting)} waiting`] : []),
    ...(summary.unknown > 0 ? [`${formatNumber(summary.unknown)} unknown`] : []),
    ...(summary.manual > 0 ? [`${formatNumber(summary.manual)} manual`] : []),
  ];
  return waits.length === 0 ? [] : [`Applying this leaves ${waits.join(', ')}.`];
}

function applySteps(plan: Plan, { planFile, applying }: NextStepOptions): string[] {
  if (plan.errored) return ['Nothing can be applied. Settle the errors above, then plan again.'];
  if (plan.changes.length === 0) return [];
  if (!plan.applyable) return ['This plan cannot be applied. Fix the reason above, then plan again.'];
  const { requests } = plan.summary;
  const cost = `Applying takes about ${count(requests, 'request')} to HubSpot${shareOfDailyQuota(plan)}; the plan holds until ${formatMoment(plan.expiresAt)}.`;
  if (applying) return [cost];
  return planFile === undefined
    ? [
        cost,
        'To keep it: the same command with --out plan.json',
        'To apply exactly that: rollcall apply plan.json',
      ]
    : [cost, `To apply exactly this: rollcall apply ${planFile}`];
}

/** `, 0.03% of today`: the share of all the calls that the account allows in a day. */
function shareOfDailyQuota({ summary: { requests, requestsPerDay } }: Plan): string {
  if (requestsPerDay === undefined || requestsPerDay === 0) return '';
  const percent = (100 * requests) / requestsPerDay;
  return `, ${percent < 0.01 ? 'under 0.01' : percent.toFixed(percent < 10 ? 2 : 0)}% of today`;
}

/**
 * Returns one sentence for each flag that shaped a plan, in every format: the same files give another plan
 * without it. A dialect other than the default counts, wherever it was chosen.
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
    ...(only.length > 0 ? [`Limited to ${named('--only', only)}; everything else was left out.`] : []),
    ...(exclude.length > 0 ? [`Left out: ${named('--exclude', exclude)}.`] : []),
    ...(lifted.length > 0 ? [`Limits lifted for this plan: ${lifted.join(', ')}.`] : []),
    ...(dialect === 'documented' ? [] : [`Dialect: ${dialect}.`]),
  ];
}
