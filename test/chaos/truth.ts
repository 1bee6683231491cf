/** What really happened in the account, told apart by who did it: the judge of everything that rollcall claims. */
import type { IntentId } from '../../src/model/ledger/ledger.ts';
import type { Day } from '../../src/model/time.ts';
import type { Kind } from '../../src/model/target.ts';
import type { Inspection } from '../../src/simulator/account/inspection.ts';

/** An enrollment that one of our requests began. */
export interface Effect {
  readonly run: number;
  readonly intent: IntentId;
  readonly kind: Kind;
  readonly targetId: string;
  readonly contactId: string;
  readonly since: Day | undefined;
  readonly at: string;
  readonly senderUserId: string | undefined;
}

/** The intent of an effect whose ledger was lost. */
export const lostIntent: IntentId = -1;

export interface Truth {
  readonly effects: Effect[];
  /** Enrollments begun by others while the case ran. */
  readonly byHand: Set<string>;
}

type Enrolled = Inspection['enrollments'][number];

/** The name of an enrollment: nobody is enrolled twice in the same second. */
export function nameOf({
  kind,
  targetId,
  contactId,
  enrolledAt,
}: Omit<Enrolled, 'endedAt' | 'endReason'>): string {
  return `${kind}:${targetId}/${contactId}@${enrolledAt}`;
}

export function begunBetween(before: Inspection, after: Inspection): readonly Enrolled[] {
  const known = new Set(before.enrollments.map(nameOf));
  return after.enrollments.filter((one) => !known.has(nameOf(one)));
}

/** Enrollments that somebody ended on purpose: those that ended by themselves are left out. */
export function stoppedBetween(before: Inspection, after: Inspection): readonly Enrolled[] {
  const open = new Set(before.enrollments.filter(({ endedAt }) => endedAt === null).map(nameOf));
  return after.enrollments.filter(
    (one) => open.has(nameOf(one)) && (one.endReason === 'unenrolled' || one.endReason === 'target-deleted'),
  );
}
