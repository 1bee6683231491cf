import { compareText, compareTurns, isEnrollment, lateEnrollments, positionOf } from '../turns/turn.ts';
import type { Decision, Draft } from '../draft.ts';

/** A draft whose decisions are in order. It owns their list, so its consumer may empty it. */
export interface SortedDraft extends Draft {
  readonly decisions: Decision[];
}

/**
 * Sorts decisions in the order in which apply makes them: removals first, so that a contact can move to another
 * sequence; then enrollments in their turn; then archives and new workflows. Decisions without a change follow, by target
 * and address.
 */
export function sortDecisions(draft: Draft): SortedDraft {
  const inTurn = draft.decisions.filter(isEnrollment).toSorted(compareTurns);
  const late = lateEnrollments(inTurn, draft.planning.ledger.stoppedSenders);
  const others = draft.decisions.filter((one) => !isEnrollment(one)).toSorted(compareOthers);
  const removals = others.findLastIndex((one) => phaseOf(one) === 0) + 1;
  return {
    ...draft,
    decisions: [
      ...others.slice(0, removals),
      ...inTurn.filter((one) => !late.has(one)),
      ...late,
      ...others.slice(removals),
    ],
  };
}

function compareOthers(a: Decision, b: Decision): number {
  return (
    phaseOf(a) - phaseOf(b) ||
    a.order - b.order ||
    compareText(a.address, b.address) ||
    filePosition(a) - filePosition(b)
  );
}

/** Removals, then archives, then new workflows, then decisions without a change. */
function phaseOf(decision: Decision): number {
  if (decision.about === 'target') return decision.creates ? 2 : 1;
  return decision.verdict.act === 'unenroll' ? 0 : 3;
}

function filePosition(decision: Decision): number {
  return decision.about === 'person' ? positionOf(decision) : 0;
}
