import type { Diagnostic } from '../../model/diagnostic.ts';
import { suppressedUnmanaged } from '../diagnostics.ts';
import type { Draft, PersonDecision } from '../draft.ts';
import { byOthers, someoneElse } from '../rules/enrolled-by.ts';
import { activeIn, presentSuppressionOf } from '../context/member-context.ts';
import type { TargetView } from '../context/planning-context.ts';

/** Warns of suppressed contacts that are active and unmanaged: rollcall leaves them enrolled. */
export function warnOfSuppressed(draft: Draft): Draft {
  const found = new Map<TargetView, PersonDecision[]>();
  for (const decision of draft.decisions) {
    if (decision.about !== 'person' || !isSuppressedUnmanaged(decision)) continue;
    const { target } = decision.subject;
    const others = found.get(target);
    if (others) others.push(decision);
    else found.set(target, [decision]);
  }
  const warnings: Diagnostic[] = [...found]
    .toSorted(([a], [b]) => a.order - b.order)
    .map(([target, decisions]) =>
      suppressedUnmanaged(target.desired, { count: decisions.length, byOthers: decisions.every(isByOthers) }),
    );
  return { ...draft, diagnostics: [...draft.diagnostics, ...warnings] };
}

export function isSuppressedUnmanaged({ subject, verdict }: PersonDecision): boolean {
  return (
    verdict.act === 'keep' && verdict.status === 'unmanaged' && presentSuppressionOf(subject) !== undefined
  );
}

function isByOthers({ subject }: PersonDecision): boolean {
  return byOthers(subject, activeIn(subject)?.running ?? {}) === someoneElse;
}
