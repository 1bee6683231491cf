import type { Plan } from '../../model/plan.ts';

/**
 * Returns one sentence for each flag that shaped a plan, in every format: the same files give another plan
 * without it. A dialect other than the default counts, wherever it was chosen.
 */
export function planFlags({ only, exclude, undoRun, liftedLimits, dialect }: Plan): readonly string[] {
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
