/** What a property of contacts is; the answer carries what HubSpot's reference marks as required. */
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

function read(call: RouteRequest): RouteResponse {
  const { account } = call;
  const name = pathParam(call, 'propertyName');
  if (!isProperty(account, name)) throw notFound('Property', name);
  const own = (account.head.customProperties ?? []).includes(name);
  const readOnly = isReadOnly(name);
  return ok({
    name,
    label: name,
    description: '',
    groupName: 'contactinformation',
    type: 'string',
    fieldType: 'text',
    options: [],
    hubspotDefined: !own,
    calculated: readOnly,
    hidden: false,
    modificationMetadata: { archivable: own, readOnlyDefinition: !own, readOnlyValue: readOnly },
  });
}
