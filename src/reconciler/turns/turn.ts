import type { LedgerView } from '../../model/ledger/ledger-view.ts';
import type { Instant } from '../../model/time.ts';
import type { Decision, PersonDecision } from '../draft.ts';
import type { EnrollVerdict, Verdict } from '../rules/verdict.ts';
import type { MemberContext } from '../context/member-context.ts';

/** Returns the enrollment of a verdict, made now or on a later day. */
export function enrollmentOf(verdict: Verdict): EnrollVerdict | undefined {
  if (verdict.act === 'enroll') return verdict;
  return verdict.act === 'keep' ? verdict.postponed : undefined;
}

/** Returns whether a decision enrolls a contact now. */
export function isEnrollment(decision: Decision): decision is PersonDecision {
  return decision.about === 'person' && decision.verdict.act === 'enroll';
}

/**
 * Compares two enrollments by their turn: contacts never attempted for this declaration come first, repeated
 * enrollments before first ones and then in file order; then contacts whose last attempt failed, oldest attempt
 * first. A contact that HubSpot always refuses therefore does not use up the limits of the others.
 */
export function compareTurns(a: PersonDecision, b: PersonDecision): number {
  return (
    compareText(failedAt(a.member) ?? '', failedAt(b.member) ?? '') ||
    firstRank(a) - firstRank(b) ||
    a.order - b.order ||
    positionOf(a) - positionOf(b) ||
    compareText(a.address, b.address)
  );
}

/**
 * Returns the enrollments of stopped senders after the first one of each, which tests the inbox. They come after those
 * of all other senders, so that an inbox without a connection uses one enrollment of a limit. `inTurn` is sorted.
 */
export function lateEnrollments(
  inTurn: Iterable<PersonDecision>,
  stopped: LedgerView['stoppedSenders'],
): ReadonlySet<PersonDecision> {
  const late = new Set<PersonDecision>();
  if (stopped.size === 0) return late;
  const tested = new Set<string>();
  for (const decision of inTurn) {
    const sender = enrollmentOf(decision.verdict)?.sender?.userId;
    if (sender === undefined || !stopped.has(sender)) continue;
    if (tested.has(sender)) late.add(decision);
    tested.add(sender);
  }
  return late;
}

/** Returns when the last attempt of the declaration failed; nothing if it was never attempted or did not fail. */
function failedAt({ history, declared }: MemberContext): Instant | undefined {
  const latest = history.findLast(({ action, since }) => action === 'enroll' && since === declared?.since);
  return latest?.state === 'refused' || latest?.state === 'not-sent' ? latest.at : undefined;
}

function firstRank({ verdict }: PersonDecision): number {
  return enrollmentOf(verdict)?.reenroll ? 0 : 1;
}

export function positionOf({ member }: PersonDecision): number {
  return member.declared?.position ?? 0;
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
