import type { Draft, PersonDecision } from '../draft.ts';
import { suppressionsOnlyNotice } from '../diagnostics.ts';
import { isSuppressedUnmanaged } from './suppressed-warnings.ts';
import { asWarning } from './check-targets.ts';

/**
 * Keeps only decisions about suppressed contacts that are or may be active, whether or not rollcall can unenroll
 * them. Errors elsewhere in the configuration become warnings, so that they do not delay these removals.
 */
export function suppressionsOnly(draft: Draft): Draft {
  return {
    ...draft,
    filtered: true,
    decisions: draft.decisions.filter(
      (decision) => decision.about === 'person' && (isRemoval(decision) || isSuppressedUnmanaged(decision)),
    ),
    diagnostics: [
      ...draft.diagnostics.map(asWarning),
      suppressionsOnlyNotice(draft.planning.input.unattended === true),
    ],
  };
}

function isRemoval({ verdict }: PersonDecision): boolean {
  return 'cause' in verdict && verdict.cause === 'suppressed';
}
