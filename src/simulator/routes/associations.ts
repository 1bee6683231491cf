/** What contacts are associated with: their companies, and (in the `guide` dialect) sequence enrollments. */
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
    handle: (call) => {
      const page = paginate(
        call,
        associatedIds(call.account, requireContact(call), associationType(call)),
        sizes,
      );
      return ok({ ...page, results: page.results.map((id) => linkV4(id, associationType(call))) });
    },
  },
  {
    method: 'GET',
    path: '/crm/v3/objects/:from/:contactId/associations/:to',
    scopes,
    handle: (call) => {
      const page = paginate(
        call,
        associatedIds(call.account, requireContact(call), associationType(call)),
        sizes,
      );
      return ok({ ...page, results: page.results.map((id) => linkV3(id, associationType(call))) });
    },
  },
];

type AssociationType = 'sequence' | 'company';

function batchReadV4(call: RouteRequest): RouteResponse {
  const type = associationType(call);
  return batchRead(call, {
    most: 1000,
    shown: (from, ids) => ({ from: { id: from }, to: ids.map((id) => linkV4(id, type)) }),
  });
}

function batchReadV3(call: RouteRequest): RouteResponse {
  const type = associationType(call);
  return batchRead(call, {
    most: 1000,
    shown: (from, ids) => ({ from: { id: from }, to: ids.map((id) => linkV3(id, type)) }),
  });
}

/** A contact without any is missing from the results and named in the errors. */
function batchRead(
  call: RouteRequest,
  form: { readonly most: number; readonly shown: (from: string, ids: readonly string[]) => unknown },
): RouteResponse {
  const { account } = call;
  const type = associationType(call);
  const asked = batchInputs(call, form.most).map((input) => requireId(input['id'], 'id'));
  const found = asked.map((from) => {
    const contact = findContact(account, from);
    return { from, ids: contact ? associatedIds(account, contact, type) : [] };
  });
  const results = found.flatMap(({ from, ids }) => (ids.length > 0 ? [form.shown(from, ids)] : []));
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
  const associationTypes = [{ category: 'HUBSPOT_DEFINED', typeId, label: null }];
  return { toObjectId: Number(id), associationTypes };
}

function linkV3(id: string, type: AssociationType): unknown {
  return { id, type: `contact_to_${type}` };
}

function associationType(call: RouteRequest): AssociationType {
  const [from, to] = [pathParam(call, 'from'), pathParam(call, 'to')];
  if (!['contacts', 'contact', '0-1'].includes(from))
    throw invalidRequest(`Associations of ${from} are not simulated`);
  if (['sequences', 'sequence'].includes(to)) return 'sequence';
  if (['companies', 'company', '0-2'].includes(to)) return 'company';
  throw invalidRequest(`Associations to ${to} are not simulated`, { toObjectType: [to] });
}

function requireContact(call: RouteRequest): SeedContact {
  const id = pathParam(call, 'contactId');
  const contact = findContact(call.account, id);
  if (!contact) throw notFound('Contact', id);
  return contact;
}
