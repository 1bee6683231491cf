import type { Decision, Draft } from '../draft.ts';

/**
 * The order of applying: people are taken out first, so that whoever moves is free; then re-enrollments,
 * so that they are seen; then file order; what deletes a target comes last. What is kept follows in
 * target and address order.
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
