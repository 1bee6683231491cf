import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { AdviceInput, AdviceRule } from './advice-rule.ts';
import { audienceUnused } from './audience-unused.ts';
import { noUnenrollRoute } from './no-unenroll-route.ts';
import { paceAboveLimit } from './pace-above-limit.ts';
import { sequenceLooksLikeBroadcast } from './sequence-looks-like-broadcast.ts';
import { sinceInFuture } from './since-in-future.ts';
import { suppressedMember } from './suppressed-member.ts';
import { suppressionLookalike } from './suppression-lookalike.ts';
import { workflowForOnePerson } from './workflow-for-one-person.ts';

const rules: readonly AdviceRule[] = [
  sequenceLooksLikeBroadcast,
  workflowForOnePerson,
  audienceUnused,
  suppressedMember,
  suppressionLookalike,
  sinceInFuture,
  noUnenrollRoute,
  paceAboveLimit,
];

/** Returns the diagnostics of all offline rules. None of them is an error, so they never refuse a plan. */
export function advise(input: AdviceInput): readonly Diagnostic[] {
  return rules.flatMap((rule) => rule(input));
}
