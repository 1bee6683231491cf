/** The route of a contact property. The response has the fields that HubSpot's reference marks as required. */
import { isProperty, isReadOnly } from '../account/contact-properties.ts';
import { pathParam } from './input.ts';
import { type RouteResponse, type RouteRequest, notFound, ok, type SimulatorRoute } from './route.ts';

export const propertyRoutes: readonly SimulatorRoute[] = [
  {
    method: 'GET',
    path: '/crm/v3/properties/contacts/:propertyName',
    scopes: ['crm.schemas.contacts.read'],
    handle: read,
  },
];

function read(request: RouteRequest): RouteResponse {
  const { account } = request;
  const name = pathParam(request, 'propertyName');
  if (!isProperty(account, name)) throw notFound('Property', name);
  const isCustom = (account.head.customProperties ?? []).includes(name);
  const readOnly = isReadOnly(name);
  return ok({
    name,
    label: name,
    description: '',
    groupName: 'contactinformation',
    type: 'string',
    fieldType: 'text',
    options: [],
    hubspotDefined: !isCustom,
    calculated: readOnly,
    hidden: false,
    modificationMetadata: { archivable: isCustom, readOnlyDefinition: !isCustom, readOnlyValue: readOnly },
  });
}
