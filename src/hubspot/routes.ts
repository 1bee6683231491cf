/**
 * The table of every HubSpot route that rollcall can call, for both dialects and in every version. `requestFactory`
 * builds requests only from this table, so rollcall cannot send any other. docs/hubspot.md has the evidence for each
 * route.
 */
import type { ApiVersion, Dialect, RouteVersions, WorkflowApiVersion } from '../model/desired-state.ts';
import type { Day } from '../model/time.ts';

export interface Route {
  readonly name: RouteName;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{name}` is a placeholder for one encoded path segment. */
  readonly path: string;
  /** Query parameters that may be sent. */
  readonly query: readonly string[];
  readonly dialects: readonly Dialect[];
  /** The `apiVersion` or `workflowApiVersion` that selects the row. Absent: HubSpot has only this version. */
  readonly version?: ApiVersion | WorkflowApiVersion;
  /** Whether the request changes the account. */
  readonly write: boolean;
  /** The scopes that the token needs. The first one names the permission. */
  readonly scopes: readonly [string, ...string[]];
  /** The first day on which HubSpot no longer supports the route. */
  readonly sunset?: Day;
  /** HubSpot's search limit applies to the route. */
  readonly search?: true;
  /** A plan is complete without it: it only adds warnings. */
  readonly optional?: true;
  /** The document that describes the route. */
  readonly doc: string;
}

const both = ['documented', 'guide'] as const;
const documented = ['documented'] as const;
const guide = ['guide'] as const;
const guideDoc = 'docs/guide-dialect.md';
const readContacts = ['crm.objects.contacts.read'] as const;
const readSchemas = ['crm.schemas.contacts.read'] as const;
const readLists = ['crm.lists.read'] as const;
const writeLists = ['crm.lists.write', 'crm.lists.read'] as const;
const readSequences = ['automation.sequences.read'] as const;
const writeEnrollments = ['automation.sequences.enrollments.write'] as const;
const automation = ['automation'] as const;
/** `crm.objects.users.read` is enough, too. */
const readUsers = ['settings.users.read'] as const;

/** Routes of one API, whose versions differ only in the beginning of the path. Kept as a table: one route per line. */
// oxfmt-ignore
const families = [
  {
    bases: { '2026-09': '/account-info/2026-09', '2026-03': '/account-info/2026-03', legacy: '/account-info/v3' },
    doc: 'HubSpot reference: Account information',
    rows: [
      { name: 'account-details', method: 'GET', path: '/details', query: [], dialects: both, write: false, scopes: ['oauth'] },
    ],
  },
  {
    bases: { '2026-09': '/crm/owners/2026-09', '2026-03': '/crm/owners/2026-03', legacy: '/crm/v3/owners' },
    doc: 'HubSpot reference: Owners',
    rows: [
      { name: 'owners', method: 'GET', path: '', query: ['email', 'limit', 'after'], dialects: both, write: false, scopes: ['crm.objects.owners.read'] },
    ],
  },
  {
    bases: { '2026-09': '/crm/objects/2026-09/contacts', '2026-03': '/crm/objects/2026-03/contacts', legacy: '/crm/v3/objects/contacts' },
    doc: 'HubSpot reference: Contacts',
    rows: [
      { name: 'contacts-batch-read', method: 'POST', path: '/batch/read', query: [], dialects: both, write: false, scopes: readContacts },
      { name: 'contacts-search', method: 'POST', path: '/search', query: [], dialects: both, write: false, search: true, scopes: readContacts },
      { name: 'contact-stamp', method: 'PATCH', path: '/{contactId}', query: [], dialects: documented, write: true, scopes: ['crm.objects.contacts.write'] },
    ],
  },
  {
    bases: { '2026-09': '/crm/properties/2026-09/contacts', '2026-03': '/crm/properties/2026-03/contacts', legacy: '/crm/v3/properties/contacts' },
    doc: 'HubSpot reference: Properties',
    rows: [
      { name: 'contact-property', method: 'GET', path: '/{propertyName}', query: [], dialects: documented, write: false, scopes: readSchemas },
      { name: 'contact-properties', method: 'GET', path: '', query: [], dialects: both, write: false, scopes: readSchemas },
    ],
  },
  {
    bases: { '2026-09': '/crm/lists/2026-09', '2026-03': '/crm/lists/2026-03', legacy: '/crm/v3/lists' },
    doc: 'HubSpot reference: Lists',
    rows: [
      { name: 'list', method: 'GET', path: '/{listId}', query: ['includeFilters'], dialects: both, write: false, scopes: readLists },
      { name: 'list-by-name', method: 'GET', path: '/object-type-id/0-1/name/{listName}', query: ['includeFilters'], dialects: both, write: false, scopes: readLists },
      { name: 'list-members', method: 'GET', path: '/{listId}/memberships', query: ['limit', 'after'], dialects: both, write: false, scopes: readLists },
      { name: 'list-memberships-batch-read', method: 'POST', path: '/records/memberships/batch/read', query: [], dialects: both, write: false, scopes: readLists },
      { name: 'list-add', method: 'PUT', path: '/{listId}/memberships/add', query: [], dialects: both, write: true, scopes: writeLists },
      { name: 'list-remove', method: 'PUT', path: '/{listId}/memberships/remove', query: [], dialects: both, write: true, scopes: writeLists },
    ],
  },
  {
    bases: { '2026-09': '/automation/sequences/2026-09', '2026-03': '/automation/sequences/2026-03', legacy: '/automation/v4/sequences' },
    doc: 'HubSpot reference: Sequences',
    rows: [
      { name: 'sequences', method: 'GET', path: '', query: ['userId', 'limit', 'after', 'name'], dialects: both, write: false, scopes: readSequences },
      { name: 'sequence', method: 'GET', path: '/{sequenceId}', query: ['userId'], dialects: both, write: false, scopes: readSequences },
      { name: 'contact-enrollment', method: 'GET', path: '/enrollments/contact/{contactId}', query: [], dialects: documented, write: false, scopes: readSequences },
      { name: 'sequence-enroll', method: 'POST', path: '/enrollments', query: ['userId'], dialects: documented, write: true, scopes: writeEnrollments },
    ],
  },
  {
    bases: { v4: '/automation/v4', '2026-09-beta': '/automation/2026-09-beta' },
    doc: 'HubSpot reference: Automation, workflows',
    rows: [
      { name: 'flows', method: 'GET', path: '/flows', query: ['limit', 'after'], dialects: both, write: false, scopes: automation },
      { name: 'flows-batch-read', method: 'POST', path: '/flows/batch/read', query: [], dialects: both, write: false, scopes: automation },
      { name: 'workflow-id-mappings', method: 'POST', path: '/workflow-id-mappings/batch/read', query: [], dialects: both, write: false, scopes: automation },
      { name: 'flow-create', method: 'POST', path: '/flows', query: [], dialects: both, write: true, scopes: automation },
      { name: 'flow-delete', method: 'DELETE', path: '/flows/{flowId}', query: [], dialects: both, write: true, scopes: automation },
    ],
  },
] as const;

/** The routes that HubSpot, or the guide, has in one version only. */
// oxfmt-ignore
const unversioned = [
  { name: 'users', method: 'GET', path: '/settings/users/2026-09-beta', query: ['limit', 'after'], dialects: both, write: false, scopes: readUsers, optional: true, doc: 'HubSpot reference: User provisioning' },
  { name: 'user', method: 'GET', path: '/settings/users/2026-09-beta/{userId}', query: [], dialects: both, write: false, scopes: readUsers, optional: true, doc: 'HubSpot reference: User provisioning' },
  { name: 'contact-workflows', method: 'GET', path: '/automation/v2/workflows/enrollments/contacts/{contactId}', query: [], dialects: both, write: false, scopes: automation, doc: 'HubSpot reference: Workflows v2 (legacy)' },
  { name: 'workflow-enroll', method: 'POST', path: '/automation/v2/workflows/{workflowId}/enrollments/contacts/{email}', query: [], dialects: documented, write: true, scopes: automation, doc: 'HubSpot reference: Workflows v2 (legacy)' },
  { name: 'workflow-unenroll', method: 'DELETE', path: '/automation/v2/workflows/{workflowId}/enrollments/contacts/{email}', query: [], dialects: documented, write: true, scopes: automation, doc: 'HubSpot reference: Workflows v2 (legacy)' },
  { name: 'guide-sequence-enroll', method: 'POST', path: '/crm/v3/objects/contacts/{contactId}/sequences', query: [], dialects: guide, write: true, scopes: writeEnrollments, doc: guideDoc },
  { name: 'guide-contact-sequences', method: 'GET', path: '/crm/v3/objects/contacts/{contactId}/associations/sequences', query: ['limit', 'after'], dialects: guide, write: false, scopes: readContacts, doc: guideDoc },
  { name: 'guide-sequences-batch-read', method: 'POST', path: '/crm/v4/associations/contacts/sequences/batch/read', query: [], dialects: guide, write: false, scopes: readContacts, doc: guideDoc },
  { name: 'guide-enrollment', method: 'GET', path: '/crm/v3/objects/contacts/{contactId}/sequences/{enrollmentId}', query: [], dialects: guide, write: false, scopes: readSequences, doc: guideDoc },
  { name: 'guide-sequence-unenroll', method: 'DELETE', path: '/crm/v3/objects/contacts/{contactId}/sequences/{enrollmentId}', query: [], dialects: guide, write: true, scopes: writeEnrollments, doc: guideDoc },
  { name: 'guide-workflow-enroll', method: 'POST', path: '/automation/v4/flows/{flowId}/enrollments/contacts', query: [], dialects: guide, write: true, scopes: automation, doc: guideDoc },
] as const;

export type RouteName =
  | (typeof families)[number]['rows'][number]['name']
  | (typeof unversioned)[number]['name'];

type Version = NonNullable<Route['version']>;

export const routes: readonly Route[] = [
  ...families.flatMap(({ bases, doc, rows }) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `Object.entries` widens the keys
    (Object.entries(bases) as [Version, string][]).flatMap(([version, base]) =>
      rows.map((row): Route => ({ ...row, doc, version, ...pathWithEnd(base + row.path) })),
    ),
  ),
  ...unversioned.map((row): Route => ({ ...row, ...pathWithEnd(row.path) })),
];

/** Returns a path with the day on which HubSpot's support for its generation ends. Source: HubSpot's changelog. */
function pathWithEnd(path: string): Pick<Route, 'path' | 'sunset'> {
  const generation = /\/(v[1-4])\//u.exec(`${path}/`)?.[1];
  if (generation === undefined) return { path };
  return { path, sunset: generation === 'v4' ? '2027-03-30' : '2027-09-01' };
}

/** Returns the route of a name in the chosen versions. */
export function routeNamed(name: RouteName, versions: RouteVersions): Route {
  const chosen: readonly Route['version'][] = [undefined, versions.apiVersion, versions.workflowApiVersion];
  const route = routes.find((route) => route.name === name && chosen.includes(route.version));
  if (!route) throw new Error(`unknown route ${name} in version ${chosen.join(' ')}`);
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
