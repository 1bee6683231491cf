import type { SeedContact } from '../account/account-seed.ts';
import type { Account } from '../account/account.ts';
import { tick } from '../account/clock.ts';
import { isProperty, isReadOnly, propertyOf } from '../account/contact-properties.ts';
import { findByEmail, findContact } from '../account/find-contacts.ts';
import { enrollInWorkflow, isTriggeredBy } from '../account/workflow-rules.ts';
import { bodyOf, idOf, inputsOf, isJson, looseText, paramOf, textOf, textsOf } from './input.ts';
import { type Answer, batchError, type Call, invalid, notFound, ok, Refusal, type Route } from './route.ts';

const path = '/crm/v3/objects/contacts';
const reading = ['crm.objects.contacts.read'];

export const contactRoutes: readonly Route[] = [
  { method: 'POST', path: `${path}/batch/read`, scopes: reading, answer: batchRead },
  { method: 'GET', path: `${path}/:contactId`, scopes: reading, answer: read },
  {
    method: 'PATCH',
    path: `${path}/:contactId`,
    scopes: ['crm.objects.contacts.write'],
    writes: true,
    answer: update,
  },
];

function read(call: Call): Answer {
  const names = (key: string): readonly string[] =>
    call.query
      .getAll(key)
      .flatMap((text) => text.split(','))
      .filter(Boolean);
  const contact = contactOf(call, call.query.get('idProperty'));
  const wanted = { properties: names('properties'), withHistory: names('propertiesWithHistory') };
  return ok(contactJson(call.account, contact, wanted));
}

function batchRead(call: Call): Answer {
  const body = bodyOf(call, ['inputs']);
  const withHistory = textsOf(body['propertiesWithHistory'], 'propertiesWithHistory');
  const idProperty = body['idProperty'] ?? null;
  const ids = inputsOf(call, withHistory.length > 0 ? 50 : 100).map((input) =>
    idProperty === null ? idOf(input['id'], 'id') : textOf(input['id'], 'id'),
  );
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (repeated.length > 0) throw invalid('Duplicate IDs found in batch input', { ids: repeated });
  const found = new Map<string, SeedContact>();
  const missing: string[] = [];
  for (const id of ids) {
    const contact = lookUp(call.account, id, idProperty);
    if (contact) found.set(contact.id, contact);
    else missing.push(id);
  }
  const wanted = { properties: textsOf(body['properties'], 'properties'), withHistory };
  const results = shuffled([...found.values()]).map((contact) => contactJson(call.account, contact, wanted));
  return batchAnswer(call.account, results, missing);
}

function batchAnswer(account: Account, results: readonly unknown[], missing: readonly string[]): Answer {
  const { now } = account.head;
  const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now };
  if (missing.length === 0) return ok(body);
  const error = batchError(
    'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
    { ids: missing },
  );
  return { status: 207, body: { ...body, numErrors: 1, errors: [error] } };
}

/** Another order than asked for, always the same: nobody may rely on it. */
function shuffled(contacts: readonly SeedContact[]): readonly SeedContact[] {
  const rank = ({ id }: SeedContact): number => (Number(id) * 2_654_435_761) % 4_294_967_296;
  return contacts.toSorted((a, b) => rank(a) - rank(b));
}

function update(call: Call): Answer {
  const { account } = call;
  const contact = contactOf(call, call.query.get('idProperty'));
  const { properties } = bodyOf(call, ['properties']);
  if (!isJson(properties)) throw invalid('properties must be an object');
  const changes = Object.entries(properties).map(([name, value]) => [name, looseText(value, name)] as const);
  for (const [name] of changes) checkWritable(account, name);
  tick(account);
  contact.updatedAt = account.head.now;
  for (const [name, value] of changes) {
    // What was so before is no change, and starts nothing.
    if (contact.properties[name] === value) continue;
    contact.properties[name] = value;
    for (const flow of account.flows.values()) {
      if (isTriggeredBy(flow, name, value)) enrollInWorkflow(account, flow, contact);
    }
  }
  return ok(contactJson(account, contact, { properties: changes.map(([name]) => name) }));
}

function checkWritable(account: Account, name: string): void {
  if (!isProperty(account, name)) {
    throw new Refusal(400, {
      message: `Property values were not valid: property "${name}" does not exist`,
      category: 'VALIDATION_ERROR',
      errors: [{ message: `Property "${name}" does not exist`, code: 'PROPERTY_DOESNT_EXIST' }],
    });
  }
  if (isReadOnly(name) || name === 'email') {
    throw new Refusal(400, {
      message: `Property values were not valid: "${name}" is read only`,
      category: 'VALIDATION_ERROR',
      errors: [{ message: `"${name}" is a read only property`, code: 'READ_ONLY_VALUE' }],
    });
  }
}

function contactOf(call: Call, idProperty: string | null): SeedContact {
  const id = paramOf(call, 'contactId');
  const contact = lookUp(call.account, id, idProperty);
  if (!contact) throw notFound('Contact', id);
  return contact;
}

function lookUp(account: Account, id: string, idProperty: unknown): SeedContact | undefined {
  if (idProperty === null) return findContact(account, id);
  if (idProperty === 'email') return findByEmail(account, id);
  throw invalid('idProperty must name a property with unique values', {
    idProperty: [looseText(idProperty, 'idProperty')],
  });
}

/** A contact as the CRM routes show it. */
const always = ['hs_object_id', 'createdate', 'lastmodifieddate'];
const unlessAsked = ['email', 'firstname', 'lastname'];

interface Wanted {
  readonly properties: readonly string[];
  readonly withHistory?: readonly string[];
}

/** Properties that the account does not have are left out without a word, as HubSpot does. */
export function contactJson(account: Account, contact: SeedContact, wanted: Wanted): unknown {
  const history = wanted.withHistory ?? [];
  const asked = wanted.properties.length > 0 ? wanted.properties : unlessAsked;
  const names = [...new Set([...always, ...asked, ...history])].filter((name) => isProperty(account, name));
  const properties = Object.fromEntries(names.map((name) => [name, propertyOf(account, contact, name)]));
  return {
    id: contact.id,
    properties,
    ...(history.length > 0 && {
      propertiesWithHistory: Object.fromEntries(
        history.map((name) => [
          name,
          [{ value: properties[name] ?? '', timestamp: contact.updatedAt, sourceType: 'CALCULATED' }],
        ]),
      ),
    }),
    createdAt: contact.createdAt,
    updatedAt: contact.updatedAt,
    archived: false,
  };
}
