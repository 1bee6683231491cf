/** The routes of contact properties. The response has the fields that HubSpot's reference marks as required. */
import type { SimulatedAccount } from '../account/account.ts';
import { isProperty, isReadOnly, optionsOf, propertyNames } from '../account/contact-properties.ts';
import { pathParam } from './input.ts';
import { type RouteResponse, type RouteRequest, notFound, ok, type SimulatorRoute } from './route.ts';

export const propertyRoutes: readonly SimulatorRoute[] = [
  {
    method: 'GET',
    path: '/crm/v3/properties/contacts/:propertyName',
    scopes: ['crm.schemas.contacts.read'],
    handle: read,
  },
  {
    method: 'GET',
    path: '/crm/v3/properties/contacts',
    scopes: ['crm.schemas.contacts.read'],
    handle: ({ account }) =>
      ok({ results: propertyNames(account).map((name) => definitionOf(account, name)) }),
  },
];

function read(request: RouteRequest): RouteResponse {
  const { account } = request;
  const name = pathParam(request, 'propertyName');
  if (!isProperty(account, name)) throw notFound('Property', name);
  return ok(definitionOf(account, name));
}

function definitionOf(account: SimulatedAccount, name: string): object {
  const isCustom = (account.head.customProperties ?? []).includes(name);
  const readOnly = isReadOnly(name);
  return {
    name,
    label: name,
    description: '',
    groupName: 'contactinformation',
    type: optionsOf(name).length > 0 ? 'enumeration' : 'string',
    fieldType: optionsOf(name).length > 0 ? 'select' : 'text',
    options: optionsOf(name).map((value) => ({ label: value, value })),
    hubspotDefined: !isCustom,
    calculated: readOnly,
    hidden: false,
    modificationMetadata: { archivable: isCustom, readOnlyDefinition: !isCustom, readOnlyValue: readOnly },
  };
}
