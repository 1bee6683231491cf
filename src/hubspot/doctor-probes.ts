/** One harmless call for each reading route, to learn whether the token may call it and it is there. */
import type { Examined } from '../model/examination.ts';
import { Failure } from '../model/failure.ts';
import type { Api } from './http/api.ts';
import type { Call } from './http/request.ts';
import { idOf, objectOf, objectsOf } from './json.ts';
import { helperFlow } from './read/account-cache.ts';
import { anyUserId } from './read/owners.ts';
import type { RouteName } from './routes.ts';
import { listsIn } from './routes-in-use.ts';

/** What probes can be made with; absent where the account or the files give none. */
export interface Specimens {
  readonly contactId?: string | undefined;
  readonly userId?: string | undefined;
  readonly enrollmentId?: string | undefined;
  readonly flowId?: string | undefined;
  readonly listId?: string | undefined;
  readonly listName?: string | undefined;
  readonly property?: string | undefined;
}

/** The call, and the statuses beside 2xx that also prove the route; nothing where there is nothing to ask about. */
type Probe = (
  api: Api,
  with_: Specimens,
) => { readonly call: Call; readonly accept?: readonly number[] } | undefined;

/** By the name of the route; a route without a probe writes, or was called before anything else. */
export const probes: Partial<Readonly<Record<RouteName, Probe>>> = {
  owners: (api) => ({ call: api.call('owners', { query: { limit: 100 } }) }),
  'contacts-search': (api) => ({ call: anyContact(api) }),
  'contacts-batch-read': (api, { contactId = '1' }) => ({
    call: api.call('contacts-batch-read', { body: { inputs: [{ id: contactId }], properties: ['email'] } }),
  }),
  // The list, not one of them: a wrong id in the file would look like a missing route.
  sequence: (api, { userId }) =>
    userId === undefined ? undefined : { call: api.call('sequences', { query: { userId, limit: 1 } }) },
  'contact-enrollment': (api, { contactId }) =>
    contactId === undefined
      ? undefined
      : { call: api.call('contact-enrollment', { params: { contactId } }), accept: [404] },
  'contact-workflows': (api, { contactId }) =>
    contactId === undefined
      ? undefined
      : { call: api.call('contact-workflows', { params: { contactId } }), accept: [404] },
  'flows-batch-read': (api, { flowId }) =>
    flowId === undefined ? undefined : { call: api.call('flows-batch-read', { body: flowInput(flowId) }) },
  'workflow-id-mappings': (api, { flowId }) =>
    flowId === undefined
      ? undefined
      : { call: api.call('workflow-id-mappings', { body: flowInput(flowId) }) },
  'contact-property': (api, { property: propertyName }) =>
    propertyName === undefined
      ? undefined
      : { call: api.call('contact-property', { params: { propertyName } }), accept: [404] },
  list: (api, { listId }) =>
    listId === undefined ? undefined : { call: api.call('list', { params: { listId } }), accept: [404] },
  'list-by-name': (api, { listName }) =>
    listName === undefined
      ? undefined
      : { call: api.call('list-by-name', { params: { listName } }), accept: [404] },
  'list-members': (api, { listId }) =>
    listId === undefined
      ? undefined
      : { call: api.call('list-members', { params: { listId }, query: { limit: 1 } }), accept: [404] },
  'guide-contact-sequences': (api, { contactId }) =>
    contactId === undefined
      ? undefined
      : { call: api.call('guide-contact-sequences', { params: { contactId }, query: { limit: 1 } }) },
  'guide-sequences-batch-read': (api, { contactId }) =>
    contactId === undefined
      ? undefined
      : { call: api.call('guide-sequences-batch-read', { body: { inputs: [{ id: contactId }] } }) },
  'guide-enrollment': (api, { contactId, enrollmentId }) =>
    contactId === undefined || enrollmentId === undefined
      ? undefined
      : { call: api.call('guide-enrollment', { params: { contactId, enrollmentId } }) },
};

/** Something of each kind to ask about: from the files where they name it, else whatever comes first. */
export async function findSpecimens(api: Api, { targets }: Examined): Promise<Specimens> {
  const flows = targets.map((target) =>
    target.kind === 'workflow' ? target.id : helperFlow(target.unenroll),
  );
  const lists = listsIn(targets);
  const stamps = targets.flatMap(({ unenroll }) => (unenroll && 'property' in unenroll ? [unenroll] : []));
  const contactId = await orNothing(async () => firstId(await api.read(anyContact(api))));
  return {
    flowId: flows.find((id) => id !== undefined),
    property: stamps[0]?.property,
    listId: lists.find((list) => /^\d+$/u.test(list)),
    listName: lists.find((list) => !/^\d+$/u.test(list)),
    contactId,
    userId: await orNothing(() => anyUserId(api)),
    enrollmentId: contactId === undefined ? undefined : await enrollmentOf(api, contactId),
  };
}

/** Somebody who was in a sequence if there is anybody, so that there is an enrollment to read. */
function anyContact(api: Api): Call {
  return api.call('contacts-search', {
    body: {
      filterGroups: [],
      sorts: [{ propertyName: 'hs_latest_sequence_enrolled_date', direction: 'DESCENDING' }],
      properties: ['hs_object_id'],
      limit: 1,
    },
  });
}

async function enrollmentOf(api: Api, contactId: string): Promise<string | undefined> {
  if (api.dialect !== 'guide') return undefined;
  const call = api.call('guide-contact-sequences', { params: { contactId }, query: { limit: 1 } });
  return orNothing(async () => firstId(await api.read(call)));
}

function firstId({ body }: { readonly body: unknown }): string | undefined {
  return idOf(objectsOf(objectOf(body)['results'])[0]?.['id']);
}

/** What can't be found is told by the probe of the same route. */
async function orNothing<Value>(find: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function flowInput(flowId: string): unknown {
  return { inputs: [{ type: 'FLOW_ID', flowId }] };
}
