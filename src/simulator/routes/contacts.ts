import type { SeedContact } from '../account/account-seed.ts';
import type { SimulatedAccount } from '../account/account.ts';
import { advanceOneSecond } from '../account/clock.ts';
import { createContact, deleteContact } from '../account/contact-changes.ts';
import { isProperty, isReadOnly, propertyOf } from '../account/contact-properties.ts';
import { findByEmail, findContact, sortIds } from '../account/find-contacts.ts';
import { setProperty } from '../account/set-property.ts';
import {
  requireBody,
  requireId,
  batchInputs,
  isJsonObject,
  scalarText,
  pathParam,
  requireText,
  optionalTexts,
} from './input.ts';
import { paginate } from './page.ts';
import {
  type RouteResponse,
  batchError,
  type RouteRequest,
  invalidRequest,
  noContent,
  notFound,
  ok,
  ErrorResponse,
} from './route.ts';
import { inVersions, partialStatus } from './versions.ts';

/** The beginning of the paths of contacts in each version. */
export const contactBases = {
  '2026-09': '/crm/objects/2026-09/contacts',
  '2026-03': '/crm/objects/2026-03/contacts',
  legacy: '/crm/v3/objects/contacts',
};
const readScopes = ['crm.objects.contacts.read'];
const writeScopes = ['crm.objects.contacts.write'];

export const contactRoutes = inVersions(contactBases, (path) => [
  { method: 'GET', path, scopes: readScopes, handle: list },
  { method: 'POST', path: `${path}/batch/read`, scopes: readScopes, handle: batchRead },
  { method: 'GET', path: `${path}/:contactId`, scopes: readScopes, handle: read },
  { method: 'POST', path, scopes: writeScopes, writes: true, handle: create },
  { method: 'PATCH', path: `${path}/:contactId`, scopes: writeScopes, writes: true, handle: update },
  { method: 'DELETE', path: `${path}/:contactId`, scopes: writeScopes, writes: true, handle: archive },
]);

function list(request: RouteRequest): RouteResponse {
  const { account } = request;
  // The simulated account has no archived contacts.
  const ids = request.query.get('archived') === 'true' ? [] : sortIds(account.contacts.keys());
  const page = paginate(request, ids, { defaultSize: 10, maxSize: 100 });
  const wanted = propertiesIn(request);
  const results = page.results.flatMap((id) => {
    const contact = account.contacts.get(id);
    return contact ? [contactJson(account, contact, wanted)] : [];
  });
  return ok({ ...page, results });
}

/** Creates a contact with the given properties. A contact may have no email address. */
function create(request: RouteRequest): RouteResponse {
  const { account } = request;
  const { email, ...others } = propertyChangesIn(request);
  const existing = email === undefined ? undefined : findByEmail(account, email);
  if (existing) {
    throw new ErrorResponse(409, {
      message: `Contact already exists. Existing ID: ${existing.id}`,
      category: 'CONFLICT',
    });
  }
  const changes = Object.entries(others);
  for (const [name] of changes) checkWritable(account, name);
  if (request.version === '2026-09') checkRules(account, changes);
  advanceOneSecond(account);
  const contact = createContact(account, email);
  for (const [name, value] of changes) setProperty(account, contact, { name, value });
  const properties = [...(email === undefined ? [] : ['email']), ...changes.map(([name]) => name)];
  return { status: 201, body: contactJson(account, contact, { properties }) };
}

/** Deletes a contact. As in HubSpot, a second request succeeds, too. */
function archive({ account, params }: RouteRequest): RouteResponse {
  const contact = findContact(account, params['contactId'] ?? '');
  if (contact) deleteContact(account, contact);
  return noContent;
}

function read(request: RouteRequest): RouteResponse {
  const contact = requireContact(request, request.query.get('idProperty'));
  return ok(contactJson(request.account, contact, propertiesIn(request)));
}

/** Returns the properties that the query names, repeated or separated by commas. */
function propertiesIn({ query }: RouteRequest): RequestedProperties {
  const names = (key: string): readonly string[] =>
    query
      .getAll(key)
      .flatMap((text) => text.split(','))
      .filter(Boolean);
  return { properties: names('properties'), withHistory: names('propertiesWithHistory') };
}

/** Returns the properties in the body, with their values as text. */
function propertyChangesIn(request: RouteRequest): Readonly<Record<string, string>> {
  const { properties } = requireBody(request, ['properties']);
  if (!isJsonObject(properties)) throw invalidRequest('properties must be an object');
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, scalarText(value, name)] as const),
  );
}

function batchRead(request: RouteRequest): RouteResponse {
  const body = requireBody(request, ['inputs']);
  const withHistory = optionalTexts(body['propertiesWithHistory'], 'propertiesWithHistory');
  const idProperty = body['idProperty'] ?? null;
  const ids = batchInputs(request, withHistory.length > 0 ? 50 : 100).map((input) =>
    idProperty === null ? requireId(input['id'], 'id') : requireText(input['id'], 'id'),
  );
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (repeated.length > 0) throw invalidRequest('Duplicate IDs found in batch input', { ids: repeated });
  const found = new Map<string, SeedContact>();
  const missing: string[] = [];
  for (const id of ids) {
    const contact = findContactBy(request.account, id, idProperty);
    if (contact) found.set(contact.id, contact);
    else missing.push(id);
  }
  const wanted = { properties: optionalTexts(body['properties'], 'properties'), withHistory };
  const results = reordered([...found.values()]).map((contact) =>
    contactJson(request.account, contact, wanted),
  );
  return batchResponse(request, results, missing);
}

function batchResponse(
  { account, version }: RouteRequest,
  results: readonly unknown[],
  missing: readonly string[],
): RouteResponse {
  const { now } = account.head;
  const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now };
  if (missing.length === 0) return ok(body);
  const error = batchError(
    'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
    { ids: missing },
  );
  return { status: partialStatus(version), body: { ...body, numErrors: 1, errors: [error] } };
}

/** Returns the contacts in a fixed order, which is not that of the inputs: clients must not rely on the order. */
function reordered(contacts: readonly SeedContact[]): readonly SeedContact[] {
  const rank = ({ id }: SeedContact): number => (Number(id) * 2_654_435_761) % 4_294_967_296;
  return contacts.toSorted((a, b) => rank(a) - rank(b));
}

function update(request: RouteRequest): RouteResponse {
  const { account } = request;
  const contact = requireContact(request, request.query.get('idProperty'));
  const changes = Object.entries(propertyChangesIn(request));
  for (const [name] of changes) checkWritable(account, name);
  if (request.version === '2026-09') checkRules(account, changes);
  advanceOneSecond(account);
  contact.updatedAt = account.head.now;
  for (const [name, value] of changes) setProperty(account, contact, { name, value });
  return ok(contactJson(account, contact, { properties: changes.map(([name]) => name) }));
}

function checkWritable(account: SimulatedAccount, name: string): void {
  if (!isProperty(account, name)) {
    throw new ErrorResponse(400, {
      message: `Property values were not valid: property "${name}" does not exist`,
      category: 'VALIDATION_ERROR',
      errors: [{ message: `Property "${name}" does not exist`, code: 'PROPERTY_DOESNT_EXIST' }],
    });
  }
  if (isReadOnly(name) || name === 'email') {
    throw new ErrorResponse(400, {
      message: `Property values were not valid: "${name}" is read only`,
      category: 'VALIDATION_ERROR',
      errors: [{ message: `"${name}" is a read only property`, code: 'READ_ONLY_VALUE' }],
    });
  }
}

/** Throws an `ErrorResponse` if a validation rule of the account refuses a value. Only 2026-09 and later check rules. */
function checkRules(
  { head: { validationRules = [] } }: SimulatedAccount,
  changes: readonly (readonly [name: string, value: string])[],
): void {
  const broken = validationRules.filter(({ property, allowed }) =>
    changes.some(([name, value]) => name === property && !allowed.includes(value)),
  );
  if (broken.length === 0) return;
  const details = broken.map(({ property: name, message }) => ({ isValid: false, message, name }));
  throw new ErrorResponse(400, {
    message: `Property values were not valid: ${JSON.stringify(details)}`,
    category: 'VALIDATION_ERROR',
    errors: broken.map(({ property, message }) => ({ message, context: { propertyName: [property] } })),
  });
}

function requireContact(request: RouteRequest, idProperty: string | null): SeedContact {
  const id = pathParam(request, 'contactId');
  const contact = findContactBy(request.account, id, idProperty);
  if (!contact) throw notFound('Contact', id);
  return contact;
}

function findContactBy(account: SimulatedAccount, id: string, idProperty: unknown): SeedContact | undefined {
  if (idProperty === null) return findContact(account, id);
  if (idProperty === 'email') return findByEmail(account, id);
  throw invalidRequest('idProperty must name a property with unique values', {
    idProperty: [scalarText(idProperty, 'idProperty')],
  });
}

const requiredPropertyNames = ['hs_object_id', 'createdate', 'lastmodifieddate'];
const defaultPropertyNames = ['email', 'firstname', 'lastname'];

interface RequestedProperties {
  readonly properties: readonly string[];
  readonly withHistory?: readonly string[];
}

/** Returns a contact as the CRM routes show it. As in HubSpot, unknown properties are left out without an error. */
export function contactJson(
  account: SimulatedAccount,
  contact: SeedContact,
  wanted: RequestedProperties,
): unknown {
  const history = wanted.withHistory ?? [];
  const requested = wanted.properties.length > 0 ? wanted.properties : defaultPropertyNames;
  const names = [...new Set([...requiredPropertyNames, ...requested, ...history])].filter((name) =>
    isProperty(account, name),
  );
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
