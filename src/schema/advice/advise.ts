import type { DesiredState } from '../../model/desired-state.ts';
import type { Diagnostic, Source } from '../../model/diagnostic.ts';
import type { Day } from '../../model/time.ts';
import { audienceUnused } from './audience-unused.ts';
import { removalNeedsARoute } from './removal-needs-a-route.ts';
import { sequenceLooksLikeBroadcast } from './sequence-looks-like-broadcast.ts';
import { sinceInFuture } from './since-in-future.ts';
import { suppressedMember } from './suppressed-member.ts';
import { suppressionLookalike } from './suppression-lookalike.ts';
import { workflowForOnePerson } from './workflow-for-one-person.ts';

/** What advice is given on: a configuration without errors. */
export interface AdviceInput {
  readonly desired: DesiredState;
  readonly audiences: readonly { readonly name: string; readonly source: Source }[];
  /** Names of the audiences that some target uses. */
  readonly used: ReadonlySet<string>;
  /** No advice on dates without it: a plan must not depend on the clock of the machine. */
  readonly today?: Day;
}

/** One rule: its name is the code of what it says. */
export type AdviceRule = (input: AdviceInput) => readonly Diagnostic[];

const rules: readonly AdviceRule[] = [
  sequenceLooksLikeBroadcast,
  workflowForOnePerson,
  audienceUnused,
  suppressedMember,
  suppressionLookalike,
  sinceInFuture,
  removalNeedsARoute,
];

/** All that can be advised offline. Advice never stops anything. */
export function advise(input: AdviceInput): readonly Diagnostic[] {
  return rules.flatMap((rule) => rule(input));
}
