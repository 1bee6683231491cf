/**
 * Plays HubSpot's unpublished behavior on a test account, and returns what it shows. Every contact that it creates has an
 * address of a domain that is reserved for examples, and is deleted at the end.
 *
 * @import { Send } from './client.mjs'
 * @import { Findings, FoundVariants, Inputs, Play, Version } from './play.mjs'
 */
import { base, bases, createContact, deleteContacts, isEmpty, v2 } from './play.mjs';
import { playSequences } from './play-sequences.mjs';
import { playLists, playWorkflows } from './play-workflows.mjs';

const flowBases = { v4: '/automation/v4', '2026-09-beta': '/automation/2026-09-beta' };

/**
 * Newest first.
 *
 * @type {readonly Version[]}
 */
const versions = ['2026-09', '2026-03', 'legacy'];

/** Account types in which no customer can get an email. */
const testAccounts = ['DEVELOPER_TEST', 'SANDBOX'];

/**
 * Plays every open point. Throws before it writes anything if the account is not a test account.
 *
 * @param {Send} send
 * @param {Inputs} inputs
 * @param {{ portal: number, run: string, sleep: Play['sleep'] }} run
 * @returns {Promise<Findings>}
 */
export async function probeAccount(send, inputs, { portal, run, sleep }) {
  /** @type {FoundVariants} */
  const variants = {};
  const version = await findVersion(send, { portal, variants });
  const flows = await findFlowBase(send, variants);
  /** @type {Play} */
  const play = { send, inputs, run, sleep, version, flows, contacts: [], variants, notes: {} };
  /** @type {readonly string[]} */
  let left = [];
  try {
    await playContactsWithoutEnrollment(play);
    await playSequences(play);
    await playWorkflows(play);
    await playLists(play);
  } finally {
    left = await deleteContacts(play);
  }
  return { variants, notes: play.notes, left };
}

/**
 * Returns the newest version that the account reaches. Throws for another account or a productive one.
 *
 * @param {Send} send
 * @param {{ portal: number, variants: FoundVariants }} about
 * @returns {Promise<Version>}
 */
async function findVersion(send, { portal, variants }) {
  /** @type {Version[]} */
  const reached = [];
  for (const version of versions) {
    const { status, body } = await send('versions', `GET ${bases[version].account}/details`);
    if (status === 401) throw new Error('HubSpot does not accept the token. Nothing was written.');
    if (status !== 200) continue;
    reached.push(version);
    if (body.portalId !== portal) {
      throw new Error(
        `The token belongs to account ${body.portalId}, not to ${portal}. Nothing was written.`,
      );
    }
    if (!testAccounts.includes(body.accountType)) {
      throw new Error(
        `Account ${portal} has the type ${body.accountType}. The probe runs only in a developer test account or a sandbox. Nothing was written.`,
      );
    }
  }
  const [newest] = reached;
  if (newest === undefined)
    throw new Error('The account reaches no version of the routes. Nothing was written.');
  const name = {
    '2026-09 2026-03 legacy': 'all',
    '2026-09 2026-03': 'dated',
    '2026-03 legacy': '2026-03',
    legacy: 'legacy',
  };
  const found = Object.entries(name).find(([versions]) => versions === reached.join(' '))?.[1];
  if (found !== undefined) variants.apiVersions = found;
  return newest;
}

/**
 * @param {Send} send
 * @param {FoundVariants} variants
 */
async function findFlowBase(send, variants) {
  const reached = [];
  for (const [version, base] of Object.entries(flowBases)) {
    const { status } = await send('versions', `GET ${base}/flows?limit=1`);
    if (status === 200) reached.push({ version, base });
  }
  const [first, second] = reached;
  if (first) variants.workflowApiVersions = second ? 'all' : first.version;
  return first?.base ?? flowBases.v4;
}

/** @param {Play} play */
async function playContactsWithoutEnrollment(play) {
  const { send, variants } = play;
  const never = await createContact(play, 'never');
  const enrollment = await send(
    'enrollmentOfNever',
    `GET ${base(play).sequences}/enrollments/contact/${never.id}`,
  );
  if (enrollment.status === 404) variants.enrollmentOfNever = 'not-found';
  else if (enrollment.status === 200 && isEmpty(enrollment.body)) variants.enrollmentOfNever = 'empty';
  const workflows = await send('noWorkflows', `GET ${v2}/enrollments/contacts/${never.id}`);
  if (workflows.status === 404) variants.noWorkflows = 'not-found';
  else if (workflows.status === 200) variants.noWorkflows = 'empty';
  else if (workflows.status === 403) variants.serviceKeyWorkflows = 'forbidden';
}
