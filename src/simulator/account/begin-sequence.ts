/** The rules of sequence enrollment: which contacts can be enrolled, and from which inbox. */
import { addMilliseconds } from '../../model/time.ts';
import { normalizeEmail } from '../../model/email.ts';
import type { SimulatedAccount } from './account.ts';
import type { SeedContact, SeedEnrollment, SeedOwner, SeedSequence } from './account-seed.ts';
import type { SequenceRefusal } from './refusal-codes.ts';
import { beginSequenceEnrollment, activeSequenceEnrollment } from './enrollments.ts';

export interface SequenceAttempt {
  readonly sequence: SeedSequence;
  readonly contact: SeedContact;
  readonly owner: SeedOwner;
  /** The requested sender. Any address but that of the owner's inbox is refused. */
  readonly senderEmail: string;
  /** An alias of that inbox, from which the emails are sent. */
  readonly senderAlias?: string;
}

/** Enrolls a contact, or returns why the account refuses. The clock sends the emails that are due immediately. */
export function beginSequence(
  account: SimulatedAccount,
  attempt: SequenceAttempt,
): SeedEnrollment | SequenceRefusal {
  const { contact, owner, sequence, senderAlias } = attempt;
  return (
    sequenceRefusal(account, attempt) ??
    beginSequenceEnrollment(account, { sequenceId: sequence.id, contact, owner, senderAlias })
  );
}

/** Returns why the account would not enroll the contact, or undefined if it would. */
export function sequenceRefusal(
  account: SimulatedAccount,
  attempt: SequenceAttempt,
): SequenceRefusal | undefined {
  return senderRefusal(attempt) ?? contactRefusal(account, attempt.contact) ?? limitRefusal(account, attempt);
}

function senderRefusal({ owner, senderEmail, senderAlias }: SequenceAttempt): SequenceRefusal | undefined {
  if (!owner.seat) return 'NO_SEAT';
  if (!owner.inbox) return 'NO_INBOX';
  if (owner.refusal) return owner.refusal;
  if (normalizeEmail(senderEmail) !== normalizeEmail(owner.email)) return 'FOREIGN_SENDER';
  const aliases = (owner.aliases ?? []).map(normalizeEmail);
  if (senderAlias !== undefined && !aliases.includes(normalizeEmail(senderAlias))) return 'FOREIGN_SENDER';
  return undefined;
}

function contactRefusal(account: SimulatedAccount, contact: SeedContact): SequenceRefusal | undefined {
  if (contact.refusal) return contact.refusal;
  if (contact.email === undefined) return 'NO_EMAIL';
  if (contact.optedOut) return 'UNSUBSCRIBED';
  if (contact.bounced) return 'RECIPIENT_PREVIOUSLY_BOUNCED';
  if (contact.markedSpam) return 'PREVIOUSLY_MARKED_AS_SPAM';
  const domain = normalizeEmail(contact.email).split('@').at(-1) ?? '';
  if ((account.head.blockedDomains ?? []).includes(domain)) return 'BLOCKED_DOMAIN';
  if (activeSequenceEnrollment(account, contact)) return 'ALREADY_ENROLLED';
  return undefined;
}

function limitRefusal(account: SimulatedAccount, { owner }: SequenceAttempt): SequenceRefusal | undefined {
  const windowStart = addMilliseconds(account.head.now, -86_400_000);
  const times = account.enrollmentTimesBySender.get(owner.email) ?? [];
  const limit = owner.dailyLimit ?? 1000;
  // The times are in order: the limit is reached if the enrollment `limit` entries from the end is within 24 hours.
  const oldest = times.at(-limit);
  return oldest !== undefined && oldest > windowStart ? 'SEND_LIMIT_EXCEEDED' : undefined;
}
