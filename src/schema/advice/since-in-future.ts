import type { Diagnostic, Source } from '../../model/diagnostic.ts';
import type { Day } from '../../model/time.ts';
import type { AdviceRule } from './advice-rule.ts';

/** A `since` after today makes people wait for that day. */
export const sinceInFuture: AdviceRule = ({ desired, today }) => {
  if (today === undefined) return [];
  return desired.targets.flatMap((target) => {
    const later = (target.members ?? []).filter(({ since }) => isAfter(since, today));
    const [first] = later;
    const what = `${later.length === 1 ? 'A member' : `${later.length} members`} of \`${target.key}\``;
    return [
      ...(isAfter(target.since, today) ? [advice(`\`${target.key}\``, target.since, target.source)] : []),
      ...(first && isAfter(first.since, today) ? [advice(what, first.since, first.source)] : []),
    ];
  });
};

function isAfter(since: Day | undefined, today: Day): since is Day {
  return since !== undefined && since > today;
}

function advice(what: string, since: Day, source: Source): Diagnostic {
  return {
    code: 'since-in-future',
    severity: 'advice',
    message: `${what}: \`since\` is ${since}, which is in the future: no contact is enrolled for it before that day.`,
    help: 'Nothing to do if the day is meant. Otherwise correct it.',
    source,
  };
}
