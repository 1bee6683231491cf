/** The sequence routes of the `guide` dialect, which HubSpot does not document. See docs/guide-dialect.md. */
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
    handle: (request) => ok(enrollmentJson(requireEnrollment(request))),
  },
  { method: 'DELETE', path: `${path}/:enrollmentId`, scopes: writeScopes, writes: true, handle: unenroll },
];

function enroll(request: RouteRequest): RouteResponse {
  const { account } = request;
  const contact = requireContact(request);
  const body = requireBody(request, ['sequenceId', 'userId']);
  const sequenceId = requireId(body['sequenceId'], 'sequenceId');
  const userId = requireId(body['userId'], 'userId');
  const sequence = account.sequences.get(sequenceId);
  if (!sequence) throw notFound('Sequence', sequenceId);
  const owner = account.owners.find((candidate) => candidate.userId === userId);
  if (!owner) throw notFound('User', userId);
  const result = enrollInSequence(account, { sequence, contact, owner, senderEmail: owner.email });
  if (typeof result === 'string') throw sequenceErrorResponse(result, request.variants);
  return { status: 201, body: enrollmentJson(result) };
}

function unenroll(request: RouteRequest): RouteResponse {
  const enrollment = requireEnrollment(request);
  if (enrollment.endedAt !== undefined) throw notFound('Active enrollment', enrollment.id);
  advanceOneSecond(request.account);
  endEnrollment(request.account, enrollment, 'unenrolled');
  return noContent;
}

function enrollmentJson(enrollment: SeedEnrollment): unknown {
  const { id, contactId, targetId, userId, enrolledAt, endedAt, endReason } = enrollment;
  const endStatus = endReason === 'finished' ? 'FINISHED' : 'UNENROLLED';
  return {
    id,
    contactId,
    sequenceId: targetId,
    userId,
    status: endedAt === undefined ? 'ACTIVE' : endStatus,
    enrolledAt,
    ...(endedAt !== undefined && { endedAt }),
  };
}

function requireEnrollment(request: RouteRequest): SeedEnrollment {
  const id = pathParam(request, 'enrollmentId');
  const enrollment = request.account.enrollments.get(id);
  if (enrollment?.kind !== 'sequence' || enrollment.contactId !== requireContact(request).id) {
    throw notFound('Enrollment', id);
  }
  return enrollment;
}

function requireContact(request: RouteRequest): SeedContact {
  const id = pathParam(request, 'contactId');
  const contact = findContact(request.account, id);
  if (!contact) throw notFound('Contact', id);
  return contact;
}
