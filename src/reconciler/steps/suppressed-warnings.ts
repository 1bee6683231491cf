import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { suppressedUnmanaged } from '../diagnostics.ts';
import type { Draft, PersonDecision } from '../draft.ts';
import { enrollerText, someoneElse } from '../rules/enrolled-by.ts';
import { activeEnrollment, presentSuppressionOf } from '../context/member-context.ts';
import type { PlannedTarget } from '../context/planning-context.ts';

/** Warns of suppressed contacts that are active and unmanaged, because rollcall does not unenroll them. */
export function suppressedWarnings(draft: Draft): Draft {
  const found = new Map<PlannedTarget, PersonDecision[]>();
  for (const decision of draft.decisions) {
    if (decision.about !== 'person' || !isSuppressedUnmanaged(decision)) continue;
    const { target } = decision.member;
    const others = found.get(target);
    if (others) others.push(decision);
    else found.set(target, [decision]);
  }
  // The decisions are in the order of their targets.
  const warnings: Diagnostic[] = [...found].map(([target, decisions]) =>
    suppressedUnmanaged(target.desired, {
      count: decisions.length,
      byOthers: decisions.every(isEnrolledBySomeoneElse),
    }),
  );
  return { ...draft, diagnostics: [...draft.diagnostics, ...warnings] };
}

/** Returns whether a decision is about a suppressed, unmanaged contact. */
export function isSuppressedUnmanaged({ member, verdict }: PersonDecision): boolean {
  return (
    verdict.act === 'keep' && verdict.status === 'unmanaged' && presentSuppressionOf(member) !== undefined
  );
}

function isEnrolledBySomeoneElse({ member }: PersonDecision): boolean {
  return enrollerText(member, activeEnrollment(member)?.running ?? {}) === someoneElse;
}
