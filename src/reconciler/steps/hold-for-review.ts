import { archiveNeedsReview } from '../diagnostics.ts';
import { creationNeedsReview } from '../creation-diagnostics.ts';
import type { PlannedTarget } from '../context/planning-context.ts';
import { type Draft, replaceVerdicts } from '../draft.ts';
import { lastReviews, unreviewedEdit } from '../edited-targets.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { keep, type KeepVerdict, type Verdict } from '../rules/verdict.ts';

/**
 * Leaves changes of an unattended apply for a reviewed plan: repeated enrollments, enrollments in targets that were edited
 * since the last review, archives, new workflows, and removals that `suppress` does not require. A list or an edit in
 * HubSpot may require a review although the files did not change.
 */
export function holdForReview(draft: Draft): Draft {
  if (!draft.planning.input.unattended) return draft;
  const edits = editsOf(draft);
  const held = replaceVerdicts(draft, ({ verdict, member }) =>
    heldVerdict(verdict, edits.has(member.target)),
  );
  const refused = held.decisions.flatMap((decision) => {
    if (decision.about === 'person') return [];
    const { address, source, creates } = decision;
    return creates ? creationNeedsReview(address, source) : archiveNeedsReview(address, source);
  });
  const notices = [...edits.values(), ...refused];
  if (notices.length === 0) return held;
  return {
    ...held,
    decisions: held.decisions.filter(({ about }) => about === 'person'),
    diagnostics: [...held.diagnostics, ...notices],
  };
}

/** Returns the warning of each target that would enroll contacts, and that was edited since the last review. */
function editsOf({ planning, decisions }: Draft): ReadonlyMap<PlannedTarget, Diagnostic> {
  const enrolling = new Map<PlannedTarget, number>();
  for (const decision of decisions) {
    if (decision.about !== 'person' || decision.verdict.act !== 'enroll') continue;
    const { target } = decision.member;
    enrolling.set(target, (enrolling.get(target) ?? 0) + 1);
  }
  const reviewOf = lastReviews(planning);
  return new Map(
    [...enrolling].flatMap(([target, contacts]) => {
      const edit = unreviewedEdit(target, reviewOf(target), contacts);
      return edit ? [[target, edit] as const] : [];
    }),
  );
}

function heldVerdict(verdict: Verdict, isEdited: boolean): KeepVerdict | undefined {
  if (verdict.act === 'enroll') {
    if (verdict.reenroll) return hold('the repeated enrollment');
    return isEdited ? hold('the target was edited in HubSpot: the enrollment') : undefined;
  }
  if (verdict.act === 'keep' || verdict.cause === 'suppressed') return undefined;
  return { ...hold('the removal'), removal: true };
}

function hold(what: string): KeepVerdict {
  return {
    ...keep('waiting', `${what} needs a reviewed plan`, 'Plan, review that plan, and apply it.'),
    waitsFor: 'review',
  };
}
