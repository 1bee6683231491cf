import type { Diagnostic, Source } from '../../model/results/diagnostic.ts';
import type { Day } from '../../model/time.ts';
import type { AdviceRule } from './advice-rule.ts';

/** Reports a `since` after today: contacts wait for that day. */
export const sinceInFuture: AdviceRule = ({ desired, today }) => {
  if (today === undefined) return [];
  return desired.targets.flatMap((target) => {
    const later = (target.members ?? []).filter(({ since }) => isAfter(since, today));
    const [first] = later;
    const subject = `${later.length === 1 ? 'A member' : `${later.length} members`} of \`${target.key}\``;
    return [
      ...(isAfter(target.since, today) ? [advice(`\`${target.key}\``, target.since, target.source)] : []),
      ...(first && isAfter(first.since, today) ? [advice(subject, first.since, first.source)] : []),
    ];
  });
};

function isAfter(since: Day | undefined, today: Day): since is Day {
  return since !== undefined && since > today;
}

function advice(subject: string, since: Day, source: Source): Diagnostic {
  return {
    code: 'since-in-future',
    severity: 'advice',
    message: `${subject}: \`since\` is ${since}, a day in the future. rollcall enrolls no contact for it before that day.`,
    help: 'If this day is intended, ignore this advice. Otherwise correct it.',
    source,
  };
}
