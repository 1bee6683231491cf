/** Finds the active members of sequences and workflows through the properties of contacts. */
import type { InventoryMember, Progress } from '../../model/account.ts';
import { type Email, trustEmail } from '../../model/email.ts';
import type { Enrollment, ObservedContact, ObservedSender } from '../../model/observed-state.ts';
import type { ContactId, Kind, TargetId } from '../../model/target.ts';
import { type Api, readAll } from '../http/api.ts';
import { idOf, objectOf, objectsOf, textOf } from '../http/response.ts';
import { type AccountCache, flowIdsByWorkflow } from '../read/account-cache.ts';
import { readContactEnrollments, type EnrollmentScope } from '../read/contact-enrollments.ts';
import { emptyBook, readContacts, searchContacts, searchMembers } from '../read/contacts.ts';
import { readSenders } from '../read/owners.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

export interface ActiveMembers {
  /** Members by target id. Targets without members are absent. */
  readonly members: ReadonlyMap<TargetId, readonly InventoryMember[]>;
  readonly unreadable: readonly ContactId[];
}

/** Returns the active members of sequences: of `wanted`, or of all if it is empty. Contact properties name the sequence. */
export async function membersOfSequences(
  api: Api,
  wanted: readonly TargetId[],
  progress: Progress,
): Promise<ActiveMembers> {
  const ids =
    wanted.length === 0
      ? await searchContacts(api, { hs_sequences_is_enrolled: 'true' })
      : (await readAll(wanted, (id) => searchMembers(api, id, 0))).flat();
  const options = { sequences: true, flowIds: new Map<string, TargetId>() };
  const contacts = await readEnrollmentsOf(api, ids, { ...options, progress });
  const owners = await readSenders(api, { emails: [], all: true });
  const byUser = new Map([...owners.values()].map((owner) => [owner.userId, owner]));
  return groupByTarget('sequence', contacts, (contact, enrollment) =>
    readEnrollmentSender(api, { contactId: contact.id, enrollment, byUser }),
  );
}

/**
 * Returns the active members of workflows. The property `currentlyinworkflow` does not name the workflow, so one request
 * for each such contact reads which workflows it is in.
 */
export async function membersOfWorkflows(
  api: Api,
  cache: AccountCache,
  { flowIds, progress }: { readonly flowIds: readonly TargetId[]; readonly progress: Progress },
): Promise<ActiveMembers> {
  const ids = await searchContacts(api, { currentlyinworkflow: 'true' });
  const options = { sequences: false, flowIds: await flowIdsByWorkflow(cache, flowIds) };
  const contacts = await readEnrollmentsOf(api, ids, { ...options, progress });
  return groupByTarget('workflow', contacts, () => undefined);
}

async function readEnrollmentsOf(
  api: Api,
  ids: readonly ContactId[],
  { progress, ...options }: Pick<EnrollmentScope, 'sequences' | 'flowIds'> & { readonly progress: Progress },
): Promise<readonly ObservedContact[]> {
  const book = emptyBook();
  await readContacts(api, { ids }, { book, done: countProgress('contacts', ids.length, progress) });
  const workflowsOf = new Set(options.flowIds.size > 0 ? book.records.keys() : []);
  const scope = { ...options, workflowsOf, listed: new Map<ContactId, readonly Enrollment[]>() };
  const done = countProgress('enrollments', ids.length, progress);
  return [...(await readContactEnrollments(api, book, { scope, done })).values()];
}

function countProgress(what: string, total: number, progress: Progress): (count: number) => void {
  let done = 0;
  return (count) => progress({ what, done: (done += count), total });
}

async function groupByTarget(
  kind: Kind,
  contacts: readonly ObservedContact[],
  sender: (contact: ObservedContact, enrollment: Enrollment) => Promise<Email | undefined> | undefined,
): Promise<ActiveMembers> {
  const active = contacts.flatMap((contact) =>
    contact.unreadable === undefined
      ? contact.enrollments
          .filter((enrollment) => enrollment.kind === kind && enrollment.state === 'active')
          .map((enrollment) => ({ contact, enrollment }))
      : [],
  );
  const senders = await readAll(active, async ({ contact, enrollment }) => sender(contact, enrollment));
  const members = new Map<TargetId, InventoryMember[]>();
  for (const [index, { contact, enrollment }] of active.entries()) {
    const member = memberOf(contact, enrollment, senders[index]);
    const targetMembers = members.get(enrollment.targetId);
    if (targetMembers) targetMembers.push(member);
    else members.set(enrollment.targetId, [member]);
  }
  return {
    members,
    unreadable: contacts.filter(({ unreadable }) => unreadable !== undefined).map(({ id }) => id),
  };
}

function memberOf(
  { id: contactId, email }: ObservedContact,
  { enrolledAt }: Enrollment,
  sender: ObservedSender['email'] | undefined,
): InventoryMember {
  return {
    contactId,
    ...omitUndefined({ email, enrolledAt, sender }),
  };
}

/**
 * Returns the email of the sender that enrolled a contact in its current sequence. HubSpot names an email or a user.
 * Returns undefined if it names neither, or if the latest enrollment is in another sequence.
 */
async function readEnrollmentSender(
  api: Api,
  of: {
    readonly contactId: ContactId;
    readonly enrollment: Enrollment;
    readonly byUser: ReadonlyMap<string, ObservedSender>;
  },
): Promise<Email | undefined> {
  const { contactId, enrollment, byUser } = of;
  const request =
    api.dialect === 'guide'
      ? api.request('guide-enrollment', { params: { contactId, enrollmentId: enrollment.id ?? '' } })
      : api.request('contact-enrollment', { params: { contactId } });
  const response = await api.read(request, [404]);
  const [body = objectOf(response.body)] = objectsOf(response.body);
  if (idOf(body['sequenceId']) !== enrollment.targetId) return undefined;
  const email = textOf(body['enrolledByEmail']);
  if (email !== undefined) return trustEmail(email);
  const userId = idOf(body['enrolledBy']) ?? idOf(body['userId']);
  return userId === undefined ? undefined : byUser.get(userId)?.email;
}
