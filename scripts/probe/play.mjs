/**
 * What the points of a probe share: the account, its paths, and the contacts of the run.
 *
 * @import { Response, Send } from './client.mjs'
 *
 * @typedef {object} Inputs What the account offers. A point without its inputs is not probed.
 * @property {string} [sequence] Id of a sequence.
 * @property {string} [sender] Email of a user with a seat and a connected inbox.
 * @property {string} [senderWithoutInbox]
 * @property {string} [senderWithoutSeat]
 * @property {string} [workflow] Flow id of a contact workflow that is turned on, with manual enrollment.
 * @property {string} [disabledWorkflow] Flow id of one that is turned off.
 * @property {string} [suppressionList] Id of a static list that `workflow` suppresses.
 * @property {string} [unenrollWorkflow] Flow id of a workflow with the action "Unenroll from sequence".
 * @property {string} [activeList] Id of a list of the contacts that are active in `workflow`.
 *
 * @typedef {Record<string, string | number>} FoundVariants
 *
 * @typedef {object} Findings
 * @property {FoundVariants} variants Those that the account showed.
 * @property {Record<string, string>} notes What no variant describes, for example a delay.
 * @property {readonly string[]} left Ids of contacts that could not be deleted.
 *
 * @typedef {object} Play
 * @property {Send} send
 * @property {Inputs} inputs
 * @property {string} run Distinguishes the contacts of this run.
 * @property {(milliseconds: number) => Promise<unknown>} sleep
 * @property {Version} version The version of the dated routes that the account reaches.
 * @property {string} flows The beginning of the paths of workflows.
 * @property {string[]} contacts Ids to delete.
 * @property {FoundVariants} variants
 * @property {Record<string, string>} notes
 */

export const bases = {
  '2026-09': {
    account: '/account-info/2026-09',
    owners: '/crm/owners/2026-09',
    contacts: '/crm/objects/2026-09/contacts',
    lists: '/crm/lists/2026-09',
    sequences: '/automation/sequences/2026-09',
  },
  '2026-03': {
    account: '/account-info/2026-03',
    owners: '/crm/owners/2026-03',
    contacts: '/crm/objects/2026-03/contacts',
    lists: '/crm/lists/2026-03',
    sequences: '/automation/sequences/2026-03',
  },
  legacy: {
    account: '/account-info/v3',
    owners: '/crm/v3/owners',
    contacts: '/crm/v3/objects/contacts',
    lists: '/crm/v3/lists',
    sequences: '/automation/v4/sequences',
  },
};

/** @typedef {keyof typeof bases} Version */

export const v2 = '/automation/v2/workflows';

/**
 * @param {string} workflowId
 * @param {string} email
 */
export function enrollmentPath(workflowId, email) {
  return `${v2}/${workflowId}/enrollments/contacts/${encodeURIComponent(email)}`;
}

/** @param {Play} play */
export function base({ version }) {
  return bases[version];
}

/** @param {Response} response */
export function acceptedOrRefused({ status }) {
  return status === 204 ? 'accepted' : 'refused';
}

/** @param {Response} response */
export function hasCode({ body }) {
  return /[A-Z]{3,}_[A-Z_]{3,}/u.test(JSON.stringify({ ...body, category: undefined }));
}

/** @param {unknown} body */
export function isEmpty(body) {
  return body === undefined || (typeof body === 'object' && body !== null && Object.keys(body).length === 0);
}

/**
 * @typedef {{ id: string, email?: string }} Contact
 *
 * @param {Play} play
 * @param {string} [name] Without a name, the contact has no email address.
 * @returns {Promise<Contact>}
 */
export async function createContact(play, name) {
  const email = name === undefined ? undefined : `rollcall-probe-${play.run}-${name}@example.com`;
  const properties = email === undefined ? { firstname: 'rollcall probe' } : { email };
  const { status, body } = await play.send('setup', `POST ${base(play).contacts}`, {
    properties,
    associations: [],
  });
  if (status !== 201)
    throw new Error(
      `HubSpot did not create a contact: status ${status}. Scope crm.objects.contacts.write is needed.`,
    );
  play.contacts.push(body.id);
  return { id: body.id, ...(email !== undefined && { email }) };
}

/**
 * Deletes the contacts of this run. Returns the ids of those that remain.
 *
 * @param {Play} play
 */
export async function deleteContacts({ send, contacts, ...play }) {
  const left = [];
  for (const id of contacts) {
    const path = `${bases[play.version].contacts}/${id}`;
    const deleted = await send('cleanup', `DELETE ${path}`).catch(() => undefined);
    if (deleted?.status !== 204) left.push(id);
  }
  return left;
}

/**
 * @param {Play} play
 * @param {string} email
 * @returns {Promise<string | undefined>}
 */
export async function userOf(play, email) {
  const { body } = await play.send(
    'setup',
    `GET ${base(play).owners}?email=${encodeURIComponent(email)}&limit=100`,
  );
  const id = body?.results?.find((/** @type {{ email: string }} */ owner) => owner.email === email)?.userId;
  return id === undefined ? undefined : String(id);
}

/**
 * Returns the v2 id of a workflow.
 *
 * @param {Play} play
 * @param {string | undefined} flowId
 * @returns {Promise<string | undefined>}
 */
export async function workflowIdOf({ send, flows }, flowId) {
  if (flowId === undefined) return undefined;
  const inputs = [{ type: 'FLOW_ID', flowId }];
  const { body } = await send('setup', `POST ${flows}/workflow-id-mappings/batch/read`, { inputs });
  const id = body?.results?.[0]?.workflowId;
  return id === undefined ? undefined : String(id);
}

export const tooLong = 'more than 5 minutes';

/**
 * Waits until a contact is shown as enrolled or not enrolled. Returns how long that took.
 *
 * @param {Play} play
 * @param {string} id
 * @param {'true' | 'false'} value
 */
export async function waitForProperty(play, id, value) {
  const body = { inputs: [{ id }], properties: ['hs_sequences_is_enrolled'], propertiesWithHistory: [] };
  for (let seconds = 0; seconds <= 300; seconds += 5) {
    const { body: read } = await play.send('lag', `POST ${base(play).contacts}/batch/read`, body);
    const shown = read?.results?.[0]?.properties?.hs_sequences_is_enrolled ?? 'false';
    if (shown === value) return seconds === 0 ? 'at once' : `at most ${seconds} s`;
    await play.sleep(5_000);
  }
  return tooLong;
}
