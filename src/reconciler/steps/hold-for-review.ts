import { archiveNeedsReview } from '../diagnostics.ts';
import { creationNeedsReview } from '../creation-diagnostics.ts';
import { type Draft, replaceVerdicts } from '../draft.ts';
import { keep, type KeepVerdict, type Verdict } from '../rules/verdict.ts';

/**
 * Leaves changes of an unattended apply for a reviewed plan: repeated enrollments, archives, new workflows, and removals
 * that `suppress` does not require. A list in HubSpot may require such a change although the files did not change.
 */
export function holdForReview(draft: Draft): Draft {
  if (!draft.planning.input.unattended) return draft;
  const held = replaceVerdicts(draft, ({ verdict }) => heldVerdict(verdict));
  const notices = held.decisions.flatMap((decision) => {
    if (decision.about === 'person') return [];
    const { address, source, creates } = decision;
    return creates ? creationNeedsReview(address, source) : archiveNeedsReview(address, source);
  });
  if (notices.length === 0) return held;
  return {
    ...held,
    decisions: held.decisions.filter(({ about }) => about === 'person'),
    diagnostics: [...held.diagnostics, ...notices],
  };
}

function heldVerdict(verdict: Verdict): KeepVerdict | undefined {
  if (verdict.act === 'enroll') return verdict.reenroll ? hold('the repeated enrollment') : undefined;
  if (verdict.act === 'keep' || verdict.cause === 'suppressed') return undefined;
  return { ...hold('the removal'), removal: true };
}

function hold(what: string): KeepVerdict {
  return {
    ...keep('waiting', `${what} needs a reviewed plan`, 'Plan, review that plan, and apply it.'),
    waitsFor: 'review',
  };
}
