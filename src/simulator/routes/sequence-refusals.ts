/** How a refused sequence enrollment is told; some of it is open, and so a variant. */
import { assertNever } from '../../model/assert-never.ts';
import type { SequenceRefusal } from '../account/sequence-rules.ts';
import { Refusal } from './refusal.ts';
import type { Variants } from './variants.ts';

export function sequenceRefusal(reason: SequenceRefusal, variants: Variants): Refusal {
  if (variants.refusals === 'prose') {
    return new Refusal(statusOf(reason, variants), { message: explanations[reason] });
  }
  const subCategory = `SequenceError.${reason}`;
  const message = `The contact could not be enrolled: ${subCategory}. ${explanations[reason]}`;
  return new Refusal(statusOf(reason, variants), {
    message,
    category: 'VALIDATION_ERROR',
    subCategory,
    errors: [{ message: explanations[reason], subCategory }],
  });
}

const explanations: Readonly<Record<SequenceRefusal, string>> = {
  NO_SEAT: 'The user has no Sales or Service Hub seat.',
  NO_INBOX: 'The user has no connected inbox.',
  FOREIGN_SENDER: 'The sender is not an inbox or alias of the user.',
  NO_EMAIL: 'The contact has no email address.',
  UNSUBSCRIBED: 'The contact has opted out of all email.',
  RECIPIENT_PREVIOUSLY_BOUNCED: 'Email to the contact has bounced.',
  PREVIOUSLY_MARKED_AS_SPAM: 'The contact has marked email as spam.',
  BLOCKED_DOMAIN: "The contact's domain is blocked.",
  ALREADY_ENROLLED: 'The contact is enrolled in a sequence.',
  SEND_LIMIT_EXCEEDED: "The inbox has reached the day's limit of enrollments.",
};

function statusOf(reason: SequenceRefusal, variants: Variants): number {
  switch (reason) {
    case 'ALREADY_ENROLLED':
      return variants.alreadyEnrolled;
    case 'NO_INBOX':
      return variants.noInbox;
    case 'NO_SEAT':
      return variants.noSeat;
    case 'FOREIGN_SENDER':
      return variants.foreignSender;
    case 'NO_EMAIL':
    case 'UNSUBSCRIBED':
    case 'RECIPIENT_PREVIOUSLY_BOUNCED':
    case 'PREVIOUSLY_MARKED_AS_SPAM':
    case 'BLOCKED_DOMAIN':
    case 'SEND_LIMIT_EXCEEDED':
      return 400;
    default:
      return assertNever(reason);
  }
}
