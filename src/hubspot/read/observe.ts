import type { ObserveRequest, Progress } from '../../model/account.ts';
import type { Email } from '../../model/email.ts';
import type {
  Account,
  Enrollment,
  ObservedContact,
  ObservedList,
  ObservedSender,
  ObservedState,
  ObservedTarget,
  Seats,
} from '../../model/observed-state.ts';
import { type ContactId, type TargetId, targetIdentityKey } from '../../model/target.ts';
import { type Api, readAll } from '../http/api.ts';
import { sunsetNotices } from '../routes-in-use.ts';
import { type AccountCache, flowIdsByWorkflow } from './account-cache.ts';
import { readContactEnrollments } from './contact-enrollments.ts';
import {
  contactBatchCount,
  type ContactBook,
  currentId,
  emptyBook,
  readContacts,
  searchMembers,
  missingFromBook,
} from './contacts.ts';
import {
  absentEmails,
  countIndexedMembers,
  declaredContacts,
  membersToRead,
  namedContacts,
  notYetVisible,
  ownedInWorkflows,
  withOtherEnrollmentDate,
} from './contacts-to-read.ts';
import { type ListMember, listMembers } from './lists.ts';
import { readNewWorkflows } from './namesakes.ts';
import { readSenders } from './owners.ts';
import { readSeats } from './seats.ts';
import { readContactProperties } from './contact-properties.ts';
import { beginStage } from './read-stage.ts';
import { suggestContacts } from './suggest-contacts.ts';
import { targetsToRead, readTargets } from './targets.ts';
import type { TargetDetails } from '../checks/workflow-details.ts';
import {
  enrollmentsFromLists,
  readWithoutRefusedV2,
  readWorkflowLists,
  type WorkflowLists,
} from './workflow-members.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Reads everything that a plan needs. Reads each contact once, no matter how many targets it is in. */
export async function observe(
  { api, cache, account }: { readonly api: Api; readonly cache: AccountCache; readonly account: Account },
  request: ObserveRequest,
  progress: Progress,
): Promise<ObservedState> {
  const observedAt = api.now();
  const targets = targetsToRead(request);
  const { requiredProperties } = cache;
  for (const name of request.requiredProperties ?? []) requiredProperties.add(name);
  const book = emptyBook(requiredProperties);
  const readMissing = async (wanted: {
    readonly ids?: readonly ContactId[];
    readonly emails?: readonly Email[];
  }): Promise<void> => {
    const unknown = {
      ids: missingFromBook(wanted.ids ?? [], book),
      emails: missingFromBook(wanted.emails ?? [], book),
    };
    const total = unknown.ids.length + unknown.emails.length;
    const done = beginStage(api, progress, {
      what: 'contacts',
      size: { total, requestsFor: contactBatchCount },
    });
    await readContacts(api, unknown, { book, done });
  };
  const readNamed = async ({ emails, ids }: ReturnType<typeof namedContacts>): Promise<void> => {
    await readMissing({ emails });
    // After the emails: the ledger may have the ids of the same contacts, which are then already in the book.
    await readMissing({ ids });
  };
  const listStage = beginStage(api, progress, { what: 'list members' });
  const reps = readSenders(api, { emails: request.senders, all: request.owners });
  // The pages of a list are sequential, so most of the rate limit remains for the contacts.
  const [senders, targetDetails, lists, workflowLists, contactProperties, newWorkflows] = await Promise.all([
    reps,
    reps.then((senders) => readTargets(api, cache, { targets, senders })),
    readLists(api, cache, { names: request.lists, done: listStage }),
    readWorkflowLists(api, cache, { targets: request.targets, done: listStage }),
    requiredProperties.size === 0 ? undefined : readContactProperties(api),
    request.newNames && readNewWorkflows(api, { names: request.newNames, ids: request.createdIds ?? [] }),
    readNamed(namedContacts(request)),
  ]);
  const seats = readSeats({ api, cache }, sendersToCheck(request, senders, book));
  await readMissing({ ids: [...lists.values()].flatMap(({ members }) => members) });
  await readMissing({ ids: membersToRead(request, workflowLists, book) });
  const sequences = targets.flatMap(({ kind, id }) => (kind === 'sequence' ? [id] : []));
  const searched = await readAll(sequences, (id) =>
    searchMembers(api, id, countIndexedMembers(api, book, id)),
  );
  await readMissing({ ids: searched.flat() });

  const oneByOne = targets.flatMap(({ kind, id }) =>
    kind === 'workflow' && !workflowLists.active.has(id) ? [id] : [],
  );
  const listed = enrollmentsFromLists(workflowLists.active, (id) => currentId(book, id));
  const recent = notYetVisible(request, { book, listed });
  const contacts = await readWithoutRefusedV2(cache, async () => {
    // Only v2 shows a contact in a workflow whose list does not show it yet.
    const unlisted = cache.v2.refused ? [] : [...recent.workflows];
    const workflowsOf = new Set([
      ...declaredContacts(request.targets, { lists, book, oneByOne }),
      ...ownedInWorkflows(request, oneByOne).map((id) => currentId(book, id)),
      ...unlisted,
    ]);
    const flows =
      unlisted.length > 0 ? targets.flatMap(({ kind, id }) => (kind === 'workflow' ? [id] : [])) : oneByOne;
    return readContactEnrollments(api, book, {
      scope: {
        sequences: sequences.length > 0,
        verify: recent.sequences,
        enrolledBy: new Set([
          ...(request.enrolledBy ?? []).flatMap((id) => book.aliases.get(id) ?? []),
          ...withOtherEnrollmentDate(request, book),
        ]),
        workflowsOf,
        flowIds: await flowIdsByWorkflow(cache, flows),
        listed,
      },
      done: beginStage(api, progress, {
        what: 'enrollments',
        size: { total: workflowsOf.size, requestsFor: (count) => count },
      }),
    });
  });
  const similarContacts = await suggestContacts(
    api,
    [...absentEmails(request), ...namedContacts(request).emails],
    book,
  );
  return {
    account,
    observedAt,
    contacts,
    aliases: book.aliases,
    lists,
    senders: withSeats(senders, await seats),
    targets: new Map(
      targetDetails.map((details) => [
        targetIdentityKey(details),
        withMembers(details, { contacts, workflowLists, book }),
      ]),
    ),
    similarContacts,
    ...omitUndefined({ contactProperties }),
    ...newWorkflows,
    notices: sunsetNotices(api.usedRoutes(), api.now()),
  };
}

/** Returns the reps whose seats matter: those that the files name, and the owners of the contacts read so far. */
function sendersToCheck(
  { senders, owners }: ObserveRequest,
  known: ReadonlyMap<string, ObservedSender>,
  book: ContactBook,
): readonly ObservedSender[] {
  const keys = new Set<string>(senders);
  for (const { contact } of owners ? book.records.values() : []) {
    if (contact.ownerId !== undefined) keys.add(contact.ownerId);
  }
  return [...keys].flatMap((key) => known.get(key) ?? []);
}

function withSeats(
  senders: ReadonlyMap<string, ObservedSender>,
  seatsOf: ReadonlyMap<string, Seats>,
): ReadonlyMap<string, ObservedSender> {
  return new Map(
    [...senders].map(([key, sender]) => {
      const seats = seatsOf.get(sender.userId);
      return [key, seats ? { ...sender, seats } : sender];
    }),
  );
}

/** Returns the lists that HubSpot finds, by the name or id in the files; the plan reports the others. */
async function readLists(
  api: Api,
  cache: AccountCache,
  { names, done }: { readonly names: readonly string[]; readonly done: (count: number) => void },
): Promise<ReadonlyMap<string, ObservedList>> {
  const read = await readAll([...new Set(names)], async (nameOrId) => {
    const list = await cache.list(nameOrId);
    if (!list) return [];
    const members = (await listMembers(api, list.id, done)).map(({ id }) => id);
    const name = omitUndefined({ name: list.name });
    return [[nameOrId, { id: list.id, ...name, members }] as const];
  });
  return new Map(read.flat());
}

function withMembers(
  details: TargetDetails,
  from: {
    readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
    readonly workflowLists: WorkflowLists;
    readonly book: ContactBook;
  },
): ObservedTarget {
  const { active, ever, via, suppression } = from.workflowLists;
  const currentIdOf = ({ id }: ListMember): ContactId => currentId(from.book, id);
  if (details.kind === 'sequence') return { ...details, active: activeInSequence(details.id, from.contacts) };
  const members = active.get(details.id);
  const everMembers = ever.get(details.id);
  const viaMembers = via.get(details.id);
  const suppressed = (suppression.get(details.id) ?? []).flatMap(({ listId, members: refused }) =>
    refused.map((member) => [currentIdOf(member), listId] as const),
  );
  return {
    ...details,
    ...(members && { active: new Set(members.map(currentIdOf)) }),
    ...(everMembers && {
      everEnrolled: new Map(everMembers.map((member) => [currentIdOf(member), member.since])),
    }),
    ...(viaMembers && { onViaList: new Set(viaMembers.map(currentIdOf)) }),
    ...(suppressed.length > 0 && { suppressed: new Map(suppressed) }),
  };
}

function activeInSequence(
  sequenceId: TargetId,
  contacts: ReadonlyMap<ContactId, ObservedContact>,
): ReadonlySet<ContactId> {
  const isActive = (enrollment: Enrollment): boolean =>
    enrollment.kind === 'sequence' && enrollment.targetId === sequenceId && enrollment.state === 'active';
  return new Set(
    [...contacts.values()].filter((contact) => contact.enrollments.some(isActive)).map(({ id }) => id),
  );
}
