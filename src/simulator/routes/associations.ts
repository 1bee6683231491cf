/** What contacts are associated with: their companies, and (in the `guide` dialect) sequence enrollments. */
import type { SeedContact } from '../account/account-seed.ts';
import type { Account } from '../account/account.ts';
import { findContact } from '../account/find-contacts.ts';
import { idOf, inputsOf, paramOf } from './input.ts';
import { pageOf } from './page.ts';
import { type Answer, batchError, type Call, invalid, notFound, ok, type Route } from './route.ts';

const scopes = ['crm.objects.contacts.read'];
const sizes = { usual: 500, most: 500 };

export const associationRoutes: readonly Route[] = [
  { method: 'POST', path: '/crm/v4/associations/:from/:to/batch/read', scopes, answer: batchV4 },
  { method: 'POST', path: '/crm/v3/associations/:from/:to/batch/read', scopes, answer: batchV3 },
  {
    method: 'GET',
    path: '/crm/v4/objects/:from/:contactId/associations/:to',
    scopes,
    answer: (call) => {
      const page = pageOf(call, associated(call.account, contactOf(call), typeOf(call)), sizes);
      return ok({ ...page, results: page.results.map((id) => linkV4(id, typeOf(call))) });
    },
  },
  {
    method: 'GET',
    path: '/crm/v3/objects/:from/:contactId/associations/:to',
    scopes,
    answer: (call) => {
      const page = pageOf(call, associated(call.account, contactOf(call), typeOf(call)), sizes);
      return ok({ ...page, results: page.results.map((id) => linkV3(id, typeOf(call))) });
    },
  },
];

type AssociationType = 'sequence' | 'company';

function batchV4(call: Call): Answer {
  const type = typeOf(call);
  return batch(call, {
    most: 1000,
    shown: (from, ids) => ({ from: { id: from }, to: ids.map((id) => linkV4(id, type)) }),
  });
}

function batchV3(call: Call): Answer {
  const type = typeOf(call);
  return batch(call, {
    most: 1000,
    shown: (from, ids) => ({ from: { id: from }, to: ids.map((id) => linkV3(id, type)) }),
  });
}

/** A contact without any is missing from the results and named in the errors. */
function batch(
  call: Call,
  form: { readonly most: number; readonly shown: (from: string, ids: readonly string[]) => unknown },
): Answer {
  const { account } = call;
  const type = typeOf(call);
  const asked = inputsOf(call, form.most).map((input) => idOf(input['id'], 'id'));
  const found = asked.map((from) => {
    const contact = findContact(account, from);
    return { from, ids: contact ? associated(account, contact, type) : [] };
  });
  const results = found.flatMap(({ from, ids }) => (ids.length > 0 ? [form.shown(from, ids)] : []));
  const errors = found.flatMap(({ from, ids }) => (ids.length > 0 ? [] : [noneFound(from, type)]));
  const { now } = account.head;
  const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now };
  if (errors.length === 0) return ok(body);
  return { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

function noneFound(from: string, type: AssociationType): unknown {
  return batchError(
    `No ${type} is associated with contact ${from}.`,
    { fromObjectId: [from], fromObjectType: ['contact'], toObjectType: [type] },
    'crm.associations.NO_ASSOCIATIONS_FOUND',
  );
}

function associated(account: Account, contact: SeedContact, type: AssociationType): readonly string[] {
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

function typeOf(call: Call): AssociationType {
  const [from, to] = [paramOf(call, 'from'), paramOf(call, 'to')];
  if (!['contacts', 'contact', '0-1'].includes(from))
    throw invalid(`Associations of ${from} are not simulated`);
  if (['sequences', 'sequence'].includes(to)) return 'sequence';
  if (['companies', 'company', '0-2'].includes(to)) return 'company';
  throw invalid(`Associations to ${to} are not simulated`, { toObjectType: [to] });
}

function contactOf(call: Call): SeedContact {
  const id = paramOf(call, 'contactId');
  const contact = findContact(call.account, id);
  if (!contact) throw notFound('Contact', id);
  return contact;
}
