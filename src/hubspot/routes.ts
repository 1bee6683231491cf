/**
 * The table of every HubSpot route that rollcall can call, for both dialects. `requestFactory` builds requests only
 * from this table, so rollcall cannot send any other. docs/hubspot.md has the evidence for each route.
 */
import type { Dialect, SequenceRoutes } from '../model/desired-state.ts';
import type { Day } from '../model/time.ts';

export interface Route {
  readonly name: RouteName;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{name}` is a placeholder for one encoded path segment. */
  readonly path: string;
  /** Query parameters that may be sent. */
  readonly query: readonly string[];
  readonly dialects: readonly Dialect[];
  /** Present on the sequence routes, which exist once for each published version. */
  readonly version?: SequenceRoutes;
  /** Whether the request changes the account. */
  readonly write: boolean;
  /** The scope that the token needs. */
  readonly scope: string;
  /** The first day on which HubSpot no longer supports the route. */
  readonly sunset?: Day;
  /** HubSpot's search limit applies to the route. */
  readonly search?: true;
  /** The document that describes the route. */
  readonly doc: string;
}

/** HubSpot's end dates for whole generations of its API (HubSpot's changelog). */
const sunsetOfV4 = '2027-03-30';
const sunsetOfV1ToV3 = '2027-09-01';

const both = ['documented', 'guide'] as const;
const documented = ['documented'] as const;
const guide = ['guide'] as const;
const v4 = { sunset: sunsetOfV4, query: [] } as const;
const v3 = { sunset: sunsetOfV1ToV3, query: [] } as const;
const guideDoc = 'docs/guide-dialect.md';

/** The path prefix of each published version of the sequence routes. */
const sequenceBases: readonly (Pick<Route, 'sunset'> & {
  readonly version: SequenceRoutes;
  readonly base: string;
})[] = [
  { version: '2026-03', base: '/automation/sequences/2026-03' },
  { version: '2026-09', base: '/automation/sequences/2026-09' },
  { version: 'v4', base: '/automation/v4/sequences', sunset: sunsetOfV4 },
];

// Kept as a table: one route per line.
// oxfmt-ignore
const common = [
  { name: 'account-details', method: 'GET', path: '/account-info/v3/details', ...v3, dialects: both, write: false, scope: 'oauth', doc: 'HubSpot reference: Account information v3' },
  { name: 'owners', method: 'GET', path: '/crm/v3/owners', ...v3, query: ['email', 'limit', 'after'], dialects: both, write: false, scope: 'crm.objects.owners.read', doc: 'HubSpot reference: Owners v3' },
  { name: 'contacts-batch-read', method: 'POST', path: '/crm/v3/objects/contacts/batch/read', ...v3, dialects: both, write: false, scope: 'crm.objects.contacts.read', doc: 'HubSpot reference: Contacts v3' },
  { name: 'contacts-search', method: 'POST', path: '/crm/v3/objects/contacts/search', ...v3, dialects: both, write: false, search: true, scope: 'crm.objects.contacts.read', doc: 'HubSpot reference: CRM search v3' },
  { name: 'contact-stamp', method: 'PATCH', path: '/crm/v3/objects/contacts/{contactId}', ...v3, dialects: documented, write: true, scope: 'crm.objects.contacts.write', doc: 'HubSpot reference: Contacts v3' },
  { name: 'contact-property', method: 'GET', path: '/crm/v3/properties/contacts/{propertyName}', ...v3, dialects: documented, write: false, scope: 'crm.schemas.contacts.read', doc: 'HubSpot reference: Properties v3' },
  { name: 'contact-properties', method: 'GET', path: '/crm/v3/properties/contacts', ...v3, dialects: both, write: false, scope: 'crm.schemas.contacts.read', doc: 'HubSpot reference: Properties v3' },
  { name: 'list', method: 'GET', path: '/crm/v3/lists/{listId}', ...v3, query: ['includeFilters'], dialects: both, write: false, scope: 'crm.lists.read', doc: 'HubSpot reference: Lists v3' },
  { name: 'list-by-name', method: 'GET', path: '/crm/v3/lists/object-type-id/0-1/name/{listName}', ...v3, query: ['includeFilters'], dialects: both, write: false, scope: 'crm.lists.read', doc: 'HubSpot reference: Lists v3' },
  { name: 'list-members', method: 'GET', path: '/crm/v3/lists/{listId}/memberships', ...v3, query: ['limit', 'after'], dialects: both, write: false, scope: 'crm.lists.read', doc: 'HubSpot reference: Lists v3' },
  { name: 'list-add', method: 'PUT', path: '/crm/v3/lists/{listId}/memberships/add', ...v3, dialects: both, write: true, scope: 'crm.lists.write', doc: 'HubSpot reference: Lists v3' },
  { name: 'list-remove', method: 'PUT', path: '/crm/v3/lists/{listId}/memberships/remove', ...v3, dialects: both, write: true, scope: 'crm.lists.write', doc: 'HubSpot reference: Lists v3' },
  { name: 'flows', method: 'GET', path: '/automation/v4/flows', ...v4, query: ['limit', 'after'], dialects: both, write: false, scope: 'automation', doc: 'HubSpot reference: Automation v4, workflows' },
  { name: 'flows-batch-read', method: 'POST', path: '/automation/v4/flows/batch/read', ...v4, dialects: both, write: false, scope: 'automation', doc: 'HubSpot reference: Automation v4, workflows' },
  { name: 'workflow-id-mappings', method: 'POST', path: '/automation/v4/workflow-id-mappings/batch/read', ...v4, dialects: both, write: false, scope: 'automation', doc: 'HubSpot reference: Automation v4, workflows' },
  { name: 'flow-delete', method: 'DELETE', path: '/automation/v4/flows/{flowId}', ...v4, dialects: both, write: true, scope: 'automation', doc: 'HubSpot reference: Automation v4, workflows' },
  { name: 'contact-workflows', method: 'GET', path: '/automation/v2/workflows/enrollments/contacts/{contactId}', ...v3, dialects: both, write: false, scope: 'automation', doc: 'HubSpot reference: Workflows v2 (legacy)' },
  { name: 'workflow-enroll', method: 'POST', path: '/automation/v2/workflows/{workflowId}/enrollments/contacts/{email}', ...v3, dialects: documented, write: true, scope: 'automation', doc: 'HubSpot reference: Workflows v2 (legacy)' },
  { name: 'workflow-unenroll', method: 'DELETE', path: '/automation/v2/workflows/{workflowId}/enrollments/contacts/{email}', ...v3, dialects: documented, write: true, scope: 'automation', doc: 'HubSpot reference: Workflows v2 (legacy)' },
  { name: 'guide-sequence-enroll', method: 'POST', path: '/crm/v3/objects/contacts/{contactId}/sequences', ...v3, dialects: guide, write: true, scope: 'automation.sequences.enrollments.write', doc: guideDoc },
  { name: 'guide-contact-sequences', method: 'GET', path: '/crm/v3/objects/contacts/{contactId}/associations/sequences', ...v3, query: ['limit', 'after'], dialects: guide, write: false, scope: 'crm.objects.contacts.read', doc: guideDoc },
  { name: 'guide-sequences-batch-read', method: 'POST', path: '/crm/v4/associations/contacts/sequences/batch/read', ...v4, dialects: guide, write: false, scope: 'crm.objects.contacts.read', doc: guideDoc },
  { name: 'guide-enrollment', method: 'GET', path: '/crm/v3/objects/contacts/{contactId}/sequences/{enrollmentId}', ...v3, dialects: guide, write: false, scope: 'automation.sequences.read', doc: guideDoc },
  { name: 'guide-sequence-unenroll', method: 'DELETE', path: '/crm/v3/objects/contacts/{contactId}/sequences/{enrollmentId}', ...v3, dialects: guide, write: true, scope: 'automation.sequences.enrollments.write', doc: guideDoc },
  { name: 'guide-workflow-enroll', method: 'POST', path: '/automation/v4/flows/{flowId}/enrollments/contacts', ...v4, dialects: guide, write: true, scope: 'automation', doc: guideDoc },
] as const;

// oxfmt-ignore
const sequences = [
  { name: 'sequences', method: 'GET', path: '', query: ['userId', 'limit', 'after', 'name'], dialects: both, write: false, scope: 'automation.sequences.read', doc: 'HubSpot reference: Sequences' },
  { name: 'sequence', method: 'GET', path: '/{sequenceId}', query: ['userId'], dialects: both, write: false, scope: 'automation.sequences.read', doc: 'HubSpot reference: Sequences' },
  { name: 'contact-enrollment', method: 'GET', path: '/enrollments/contact/{contactId}', query: [], dialects: documented, write: false, scope: 'automation.sequences.read', doc: 'HubSpot reference: Sequences' },
  { name: 'sequence-enroll', method: 'POST', path: '/enrollments', query: ['userId'], dialects: documented, write: true, scope: 'automation.sequences.enrollments.write', doc: 'HubSpot reference: Sequences' },
] as const;

export type RouteName = (typeof common)[number]['name'] | (typeof sequences)[number]['name'];

export const routes: readonly Route[] = [
  ...common,
  ...sequenceBases.flatMap(({ base, ...rest }) =>
    sequences.map((row) => ({ ...row, ...rest, path: base + row.path })),
  ),
];

/** Returns the route of a name. `version` selects between the versions of the sequence routes. */
export function routeNamed(name: RouteName, version: SequenceRoutes): Route {
  const route = routes.find((route) => route.name === name && (route.version ?? version) === version);
  if (!route) throw new Error(`unknown route ${name} in version ${version} of the sequence routes`);
  return route;
}

/**
 * Returns the route that a request matches, or undefined if the table has none. `path` may include a query; every
 * parameter in it must be in the route's `query`.
 */
export function matchRoute(method: string, path: string): Route | undefined {
  const [pathname = '', query = ''] = path.split('?', 2);
  const parameters = [...new URLSearchParams(query).keys()];
  return routes.find(
    (route) =>
      route.method === method &&
      patternOf(route).test(pathname) &&
      parameters.every((parameter) => route.query.includes(parameter)),
  );
}

function patternOf(route: Route): RegExp {
  return new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}
