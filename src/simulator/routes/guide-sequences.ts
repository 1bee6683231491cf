/** The routes of the `guide` dialect that HubSpot does not publish; shapes as in docs/guide-dialect.md. */
import type { SeedContact, SeedEnrollment } from '../account/account-seed.ts';
import { tick } from '../account/clock.ts';
import { endEnrollment } from '../account/enrollments.ts';
import { findContact } from '../account/find-contacts.ts';
import { enrollInSequence } from '../account/sequence-rules.ts';
import { bodyOf, idOf, paramOf } from './input.ts';
import { type Answer, type Call, noContent, notFound, ok, type Route } from './route.ts';
import { sequenceRefusal } from './sequences.ts';

const path = '/crm/v3/objects/contacts/:contactId/sequences';
const writing = ['automation.sequences.enrollments.write'];

export const guideSequenceRoutes: readonly Route[] = [
  { method: 'POST', path, scopes: writing, writes: true, answer: enroll },
  {
    method: 'GET',
    path: `${path}/:enrollmentId`,
    scopes: ['automation.sequences.read'],
    answer: (call) => ok(enrollmentJson(enrollmentOf(call))),
  },
  { method: 'DELETE', path: `${path}/:enrollmentId`, scopes: writing, writes: true, answer: unenroll },
];

function enroll(call: Call): Answer {
  const { account } = call;
  const contact = contactOf(call);
  const body = bodyOf(call, ['sequenceId', 'userId']);
  const sequenceId = idOf(body['sequenceId'], 'sequenceId');
  const userId = idOf(body['userId'], 'userId');
  const sequence = account.sequences.get(sequenceId);
  if (!sequence) throw notFound('Sequence', sequenceId);
  const owner = account.owners.find((candidate) => candidate.userId === userId);
  if (!owner) throw notFound('User', userId);
  const made = enrollInSequence(account, { sequence, contact, owner, senderEmail: owner.email });
  if (typeof made === 'string') throw sequenceRefusal(made, call.variants);
  return { status: 201, body: enrollmentJson(made) };
}

function unenroll(call: Call): Answer {
  const enrollment = enrollmentOf(call);
  if (enrollment.endedAt !== undefined) throw notFound('Active enrollment', enrollment.id);
  tick(call.account);
  endEnrollment(call.account, enrollment, 'unenrolled');
  return noContent;
}

function enrollmentJson(enrollment: SeedEnrollment): unknown {
  const { id, contactId, targetId, userId, enrolledAt, endedAt, endReason } = enrollment;
  const over = endReason === 'finished' ? 'FINISHED' : 'UNENROLLED';
  return {
    id,
    contactId,
    sequenceId: targetId,
    userId,
    status: endedAt === undefined ? 'ACTIVE' : over,
    enrolledAt,
    ...(endedAt !== undefined && { endedAt }),
  };
}

function enrollmentOf(call: Call): SeedEnrollment {
  const id = paramOf(call, 'enrollmentId');
  const enrollment = call.account.enrollments.get(id);
  if (enrollment?.kind !== 'sequence' || enrollment.contactId !== contactOf(call).id) {
    throw notFound('Enrollment', id);
  }
  return enrollment;
}

function contactOf(call: Call): SeedContact {
  const id = paramOf(call, 'contactId');
  const contact = findContact(call.account, id);
  if (!contact) throw notFound('Contact', id);
  return contact;
}
