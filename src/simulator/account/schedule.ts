/** When the next thing happens to an enrollment, from its target's steps. */
import { addMilliseconds } from '../../model/time.ts';
import type { Instant } from '../../model/time.ts';
import type { Account } from './account.ts';
import type { SeedEnrollment, SeedFlow, SeedSequence } from './account-seed.ts';

/** The moment of the next step or of what ends it early; nothing once it is over. */
export function dueAt(account: Account, enrollment: SeedEnrollment): Instant | undefined {
  if (enrollment.endedAt !== undefined) return undefined;
  const step = stepAt(account, enrollment);
  const coming = enrollment.coming?.at;
  if (step === undefined || coming === undefined) return step ?? coming;
  return step < coming ? step : coming;
}

/** When the next step is taken: a sequence's, or the end of a workflow. */
export function stepAt(account: Account, enrollment: SeedEnrollment): Instant | undefined {
  if (enrollment.kind === 'workflow') {
    const flow = account.flows.get(enrollment.targetId);
    return flow && addMilliseconds(enrollment.enrolledAt, lengthOf(flow));
  }
  const sequence = account.sequences.get(enrollment.targetId);
  if (!sequence) return undefined;
  enrollment.stepsDone ??= stepsBefore(sequence, enrollment.enrolledAt, account.head.now);
  // Past the last step there is nothing left but to end, at once.
  const steps = Math.min(enrollment.stepsDone + 1, sequence.steps.length);
  return addMilliseconds(enrollment.enrolledAt, delayOf(sequence, steps));
}

/** How long a workflow keeps a contact: the sum of its delays (action type `0-1`). */
function lengthOf(flow: SeedFlow): number {
  const minutes = flow.definition.actions
    .filter((action) => action.actionTypeId === '0-1')
    .map((action) => Number(action.fields?.['delta'] ?? 0));
  return minutes.reduce((sum, delta) => sum + delta, 0) * 60_000;
}

function stepsBefore(sequence: SeedSequence, enrolledAt: Instant, now: Instant): number {
  const due = sequence.steps.filter(
    (_step, index) => addMilliseconds(enrolledAt, delayOf(sequence, index + 1)) <= now,
  );
  return due.length;
}

function delayOf(sequence: SeedSequence, steps: number): number {
  return sequence.steps.slice(0, steps).reduce((sum, step) => sum + step.delayMillis, 0);
}
