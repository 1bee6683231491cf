/** The account's clock. It moves only when time is advanced, and by one second for each accepted write. */
import { addMilliseconds } from '../../model/time.ts';
import type { Instant } from '../../model/time.ts';
import type { SimulatedAccount } from './account.ts';
import type { EndReason, Reaction, SeedContact, SeedEnrollment } from './account-seed.ts';
import { beginLag, endLag } from './contact-properties.ts';
import { endEnrollment } from './enrollments.ts';
import { runActions } from './run-actions.ts';
import { nextTimerAt, nextStepAt } from './schedule.ts';

const millisecondsPerSecond = 1000;

/**
 * Advances the clock by whole seconds, rounded up. Runs in order everything that is due, and brings the calculated
 * properties up to date.
 */
export function advance(account: SimulatedAccount, milliseconds: number): void {
  const wholeSeconds = Math.ceil(milliseconds / millisecondsPerSecond) * millisecondsPerSecond;
  runTimersUntil(account, addMilliseconds(account.head.now, wholeSeconds));
  endLag(account);
}

/** Advances the clock by the second that an accepted write takes. Call it before the effect of the write. */
export function advanceOneSecond(account: SimulatedAccount): void {
  runTimersUntil(account, addMilliseconds(account.head.now, millisecondsPerSecond));
  account.version += 1;
}

/** Runs everything that is due now: the first steps of a sequence, and the actions of a workflow before its first delay. */
export function runDueTimers(account: SimulatedAccount): void {
  runTimersUntil(account, account.head.now);
}

/** Applies a reaction of a contact, and ends the sequence that the contact is in. */
export function applyReaction(account: SimulatedAccount, contact: SeedContact, reaction: Reaction): void {
  if (reaction === 'opt-out' || reaction === 'bounce') beginLag(account, contact);
  if (reaction === 'opt-out') contact.optedOut = true;
  if (reaction === 'bounce') contact.bounced = true;
  account.version += 1;
  for (const enrollment of account.enrollmentsOf.get(contact.id) ?? []) {
    if (enrollment.kind === 'sequence' && enrollment.endedAt === undefined) {
      endEnrollment(account, enrollment, endReasons[reaction]);
    }
  }
}

const endReasons: Readonly<Record<Reaction, EndReason>> = {
  reply: 'replied',
  'opt-out': 'opted-out',
  bounce: 'bounced',
  meeting: 'meeting-booked',
};

function runTimersUntil(account: SimulatedAccount, until: Instant): void {
  for (let timer = account.timers.take(until); timer; timer = account.timers.take(until)) {
    const enrollment = account.enrollments.get(timer.id);
    // A timer can be out of date: its enrollment ended, or its sequence was edited.
    if (!enrollment || nextTimerAt(account, enrollment) !== timer.at) continue;
    if (timer.at > account.head.now) account.head.now = timer.at;
    runTimer(account, enrollment, timer.at);
    const next = nextTimerAt(account, enrollment);
    if (next !== undefined) account.timers.push({ at: next, id: enrollment.id });
  }
  account.head.now = until;
}

function runTimer(account: SimulatedAccount, enrollment: SeedEnrollment, at: Instant): void {
  const contact = account.contacts.get(enrollment.contactId);
  const { coming } = enrollment;
  // At the same moment, the step runs before the reaction: the contact reacts to an email that was sent.
  if (nextStepAt(account, enrollment) === at) runStep(account, enrollment);
  else if (coming?.what === 'criteria') endEnrollment(account, enrollment, 'criteria-not-met');
  else if (coming && contact) applyReaction(account, contact, coming.what);
}

function runStep(account: SimulatedAccount, enrollment: SeedEnrollment): void {
  const flow = enrollment.kind === 'workflow' ? account.flows.get(enrollment.targetId) : undefined;
  if (flow) {
    runActions(account, enrollment, flow);
    return;
  }
  const sequence = account.sequences.get(enrollment.targetId);
  const done = enrollment.stepsDone ?? 0;
  const step = sequence?.steps[done];
  if (!step || step.actionType === 'FINISH_ENROLLMENT') {
    endEnrollment(account, enrollment, 'finished');
    return;
  }
  enrollment.stepsDone = done + 1;
  enrollment.updatedAt = account.head.now;
  account.version += 1;
  if (step.actionType !== 'EMAIL') return;
  account.head.emailsSent += 1;
  account.sentEmails.push({ at: account.head.now, enrollmentId: enrollment.id, step: done + 1 });
}
