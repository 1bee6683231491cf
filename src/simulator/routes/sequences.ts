/** The sequence routes that HubSpot publishes, under each of their three addresses. */
import { assertNever } from '../../model/failure.ts';
import type { SeedContact, SeedEnrollment, SeedOwner, SeedSequence } from '../account/account-seed.ts';
import { findContact } from '../account/find-contacts.ts';
import { enrollInSequence, type SequenceRefusal } from '../account/sequence-rules.ts';
import { bodyOf, idOf, paramOf, queryOf, textOf } from './input.ts';
import { pageOf } from './page.ts';
import { type Answer, type Call, notFound, ok, Refusal, type Route } from './route.ts';
import type { Variants } from './variants.ts';

const reading = ['automation.sequences.read'];

export const sequenceRoutes: readonly Route[] = [
  '/automation/sequences/2026-03',
  '/automation/sequences/2026-09',
  '/automation/v4/sequences',
].flatMap((path): Route[] => [
  { method: 'GET', path, scopes: reading, answer: list },
  {
    method: 'POST',
    path: `${path}/enrollments`,
    scopes: ['automation.sequences.enrollments.write'],
    writes: true,
    answer: enroll,
  },
  { method: 'GET', path: `${path}/enrollments/contact/:contactId`, scopes: reading, answer: ofContact },
  { method: 'GET', path: `${path}/:sequenceId`, scopes: reading, answer: detail },
]);

function list(call: Call): Answer {
  userOf(call);
  const name = call.query.get('name')?.toLowerCase();
  const wanted = [...call.account.sequences.values()].filter(
    (sequence) => name === undefined || sequence.name.toLowerCase().includes(name),
  );
  const page = pageOf(call, wanted, { usual: 100, most: 100 });
  return ok({ total: wanted.length, ...page, results: page.results.map(summary) });
}

function detail(call: Call): Answer {
  userOf(call);
  const sequence = sequenceOf(call, paramOf(call, 'sequenceId'));
  const { createdAt, updatedAt } = sequence;
  return ok({
    ...summary(sequence),
    steps: sequence.steps.map((step) => ({ ...step, createdAt, updatedAt })),
    dependencies: [],
    settings: {
      id: `${sequence.id}0`,
      createdAt,
      updatedAt,
      eligibleFollowUpDays: 'BUSINESS_DAYS',
      sellingStrategy: 'LEAD_BASED',
      individualTaskRemindersEnabled: false,
    },
  });
}

function enroll(call: Call): Answer {
  const owner = userOf(call);
  const body = bodyOf(call, ['contactId', 'sequenceId', 'senderEmail']);
  const contact = contactOf(call, idOf(body['contactId'], 'contactId'));
  const sequence = sequenceOf(call, idOf(body['sequenceId'], 'sequenceId'));
  const alias = body['senderAliasAddress'];
  const made = enrollInSequence(call.account, {
    sequence,
    contact,
    owner,
    senderEmail: textOf(body['senderEmail'], 'senderEmail'),
    ...(alias === undefined ? {} : { senderAlias: textOf(alias, 'senderAliasAddress') }),
  });
  if (typeof made === 'string') throw sequenceRefusal(made, call.variants);
  const { id, toEmail, enrolledAt, updatedAt } = made;
  return ok({ id, toEmail, enrolledAt, updatedAt });
}

function ofContact(call: Call): Answer {
  const contact = contactOf(call, paramOf(call, 'contactId'));
  const { account, variants } = call;
  const latest = (account.enrollmentsOf.get(contact.id) ?? []).findLast(({ kind }) => kind === 'sequence');
  if (!latest && variants.enrollmentOfNever === 'empty') return ok({});
  if (!latest || (latest.endedAt !== undefined && variants.enrollmentAfterEnd === 'not-found')) {
    throw notFound('Enrollment of contact', contact.id);
  }
  return ok(enrollmentJson(call, latest));
}

/** No field tells whether the enrollment is over. */
function enrollmentJson({ account }: Call, enrollment: SeedEnrollment): unknown {
  const { id, targetId, toEmail, enrolledAt, updatedAt, userId, senderEmail } = enrollment;
  return {
    id,
    sequenceId: targetId,
    sequenceName: account.sequences.get(targetId)?.name ?? '',
    toEmail,
    enrolledAt,
    enrolledBy: userId,
    enrolledByEmail: senderEmail,
    updatedAt,
  };
}

function summary({ id, name, userId, createdAt, updatedAt }: SeedSequence): object {
  return { id, name, userId, folderId: null, createdAt, updatedAt };
}

function userOf(call: Call): SeedOwner {
  const userId = queryOf(call, 'userId');
  const owner = call.account.owners.find((candidate) => candidate.userId === userId);
  if (!owner) throw notFound('User', userId);
  return owner;
}

function contactOf({ account }: Call, id: string): SeedContact {
  const contact = findContact(account, id);
  if (!contact) throw notFound('Contact', id);
  return contact;
}

function sequenceOf({ account }: Call, id: string): SeedSequence {
  const sequence = account.sequences.get(id);
  if (!sequence) throw notFound('Sequence', id);
  return sequence;
}

/** How a refused sequence enrollment is told; some of it is open, and so a variant. */
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
