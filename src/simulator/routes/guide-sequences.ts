/** The routes of the `guide` dialect that HubSpot does not publish; shapes as in docs/guide-dialect.md. */
import type { SeedContact, SeedEnrollment } from '../account/account-seed.ts';
import { advanceOneSecond } from '../account/clock.ts';
import { endEnrollment } from '../account/enrollments.ts';
import { findContact } from '../account/find-contacts.ts';
import { enrollInSequence } from '../account/sequence-rules.ts';
import { requireBody, requireId, pathParam } from './input.ts';
import {
  type RouteResponse,
  type RouteRequest,
  noContent,
  notFound,
  ok,
  type SimulatorRoute,
} from './route.ts';
import { sequenceErrorResponse } from './sequences.ts';

const path = '/crm/v3/objects/contacts/:contactId/sequences';
const writeScopes = ['automation.sequences.enrollments.write'];

export const guideSequenceRoutes: readonly SimulatorRoute[] = [
  { method: 'POST', path, scopes: writeScopes, writes: true, handle: enroll },
  {
    method: 'GET',
    path: `${path}/:enrollmentId`,
    scopes: ['automation.sequences.read'],
    handle: (call) => ok(enrollmentJson(requireEnrollment(call))),
  },
  { method: 'DELETE', path: `${path}/:enrollmentId`, scopes: writeScopes, writes: true, handle: unenroll },
];

function enroll(call: RouteRequest): RouteResponse {
  const { account } = call;
  const contact = requireContact(call);
  const body = requireBody(call, ['sequenceId', 'userId']);
  const sequenceId = requireId(body['sequenceId'], 'sequenceId');
  const userId = requireId(body['userId'], 'userId');
  const sequence = account.sequences.get(sequenceId);
  if (!sequence) throw notFound('Sequence', sequenceId);
  const owner = account.owners.find((candidate) => candidate.userId === userId);
  if (!owner) throw notFound('User', userId);
  const made = enrollInSequence(account, { sequence, contact, owner, senderEmail: owner.email });
  if (typeof made === 'string') throw sequenceErrorResponse(made, call.variants);
  return { status: 201, body: enrollmentJson(made) };
}

function unenroll(call: RouteRequest): RouteResponse {
  const enrollment = requireEnrollment(call);
  if (enrollment.endedAt !== undefined) throw notFound('Active enrollment', enrollment.id);
  advanceOneSecond(call.account);
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

function requireEnrollment(call: RouteRequest): SeedEnrollment {
  const id = pathParam(call, 'enrollmentId');
  const enrollment = call.account.enrollments.get(id);
  if (enrollment?.kind !== 'sequence' || enrollment.contactId !== requireContact(call).id) {
    throw notFound('Enrollment', id);
  }
  return enrollment;
}

function requireContact(call: RouteRequest): SeedContact {
  const id = pathParam(call, 'contactId');
  const contact = findContact(call.account, id);
  if (!contact) throw notFound('Contact', id);
  return contact;
}
