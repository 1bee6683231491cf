/** Checks that the token may send the requests that a configuration needs. */
import type { Check, ExaminationRequest } from '../../model/results/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { type Api, readAll } from '../http/api.ts';
import type { HubSpotRequest } from '../http/request.ts';
import { idOf, objectOf, objectsOf } from '../http/response.ts';
import { unenrollWorkflowId } from '../read/account-cache.ts';
import { flowInputs } from '../read/workflows.ts';
import { firstPage } from '../read/contacts.ts';
import { anyUserId } from '../read/owners.ts';
import { namedLists } from '../routes-in-use.ts';
import type { Route, RouteName } from '../routes.ts';
import { failedCheck, okCheck, warningCheck } from './check-results.ts';

/** Returns one check for each scope, each followed by its routes that failed for another reason. */
export async function checkScopes(
  api: Api,
  wanted: ExaminationRequest,
  used: readonly Route[],
): Promise<readonly Check[]> {
  const inputs = await findProbeInputs(api, wanted);
  const probed = await readAll(
    used.filter(({ name }) => probes[name] !== undefined),
    async (route) => ({ route, result: await runProbe(api, route, inputs) }),
  );
  const scopes = [...new Set(used.filter(({ name }) => name !== 'account-details').map(scopeOf))];
  return scopes.toSorted().flatMap((scope) =>
    checksOf(scope, {
      probed: probed.filter(({ route }) => scopeOf(route) === scope),
      writes: used.filter((route) => route.write && scopeOf(route) === scope),
    }),
  );
}

/** Returns the scope under which a route is reported: each of its other scopes is also that of a read route. */
function scopeOf({ scopes: [scope] }: Route): string {
  return scope;
}

interface Probed {
  readonly route: Route;
  readonly result: 'responded' | 'not-tried' | Failure;
}

async function runProbe(api: Api, route: Route, inputs: ProbeInputs): Promise<Probed['result']> {
  const probe = probes[route.name]?.(api, inputs);
  if (!probe) return 'not-tried';
  try {
    await api.read(probe.request, probe.accept);
    return 'responded';
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function checksOf(
  scope: string,
  { probed, writes }: { readonly probed: readonly Probed[]; readonly writes: readonly Route[] },
): readonly Check[] {
  const responded = probed.filter(({ result }) => result === 'responded');
  const missing = probed.filter(({ result }) => result instanceof Failure && result.code === 'scope-missing');
  const [first] = missing;
  if (first?.result instanceof Failure) {
    const message = `${scope} is missing: ${first.result.message}`;
    return [
      failedCheck({ area: 'scopes', code: 'scope-missing', message }, first.result.help, ExitCode.account),
    ];
  }
  const others = probed.flatMap(({ route, result }) =>
    result instanceof Failure ? [routeFailed(route, result)] : [],
  );
  if (responded.length > 0)
    return [
      okCheck({ area: 'scopes', code: 'scope', message: grantedMessage(scope, responded, writes) }),
      ...others,
    ];
  if (others.length > 0) return others;
  const why =
    probed.length === 0
      ? `only ${routeNames(writes)} ${writes.length === 1 ? 'uses' : 'use'} it, to write`
      : 'neither the account nor the files have an object to try it with';
  const help = `Check in HubSpot that the token has ${scope}. Without it, apply stops with exit code 4 at the first such request, and sends nothing.`;
  return [
    warningCheck(
      { area: 'scopes', code: 'scope-not-tried', message: `${scope} could not be tried: ${why}` },
      help,
    ),
  ];
}

function grantedMessage(scope: string, responded: readonly Probed[], writes: readonly Route[]): string {
  const tried = `${scope}: ${routeNames(responded.map(({ route }) => route))} responded`;
  return writes.length === 0 ? tried : `${tried}; writes also use it (${routeNames(writes)})`;
}

function routeFailed(route: Route, failure: Failure): Check {
  const message = `${route.name}: ${failure.message}`;
  return failedCheck(
    { area: 'routes', code: failure.code, message },
    routeHelp(route, failure),
    failure.exitCode,
  );
}

function routeHelp({ dialects, version }: Route, { code, help }: Failure): string {
  // HubSpot does not document these routes, so most likely it does not have them.
  if (!dialects.includes('documented'))
    return 'Only the guide publishes this route. Use `dialect: documented`.';
  if (code !== 'hubspot-refused' || version === undefined) return help;
  const key = version === 'v4' || version === '2026-09-beta' ? 'workflowApiVersion' : 'apiVersion';
  return `${help} If the account lacks version ${version} of this route, choose another with \`${key}\`.`;
}

function routeNames(routes: readonly Route[]): string {
  return routes.map(({ name }) => name).join(', ');
}

/** The ids that probes use. An id is absent if neither the account nor the files have one. */
interface ProbeInputs {
  readonly contactId?: string | undefined;
  readonly userId?: string | undefined;
  readonly enrollmentId?: string | undefined;
  readonly flowId?: string | undefined;
  readonly listId?: string | undefined;
  readonly listName?: string | undefined;
  readonly property?: string | undefined;
}

/**
 * Returns the request of a probe, and the statuses that prove the route in addition to 2xx; undefined if an id that
 * the request needs is absent.
 */
type Probe = (
  api: Api,
  inputs: ProbeInputs,
) => { readonly request: HubSpotRequest; readonly accept?: readonly number[] } | undefined;

/** The probes by route name. A route without a probe writes, or another request of `doctor` proves it. */
const probes: Partial<Readonly<Record<RouteName, Probe>>> = {
  owners: (api) => ({ request: api.request('owners', { query: { limit: 100 } }) }),
  'contacts-search': (api) => ({ request: anyContactRequest(api) }),
  'contacts-batch-read': (api, { contactId = '1' }) => ({
    request: api.request('contacts-batch-read', {
      body: { inputs: [{ id: contactId }], properties: ['email'], propertiesWithHistory: [] },
    }),
  }),
  // Reads the list of sequences: a wrong sequence id in the file would look like a missing route.
  sequence: (api, { userId }) =>
    userId === undefined ? undefined : { request: api.request('sequences', { query: { userId, limit: 1 } }) },
  'contact-enrollment': (api, { contactId }) =>
    contactId === undefined
      ? undefined
      : { request: api.request('contact-enrollment', { params: { contactId } }), accept: [404] },
  'contact-workflows': (api, { contactId }) =>
    contactId === undefined
      ? undefined
      : { request: api.request('contact-workflows', { params: { contactId } }), accept: [404] },
  flows: (api) => ({ request: api.request('flows', { query: { limit: 1 } }) }),
  'flows-batch-read': (api, { flowId }) =>
    flowId === undefined
      ? undefined
      : { request: api.request('flows-batch-read', { body: flowInputs([flowId]) }) },
  'workflow-id-mappings': (api, { flowId }) =>
    flowId === undefined
      ? undefined
      : { request: api.request('workflow-id-mappings', { body: flowInputs([flowId]) }) },
  'contact-properties': (api) => ({ request: api.request('contact-properties') }),
  'contact-property': (api, { property: propertyName }) =>
    propertyName === undefined
      ? undefined
      : { request: api.request('contact-property', { params: { propertyName } }), accept: [404] },
  list: (api, { listId }) =>
    listId === undefined
      ? undefined
      : { request: api.request('list', { params: { listId } }), accept: [404] },
  'list-by-name': (api, { listName }) =>
    listName === undefined
      ? undefined
      : { request: api.request('list-by-name', { params: { listName } }), accept: [404] },
  'list-members': (api, { listId }) =>
    listId === undefined
      ? undefined
      : { request: api.request('list-members', { params: { listId }, query: { limit: 1 } }), accept: [404] },
  'list-memberships-batch-read': (api, { contactId: recordId = '1' }) => ({
    request: api.request('list-memberships-batch-read', {
      body: { inputs: [{ objectTypeId: '0-1', recordId }] },
    }),
    // rollcall reads whole lists if HubSpot refuses the batch.
    accept: [400, 404],
  }),
  'guide-contact-sequences': (api, { contactId }) =>
    contactId === undefined
      ? undefined
      : { request: api.request('guide-contact-sequences', { params: { contactId }, query: { limit: 1 } }) },
  'guide-sequences-batch-read': (api, { contactId }) =>
    contactId === undefined
      ? undefined
      : { request: api.request('guide-sequences-batch-read', { body: { inputs: [{ id: contactId }] } }) },
  'guide-enrollment': (api, { contactId, enrollmentId }) =>
    contactId === undefined || enrollmentId === undefined
      ? undefined
      : { request: api.request('guide-enrollment', { params: { contactId, enrollmentId } }) },
};

/** Returns ids to probe with: workflows, lists and properties from the files, a contact and a user from the account. */
async function findProbeInputs(api: Api, { targets }: ExaminationRequest): Promise<ProbeInputs> {
  const flows = targets.map((target) =>
    target.kind === 'workflow' ? target.id : unenrollWorkflowId(target.unenroll),
  );
  const lists = namedLists(targets);
  const properties = targets.flatMap(({ unenroll }) =>
    unenroll && 'property' in unenroll ? [unenroll] : [],
  );
  const contactId = await undefinedOnFailure(async () => firstId(await api.read(anyContactRequest(api))));
  return {
    flowId: flows.find((id) => id !== undefined),
    property: properties[0]?.property,
    listId: lists.find((list) => /^\d+$/u.test(list)),
    listName: lists.find((list) => !/^\d+$/u.test(list)),
    contactId,
    userId: await undefinedOnFailure(() => anyUserId(api)),
    enrollmentId: contactId === undefined ? undefined : await anyEnrollmentId(api, contactId),
  };
}

/** Returns a search for the contact with the latest sequence enrollment, so that probes can read an enrollment. */
export function anyContactRequest(api: Api): HubSpotRequest {
  return api.request('contacts-search', {
    body: {
      filterGroups: [],
      sorts: ['-hs_latest_sequence_enrolled_date'],
      properties: ['hs_object_id'],
      limit: 1,
      after: firstPage,
    },
  });
}

async function anyEnrollmentId(api: Api, contactId: string): Promise<string | undefined> {
  if (api.dialect !== 'guide') return undefined;
  const request = api.request('guide-contact-sequences', { params: { contactId }, query: { limit: 1 } });
  return undefinedOnFailure(async () => firstId(await api.read(request)));
}

function firstId({ body }: { readonly body: unknown }): string | undefined {
  return idOf(objectsOf(objectOf(body)['results'])[0]?.['id']);
}

/** Returns undefined for a `Failure`: the probe of the same route reports it. */
export async function undefinedOnFailure<Value>(find: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
