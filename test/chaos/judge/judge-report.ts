/** Judges what an apply reports, against what its requests really did. */
import type { Report } from '../../../src/model/results/report.ts';
import type { SeenWrite } from '../watch.ts';
import type { Book } from './book.ts';
import { factsOf, isActive } from './facts.ts';
import type { Facts } from './facts.ts';

interface Process {
  readonly number: number;
  /** Its writing requests, in order. */
  readonly writes: readonly SeenWrite[];
  /** The target's id by `section.key`. */
  readonly targets: ReadonlyMap<string, string>;
}

export interface SeenReport {
  readonly book: Book;
  readonly facts: Facts;
  readonly process: Process;
}

/** What a report says of one change. */
export interface Claim {
  readonly action: string;
  /** `sequences.q4`. */
  readonly target: string;
  readonly contactId: string | undefined;
  readonly status: string;
  readonly reason: string;
}

export function judgeReport(report: Report, seen: SeenReport): void {
  const claims = claimsOf(report);
  judgeClaims(claims, seen, 'report');
  const { done } = report.counts;
  const reported = claims.filter(({ status }) => status === 'done').length;
  if (done !== reported)
    seen.book.blame('false-statement', `report: ${done} done, and ${reported} outcomes are`);
}

export function claimsOf({ outcomes }: Report): readonly Claim[] {
  return outcomes.map(({ action, address, contact, status, reason }) => {
    const [target = '', person] = address.split('/');
    return { action, target, contactId: contact?.id ?? person, status, reason };
  });
}

export function claimName({ action, target, contactId, status }: Claim): string {
  return `${action} ${target}${contactId === undefined ? '' : `/${contactId}`} ${status}`;
}

export function judgeClaims(claims: readonly Claim[], seen: SeenReport, where: string): void {
  const names = new Set<string>();
  for (const claim of claims) {
    const { action, target, contactId, reason } = claim;
    const id = seen.process.targets.get(target);
    if (id === undefined) continue;
    const blame = (untrue: string): void =>
      seen.book.blame('false-statement', `${where}: ${claimName(claim)} (${reason}): ${untrue}`);
    const name = `${action} ${id}/${contactId ?? ''}`;
    if (action === 'unenroll' && claim.status === 'done' && contactId !== undefined)
      seen.book.done.add(`${seen.process.number} ${contactId}`);
    if (names.has(name)) blame('reported twice');
    names.add(name);
    const untrue =
      contactId === undefined ? untrueArchive(claim, id, seen) : untrueClaim(claim, { id, contactId }, seen);
    if (untrue !== undefined) blame(untrue);
  }
}

function untrueArchive({ status }: Claim, id: string, { facts, process }: SeenReport): string | undefined {
  const deleted = process.writes.some(
    ({ before, after }) => factsOf(before).hasTarget(id) && !factsOf(after).hasTarget(id),
  );
  if (status === 'done') return facts.hasTarget(id) ? 'it exists' : undefined;
  return deleted && ['failed', 'blocked', 'not-attempted'].includes(status) ? 'it was deleted' : undefined;
}

function untrueClaim(
  { action, status, reason }: Claim,
  { id, contactId }: { readonly id: string; readonly contactId: string },
  { book, facts, process }: SeenReport,
): string | undefined {
  const present = facts.present(contactId);
  const begun = book.own.filter(
    (one) =>
      one.process === process.number && one.targetId === id && facts.present(one.contactId) === present,
  );
  const nothingClaimed = reason.startsWith('accepted');
  if (action === 'enroll') {
    if (status === 'done' && begun.length === 0 && !nothingClaimed) return 'no enrollment began';
    const isDenied = ['failed', 'blocked', 'not-attempted'].includes(status);
    return isDenied && begun.length > 0 ? `enrolled at ${begun[0]?.at ?? ''}` : undefined;
  }
  const active = facts
    .enrollments(new Set([present]), new Set([id]))
    .find((one) => isActive(one) && !begun.some(({ enrollment }) => enrollment === one.id));
  if (status === 'done' && active && !nothingClaimed) return `active since ${active.enrolledAt}`;
  const removed = book.removals.some(
    (one) =>
      one.process === process.number &&
      facts.enrollment(one.enrollment)?.targetId === id &&
      facts.present(facts.enrollment(one.enrollment)?.contactId ?? '') === present,
  );
  return ['blocked', 'not-attempted'].includes(status) && removed ? 'it was removed' : undefined;
}
