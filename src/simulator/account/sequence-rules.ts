import type { SimulatedAccount } from './account.ts';
import type { SeedEnrollment } from './account-seed.ts';
import { beginSequence, sequenceRefusal, type SequenceAttempt } from './begin-sequence.ts';
import { runDueTimers, advanceOneSecond } from './clock.ts';
import type { SequenceRefusal } from './refusal-codes.ts';

/**
 * Enrolls a contact by a request, which takes a second, and sends the emails that are due immediately; or returns why
 * the account refuses.
 */
export function enrollInSequence(
  account: SimulatedAccount,
  attempt: SequenceAttempt,
): SeedEnrollment | SequenceRefusal {
  const refusal = sequenceRefusal(account, attempt);
  if (refusal) return refusal;
  advanceOneSecond(account);
  const result = beginSequence(account, attempt);
  runDueTimers(account);
  return result;
}
