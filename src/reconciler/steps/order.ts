import type { Decision, Draft } from '../draft.ts';

/**
 * Sorts decisions in the order in which apply makes them: removals first, so that a contact can move to another
 * sequence; then re-enrollments, so that reviewers see them; then enrollments in file order; then archives of
 * targets. Decisions without a change follow, by target and address.
 */
export function sortDecisions(draft: Draft): Draft {
  return { ...draft, decisions: draft.decisions.toSorted(compareDecisions) };
}

function compareDecisions(a: Decision, b: Decision): number {
  const phase = phaseOf(a);
  return (
    phase - phaseOf(b) ||
    a.order - b.order ||
    (phase === enrolling || phase === reenrolling ? positionOf(a) - positionOf(b) : 0) ||
    compareText(a.address, b.address) ||
    positionOf(a) - positionOf(b)
  );
}

const reenrolling = 1;
const enrolling = 2;

function phaseOf(decision: Decision): number {
  if (decision.about === 'target') return 3;
  const { verdict } = decision;
  if (verdict.act === 'unenroll') return 0;
  if (verdict.act === 'enroll') return verdict.reenroll ? reenrolling : enrolling;
  return 4;
}

function positionOf(decision: Decision): number {
  return decision.about === 'person' ? (decision.member.declared?.position ?? 0) : 0;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
