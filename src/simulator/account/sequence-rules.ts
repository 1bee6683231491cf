/** Who may be enrolled in a sequence, by whom. */
import { addMilliseconds } from '../../model/time.ts';
import { normalEmail } from '../../model/email.ts';
import type { Account } from './account.ts';
import type { SeedContact, SeedEnrollment, SeedOwner, SeedSequence } from './account-seed.ts';
import { playDue, tick } from './clock.ts';
import { beginSequence, currentSequence } from './enrollments.ts';

export interface SequenceAttempt {
  readonly sequence: SeedSequence;
  readonly contact: SeedContact;
  readonly owner: SeedOwner;
  /** The address to send from: the owner's inbox or one of its aliases. */
  readonly senderEmail: string;
  readonly senderAlias?: string;
}

export type SequenceRefusal =
  | 'NO_SEAT'
  | 'NO_INBOX'
  | 'FOREIGN_SENDER'
  | 'NO_EMAIL'
  | 'UNSUBSCRIBED'
  | 'RECIPIENT_PREVIOUSLY_BOUNCED'
  | 'PREVIOUSLY_MARKED_AS_SPAM'
  | 'BLOCKED_DOMAIN'
  | 'ALREADY_ENROLLED'
  | 'SEND_LIMIT_EXCEEDED';

/** Enrolls, and sends the mails that are due at once. Changes nothing when it is refused. */
export function enrollInSequence(
  account: Account,
  attempt: SequenceAttempt,
): SeedEnrollment | SequenceRefusal {
  const refusal = refusalOf(account, attempt);
  if (refusal) return refusal;
  tick(account);
  const { contact, owner, sequence, senderAlias } = attempt;
  const enrollment = beginSequence(account, { sequenceId: sequence.id, contact, owner, senderAlias });
  playDue(account);
  return enrollment;
}

function refusalOf(account: Account, attempt: SequenceAttempt): SequenceRefusal | undefined {
  return senderRefusal(attempt) ?? contactRefusal(account, attempt.contact) ?? limitRefusal(account, attempt);
}

function senderRefusal({ owner, senderEmail, senderAlias }: SequenceAttempt): SequenceRefusal | undefined {
  if (!owner.seat) return 'NO_SEAT';
  if (!owner.inbox) return 'NO_INBOX';
  if (normalEmail(senderEmail) !== normalEmail(owner.email)) return 'FOREIGN_SENDER';
  const aliases = (owner.aliases ?? []).map(normalEmail);
  if (senderAlias !== undefined && !aliases.includes(normalEmail(senderAlias))) return 'FOREIGN_SENDER';
  return undefined;
}

function contactRefusal(account: Account, contact: SeedContact): SequenceRefusal | undefined {
  if (contact.email === undefined) return 'NO_EMAIL';
  if (contact.optedOut) return 'UNSUBSCRIBED';
  if (contact.bounced) return 'RECIPIENT_PREVIOUSLY_BOUNCED';
  if (contact.markedSpam) return 'PREVIOUSLY_MARKED_AS_SPAM';
  const domain = normalEmail(contact.email).split('@').at(-1) ?? '';
  if ((account.head.blockedDomains ?? []).includes(domain)) return 'BLOCKED_DOMAIN';
  if (currentSequence(account, contact)) return 'ALREADY_ENROLLED';
  return undefined;
}

function limitRefusal(account: Account, { owner }: SequenceAttempt): SequenceRefusal | undefined {
  const from = addMilliseconds(account.head.now, -86_400_000);
  const sent = account.sentFrom.get(owner.email) ?? [];
  const limit = owner.dailyLimit ?? 1000;
  // The list is in order of time: the limit is reached when the one so many places back is recent.
  const oldest = sent.at(-limit);
  return oldest !== undefined && oldest > from ? 'SEND_LIMIT_EXCEEDED' : undefined;
}
