/** The account's clock. It stands still except when time is advanced and for a second per write. */
import { addMilliseconds } from '../../model/time.ts';
import type { Instant } from '../../model/time.ts';
import type { SimulatedAccount } from './account.ts';
import type { EndReason, Reaction, SeedContact, SeedEnrollment } from './account-seed.ts';
import { beginLag, endLag } from './contact-properties.ts';
import { endEnrollment } from './enrollments.ts';
import { nextTimerAt, nextStepAt } from './schedule.ts';

const second = 1000;

/** Lets time pass, with all that happens in it, in order. What is calculated catches up. */
export function advance(account: SimulatedAccount, milliseconds: number): void {
  const whole = Math.ceil(milliseconds / second) * second;
  runTimersUntil(account, addMilliseconds(account.head.now, whole));
  endLag(account);
}

/** The second that an accepted write takes. Call it before the effect, so that the effect is later. */
export function advanceOneSecond(account: SimulatedAccount): void {
  runTimersUntil(account, addMilliseconds(account.head.now, second));
  account.version += 1;
}

/** Does what is due now: a first mail leaves in the moment of enrolling. */
export function runDueTimers(account: SimulatedAccount): void {
  runTimersUntil(account, account.head.now);
}

/** Somebody does something; the sequence that they are in ends. */
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
  for (let due = account.timers.take(until); due; due = account.timers.take(until)) {
    const enrollment = account.enrollments.get(due.id);
    // Entries outlive what they were made for: an ended enrollment, an edited sequence.
    if (!enrollment || nextTimerAt(account, enrollment) !== due.at) continue;
    if (due.at > account.head.now) account.head.now = due.at;
    runTimer(account, enrollment, due.at);
    const next = nextTimerAt(account, enrollment);
    if (next !== undefined) account.timers.push({ at: next, id: enrollment.id });
  }
  account.head.now = until;
}

function runTimer(account: SimulatedAccount, enrollment: SeedEnrollment, at: Instant): void {
  const contact = account.contacts.get(enrollment.contactId);
  const { coming } = enrollment;
  // A step and a reaction at the same moment: the mail is out before anybody can answer it.
  if (nextStepAt(account, enrollment) === at) runStep(account, enrollment);
  else if (coming?.what === 'criteria') endEnrollment(account, enrollment, 'criteria-not-met');
  else if (coming && contact) applyReaction(account, contact, coming.what);
}

function runStep(account: SimulatedAccount, enrollment: SeedEnrollment): void {
  const sequence = account.sequences.get(enrollment.targetId);
  const done = enrollment.stepsDone ?? 0;
  const step = enrollment.kind === 'sequence' ? sequence?.steps[done] : undefined;
  if (!step || step.actionType === 'FINISH_ENROLLMENT') {
    endEnrollment(account, enrollment, 'finished');
    return;
  }
  enrollment.stepsDone = done + 1;
  enrollment.updatedAt = account.head.now;
  account.version += 1;
  if (step.actionType === 'EMAIL') account.head.emailsSent += 1;
}
