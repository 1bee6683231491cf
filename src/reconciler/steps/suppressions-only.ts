import type { Draft } from '../draft.ts';
import { onlySuppressions } from '../problems.ts';
import { asWarning } from './check-targets.ts';

/**
 * Keeps only the removals that `suppress` asks for. They do not wait for the rest of the configuration:
 * an error that refuses a plan is a warning here.
 */
export function suppressionsOnly(draft: Draft): Draft {
  return {
    ...draft,
    narrowed: true,
    decisions: draft.decisions.filter(
      (decision) =>
        decision.about === 'person' &&
        decision.verdict.act !== 'enroll' &&
        decision.verdict.cause === 'suppressed',
    ),
    diagnostics: [...draft.diagnostics.map(asWarning), onlySuppressions],
  };
}
