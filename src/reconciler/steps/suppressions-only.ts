import type { Draft, PersonDecision } from '../draft.ts';
import { suppressionsOnlyNotice } from '../diagnostics.ts';
import { isSuppressedUnmanaged } from './suppressed-warnings.ts';
import { asWarning } from './check-targets.ts';

/**
 * Keeps only the suppressed contacts that are or may be active: those to unenroll, and those that rollcall
 * cannot unenroll. They do not wait for the rest of the configuration: what refuses a plan is a warning here.
 */
export function suppressionsOnly(draft: Draft): Draft {
  return {
    ...draft,
    filtered: true,
    decisions: draft.decisions.filter(
      (decision) => decision.about === 'person' && (isRemoval(decision) || isSuppressedUnmanaged(decision)),
    ),
    diagnostics: [...draft.diagnostics.map(asWarning), suppressionsOnlyNotice],
  };
}

function isRemoval({ verdict }: PersonDecision): boolean {
  return verdict.act !== 'enroll' && verdict.cause === 'suppressed';
}
