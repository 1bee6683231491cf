/** The documented sequence routes. */
import type { SeedContact, SeedEnrollment, SeedOwner, SeedSequence } from '../account/account-seed.ts';
import { findContact } from '../account/find-contacts.ts';
import { fullCode, refusalMessages, type SequenceRefusal } from '../account/refusal-codes.ts';
import { enrollInSequence } from '../account/sequence-rules.ts';
import { requireBody, requireId, pathParam, requireQueryParam, requireText } from './input.ts';
import { paginate } from './page.ts';
import { type RouteResponse, type RouteRequest, notFound, ok, ErrorResponse } from './route.ts';
import type { Variants } from './variants.ts';
import { inVersions } from './versions.ts';

const readScopes = ['automation.sequences.read'];

const bases = {
  '2026-09': '/automation/sequences/2026-09',
  '2026-03': '/automation/sequences/2026-03',
  legacy: '/automation/v4/sequences',
};

export const sequenceRoutes = inVersions(bases, (path) => [
  { method: 'GET', path, scopes: readScopes, handle: list },
  {
    method: 'POST',
    path: `${path}/enrollments`,
    scopes: ['automation.sequences.enrollments.write'],
    writes: true,
    handle: enroll,
  },
  {
    method: 'GET',
    path: `${path}/enrollments/contact/:contactId`,
    scopes: readScopes,
    handle: readContactEnrollment,
  },
  { method: 'GET', path: `${path}/:sequenceId`, scopes: readScopes, handle: read },
]);

function list(request: RouteRequest): RouteResponse {
  requireUser(request);
  const name = request.query.get('name')?.toLowerCase();
  const wanted = [...request.account.sequences.values()].filter(
    (sequence) => name === undefined || sequence.name.toLowerCase().includes(name),
  );
  const page = paginate(request, wanted, { defaultSize: 100, maxSize: 100 });
  return ok({ total: wanted.length, ...page, results: page.results.map(summary) });
}

function read(request: RouteRequest): RouteResponse {
  requireUser(request);
  const sequence = requireSequence(request, pathParam(request, 'sequenceId'));
  const { createdAt, updatedAt } = sequence;
  return ok({
    ...summary(sequence),
    steps: sequence.steps.map((step) => ({ ...step, createdAt, updatedAt })),
    dependencies: [],
    settings: {
      id: `${sequence.id}0`,
      createdAt,
      updatedAt,
      // A sequence without settings sends at any time.
      eligibleFollowUpDays: 'EVERYDAY',
      sellingStrategy: 'LEAD_BASED',
      sendWindowStartMinute: 0,
      sendWindowEndMinute: 24 * 60,
      ...sequence.settings,
      taskReminderMinute: 8 * 60,
      individualTaskRemindersEnabled: false,
    },
  });
}

function enroll(request: RouteRequest): RouteResponse {
  const owner = requireUser(request);
  const body = requireBody(request, ['contactId', 'sequenceId', 'senderEmail']);
  const contact = requireContact(request, requireId(body['contactId'], 'contactId'));
  const sequence = requireSequence(request, requireId(body['sequenceId'], 'sequenceId'));
  const alias = body['senderAliasAddress'];
  const result = enrollInSequence(request.account, {
    sequence,
    contact,
    owner,
    senderEmail: requireText(body['senderEmail'], 'senderEmail'),
    ...(alias === undefined ? {} : { senderAlias: requireText(alias, 'senderAliasAddress') }),
  });
  if (typeof result === 'string') throw sequenceErrorResponse(result, request.variants);
  const { id, enrolledAt, updatedAt } = result;
  return ok({ id, toEmail: emailOf(result, contact), enrolledAt, updatedAt });
}

function readContactEnrollment(request: RouteRequest): RouteResponse {
  const contact = requireContact(request, pathParam(request, 'contactId'));
  const { account, variants } = request;
  const latest = (account.enrollmentsOf.get(contact.id) ?? []).findLast(({ kind }) => kind === 'sequence');
  if (!latest && variants.enrollmentOfNever === 'empty') return ok({});
  if (!latest || (latest.endedAt !== undefined && variants.enrollmentAfterEnd === 'not-found')) {
    throw notFound('Enrollment of contact', contact.id);
  }
  return ok(enrollmentJson(request, latest, contact));
}

/** Returns an enrollment as HubSpot does: no field shows whether it has ended. */
function enrollmentJson(
  { account }: RouteRequest,
  enrollment: SeedEnrollment,
  contact: SeedContact,
): unknown {
  const { id, targetId, enrolledAt, updatedAt, userId, senderEmail } = enrollment;
  return {
    id,
    sequenceId: targetId,
    sequenceName: account.sequences.get(targetId)?.name ?? '',
    toEmail: emailOf(enrollment, contact),
    enrolledAt,
    enrolledBy: userId,
    enrolledByEmail: senderEmail,
    updatedAt,
  };
}

/** Returns the address that gets the emails. HubSpot's reference marks it as required, so it is never left out. */
function emailOf({ toEmail }: SeedEnrollment, { email }: SeedContact): string {
  return toEmail ?? email ?? '';
}

function summary({ id, name, userId, createdAt, updatedAt }: SeedSequence): object {
  return { id, name, userId, createdAt, updatedAt };
}

function requireUser(request: RouteRequest): SeedOwner {
  const userId = requireQueryParam(request, 'userId');
  const owner = request.account.owners.find((candidate) => candidate.userId === userId);
  if (!owner) throw notFound('User', userId);
  return owner;
}

function requireContact({ account }: RouteRequest, id: string): SeedContact {
  const contact = findContact(account, id);
  if (!contact) throw notFound('Contact', id);
  return contact;
}

function requireSequence({ account }: RouteRequest, id: string): SeedSequence {
  const sequence = account.sequences.get(id);
  if (!sequence) throw notFound('Sequence', id);
  return sequence;
}

/** Creates the response to a refused enrollment. Where HubSpot publishes no status or form, a variant decides. */
export function sequenceErrorResponse(reason: SequenceRefusal, variants: Variants): ErrorResponse {
  const status = variants[statusVariants[reason] ?? 'otherRefusals'];
  const explanation = refusalMessages[reason];
  if (variants.refusals === 'prose')
    return new ErrorResponse(status, { message: explanation, category: 'VALIDATION_ERROR' });
  const subCategory = fullCode(reason);
  return new ErrorResponse(status, {
    message: `The contact could not be enrolled: ${subCategory}. ${explanation}`,
    category: 'VALIDATION_ERROR',
    subCategory,
    errors: [{ message: explanation, subCategory }],
  });
}

type StatusVariant = 'alreadyEnrolled' | 'noInbox' | 'noSeat' | 'foreignSender' | 'otherRefusals';

/** The variant that sets the status of a refusal; `otherRefusals` for any other code. */
const statusVariants: Readonly<Partial<Record<SequenceRefusal, StatusVariant>>> = {
  ALREADY_ENROLLED: 'alreadyEnrolled',
  NO_INBOX: 'noInbox',
  PUBLIC_ENROLL_NO_CONNECTED_EMAILS: 'noInbox',
  DISCONNECTED_INBOX: 'noInbox',
  NO_SEAT: 'noSeat',
  FOREIGN_SENDER: 'foreignSender',
};
