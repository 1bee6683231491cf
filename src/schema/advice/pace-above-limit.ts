import type { Cap, DesiredTarget, Pace } from '../../model/desired-state.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { weekdays } from '../../model/time.ts';
import type { AdviceRule } from './advice-rule.ts';

type Paced = DesiredTarget & { readonly pace: Pace };

/**
 * Reports a pace above the limit of enrollments of one plan. While enough contacts wait, the limit refuses the plan of
 * every day, so that a scheduled apply enrolls no contact.
 */
export const paceAboveLimit: AdviceRule = ({ desired }) => {
  const paced = desired.targets.filter((target): target is Paced => target.pace?.perDay !== undefined);
  const ofTargets = paced.flatMap((target) => advice([target], target.limits?.enroll));
  const shared = paced.filter(({ limits }) => limits?.enroll === undefined);
  // The days of a week usually have the same targets, so one day is enough.
  const ofFiles = weekdays
    .map((day) => shared.filter(({ pace: { days } }) => days === undefined || days.includes(day)))
    .flatMap((targets) => advice(targets, desired.limits.enroll))
    .slice(0, 1);
  return [...ofTargets, ...ofFiles];
};

function advice(targets: readonly Paced[], limit: Cap | undefined): readonly Diagnostic[] {
  const [first] = targets;
  const perDay = targets.reduce((sum, { pace }) => sum + (pace.perDay ?? 0), 0);
  if (!first || !limit || !('count' in limit) || perDay <= limit.count) return [];
  const names = targets.map(({ key }) => `\`${key}\``).join(', ');
  return [
    {
      code: 'pace-above-limit',
      severity: 'advice',
      message: `The pace of ${names} allows ${perDay} enrollments a day, but \`limits.enroll\` refuses a plan with more than ${limit.count}. While enough contacts wait, it refuses every plan.`,
      help: `Set \`limits.enroll\` to ${perDay} or more, or lower the pace.`,
      source: first.pace.source,
    },
  ];
}
