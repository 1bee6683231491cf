import type { Diagnostic } from '../../model/diagnostic.ts';
import { suppressedForeign } from '../problems.ts';
import type { Draft } from '../draft.ts';
import { suppressionOf } from '../subject.ts';
import type { TargetView } from '../world.ts';

/** People who must not be contacted and whom somebody else enrolled: left alone, and said aloud. */
export function warnOfSuppressed(draft: Draft): Draft {
  const counts = new Map<TargetView, number>();
  for (const decision of draft.decisions) {
    if (decision.about !== 'person' || decision.verdict.act !== 'keep') continue;
    if (decision.verdict.status !== 'unmanaged' || !suppressionOf(decision.subject)) continue;
    const { target } = decision.subject;
    counts.set(target, (counts.get(target) ?? 0) + 1);
  }
  const warnings: Diagnostic[] = [...counts]
    .toSorted(([a], [b]) => a.order - b.order)
    .map(([target, count]) => suppressedForeign(target.desired, count));
  return { ...draft, diagnostics: [...draft.diagnostics, ...warnings] };
}
