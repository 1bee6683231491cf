/** The associations of contacts with companies and, in the `guide` dialect, with sequence enrollments. */
import type { SeedContact } from '../account/account-seed.ts';
import type { SimulatedAccount } from '../account/account.ts';
import { findContact } from '../account/find-contacts.ts';
import { requireId, batchInputs, pathParam } from './input.ts';
import { paginate } from './page.ts';
import {
  type RouteResponse,
  batchError,
  type RouteRequest,
  invalidRequest,
  notFound,
  ok,
  type SimulatorRoute,
} from './route.ts';

const scopes = ['crm.objects.contacts.read'];
const sizes = { defaultSize: 500, maxSize: 500 };

export const associationRoutes: readonly SimulatorRoute[] = [
  { method: 'POST', path: '/crm/v4/associations/:from/:to/batch/read', scopes, handle: batchReadV4 },
  { method: 'POST', path: '/crm/v3/associations/:from/:to/batch/read', scopes, handle: batchReadV3 },
  {
    method: 'GET',
    path: '/crm/v4/objects/:from/:contactId/associations/:to',
    scopes,
    handle: (request) => readPage(request, linkV4),
  },
  {
    method: 'GET',
    path: '/crm/v3/objects/:from/:contactId/associations/:to',
    scopes,
    handle: (request) => readPage(request, linkV3),
  },
];

type AssociationType = 'sequence' | 'company';

function readPage(
  request: RouteRequest,
  linkOf: (id: string, type: AssociationType) => unknown,
): RouteResponse {
  const type = associationType(request);
  const page = paginate(request, associatedIds(request.account, requireContact(request), type), sizes);
  return ok({ ...page, results: page.results.map((id) => linkOf(id, type)) });
}

function batchReadV4(request: RouteRequest): RouteResponse {
  const type = associationType(request);
  return batchRead(request, {
    maxInputs: 1000,
    toJson: (from, ids) => ({ from: { id: from }, to: ids.map((id) => linkV4(id, type)) }),
  });
}

function batchReadV3(request: RouteRequest): RouteResponse {
  const type = associationType(request);
  return batchRead(request, {
    maxInputs: 1000,
    toJson: (from, ids) => ({ from: { id: from }, to: ids.map((id) => linkV3(id, type)) }),
  });
}

/** Reads the associations of a batch. A contact without any is in `errors` instead of `results`. */
function batchRead(
  request: RouteRequest,
  format: { readonly maxInputs: number; readonly toJson: (from: string, ids: readonly string[]) => unknown },
): RouteResponse {
  const { account } = request;
  const type = associationType(request);
  const requestedIds = batchInputs(request, format.maxInputs).map((input) => requireId(input['id'], 'id'));
  const found = requestedIds.map((from) => {
    const contact = findContact(account, from);
    return { from, ids: contact ? associatedIds(account, contact, type) : [] };
  });
  const results = found.flatMap(({ from, ids }) => (ids.length > 0 ? [format.toJson(from, ids)] : []));
  const errors = found.flatMap(({ from, ids }) => (ids.length > 0 ? [] : [noAssociationError(from, type)]));
  const { now } = account.head;
  const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now };
  if (errors.length === 0) return ok(body);
  return { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

function noAssociationError(from: string, type: AssociationType): unknown {
  return batchError(
    `No ${type} is associated with contact ${from}.`,
    { fromObjectId: [from], fromObjectType: ['contact'], toObjectType: [type] },
    'crm.associations.NO_ASSOCIATIONS_FOUND',
  );
}

function associatedIds(
  account: SimulatedAccount,
  contact: SeedContact,
  type: AssociationType,
): readonly string[] {
  if (type === 'company') return contact.companyId === undefined ? [] : [contact.companyId];
  const all = account.enrollmentsOf.get(contact.id) ?? [];
  return all.filter(({ kind }) => kind === 'sequence').map(({ id }) => id);
}

function linkV4(id: string, type: AssociationType): unknown {
  const typeId = type === 'company' ? 279 : 901;
  return { toObjectId: id, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId }] };
}

function linkV3(id: string, type: AssociationType): unknown {
  return { id, type: `contact_to_${type}` };
}

function associationType(request: RouteRequest): AssociationType {
  const [from, to] = [pathParam(request, 'from'), pathParam(request, 'to')];
  if (!['contacts', 'contact', '0-1'].includes(from))
    throw invalidRequest(`Associations of ${from} are not simulated`);
  if (['sequences', 'sequence'].includes(to)) return 'sequence';
  if (['companies', 'company', '0-2'].includes(to)) return 'company';
  throw invalidRequest(`Associations to ${to} are not simulated`, { toObjectType: [to] });
}

function requireContact(request: RouteRequest): SeedContact {
  const id = pathParam(request, 'contactId');
  const contact = findContact(request.account, id);
  if (!contact) throw notFound('Contact', id);
  return contact;
}
