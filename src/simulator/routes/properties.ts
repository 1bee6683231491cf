/** The routes of contact properties. The response has the fields that HubSpot's reference marks as required. */
import type { SimulatedAccount } from '../account/account.ts';
import { isProperty, isReadOnly, optionsOf, propertyNames } from '../account/contact-properties.ts';
import { pathParam } from './input.ts';
import { type RouteResponse, type RouteRequest, notFound, ok } from './route.ts';
import { inVersions } from './versions.ts';

const bases = {
  '2026-09': '/crm/properties/2026-09/contacts',
  '2026-03': '/crm/properties/2026-03/contacts',
  legacy: '/crm/v3/properties/contacts',
};

export const propertyRoutes = inVersions(bases, (base) => [
  {
    method: 'GET',
    path: `${base}/:propertyName`,
    scopes: ['crm.schemas.contacts.read'],
    handle: read,
  },
  {
    method: 'GET',
    path: base,
    scopes: ['crm.schemas.contacts.read'],
    handle: ({ account }) =>
      ok({ results: propertyNames(account).map((name) => definitionOf(account, name)) }),
  },
]);

function read(request: RouteRequest): RouteResponse {
  const { account } = request;
  const name = pathParam(request, 'propertyName');
  if (!isProperty(account, name)) throw notFound('Property', name);
  return ok(definitionOf(account, name));
}

function definitionOf(account: SimulatedAccount, name: string): object {
  const isCustom = (account.head.customProperties ?? []).includes(name);
  const readOnly = isReadOnly(name);
  const options = optionsOf(account, name);
  return {
    name,
    label: name,
    description: '',
    groupName: 'contactinformation',
    type: options.length > 0 ? 'enumeration' : 'string',
    fieldType: options.length > 0 ? 'select' : 'text',
    options: options.map((value) => ({ label: value, value, hidden: false })),
    hubspotDefined: !isCustom,
    calculated: readOnly,
    hidden: false,
    modificationMetadata: { archivable: isCustom, readOnlyDefinition: !isCustom, readOnlyValue: readOnly },
  };
}
