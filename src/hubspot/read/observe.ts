import type { ObserveRequest, Progress } from '../../model/account.ts';
import type { Email } from '../../model/email.ts';
import type {
  Account,
  Enrollment,
  ObservedContact,
  ObservedList,
  ObservedState,
  ObservedTarget,
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
import { readSenders } from './owners.ts';
import { beginStage } from './read-stage.ts';
import { suggestContacts } from './suggest-contacts.ts';
import { targetsToRead, readTargets } from './targets.ts';
import type { TargetDetails } from '../checks/workflow-details.ts';
import { enrollmentsFromLists, readWorkflowLists, type WorkflowLists } from './workflow-members.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Reads everything that a plan needs: each contact once, however many targets it is in. */
export async function observe(
  { api, cache, account }: { readonly api: Api; readonly cache: AccountCache; readonly account: Account },
  request: ObserveRequest,
  progress: Progress,
): Promise<ObservedState> {
  const observedAt = api.now();
  const asked = targetsToRead(request);
  const book = emptyBook();
  const meet = async (asked: {
    readonly ids?: readonly ContactId[];
    readonly emails?: readonly Email[];
  }): Promise<void> => {
    const unknown = {
      ids: missingFromBook(asked.ids ?? [], book),
      emails: missingFromBook(asked.emails ?? [], book),
    };
    const total = unknown.ids.length + unknown.emails.length;
    const done = beginStage(api, progress, {
      what: 'contacts',
      size: { total, callsFor: contactBatchCount },
    });
    await readContacts(api, unknown, { book, done });
  };
  const meetNamed = async ({ emails, ids }: ReturnType<typeof namedContacts>): Promise<void> => {
    await meet({ emails });
    // Of those whom the files name by address, the ledger may know the ids.
    await meet({ ids });
  };
  const listStage = beginStage(api, progress, { what: 'list members' });
  // The pages of a list come one after the other, and leave most of the rate to the contacts.
  const [senders, lists, workflowLists] = await Promise.all([
    readSenders(api, { emails: request.senders, all: request.owners }),
    readLists(api, cache, { names: request.lists, done: listStage }),
    readWorkflowLists(api, cache, { targets: request.targets, done: listStage }),
    meetNamed(namedContacts(request)),
  ]);
  const targets = await readTargets(api, cache, { targets: asked, senders });
  await meet({ ids: [...lists.values()].flatMap(({ members }) => members) });
  await meet({ ids: membersToRead(request, workflowLists, book) });
  const sequences = asked.flatMap(({ kind, id }) => (kind === 'sequence' ? [id] : []));
  const found = await readAll(sequences, (id) => searchMembers(api, id, countIndexedMembers(api, book, id)));
  await meet({ ids: found.flat() });

  const oneByOne = asked.flatMap(({ kind, id }) =>
    kind === 'workflow' && !workflowLists.active.has(id) ? [id] : [],
  );
  const listed = enrollmentsFromLists(workflowLists.active, (id) => currentId(book, id));
  const { sequences: recent, workflows: unlisted } = notYetVisible(request, { book, listed });
  const workflowsOf = new Set([
    ...declaredContacts(request.targets, { lists, book, oneByOne }),
    ...ownedInWorkflows(request, oneByOne).map((id) => currentId(book, id)),
    ...unlisted,
  ]);
  const flows =
    unlisted.size > 0 ? asked.flatMap(({ kind, id }) => (kind === 'workflow' ? [id] : [])) : oneByOne;
  const contacts = await readContactEnrollments(api, book, {
    sight: {
      sequences: sequences.length > 0,
      verify: recent,
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
      size: { total: workflowsOf.size, callsFor: (count) => count },
    }),
  });
  const near = await suggestContacts(api, [...absentEmails(request), ...namedContacts(request).emails], book);
  return {
    account,
    observedAt,
    contacts,
    aliases: book.aliases,
    lists,
    senders,
    targets: new Map(
      targets.map((facts) => [
        targetIdentityKey(facts),
        withMembers(facts, { contacts, workflowLists, book }),
      ]),
    ),
    similarContacts: near,
    notices: sunsetNotices(api.usedRoutes(), api.now()),
  };
}

/** The lists that HubSpot knows; the others are absent, and the plan says so. */
async function readLists(
  api: Api,
  cache: AccountCache,
  { names, done }: { readonly names: readonly string[]; readonly done: (count: number) => void },
): Promise<ReadonlyMap<string, ObservedList>> {
  const read = await readAll([...new Set(names)], async (asked) => {
    const list = await cache.list(asked);
    if (!list) return [];
    const members = (await listMembers(api, list.id, done)).map(({ id }) => id);
    const name = omitUndefined({ name: list.name });
    return [[asked, { id: list.id, ...name, members }] as const];
  });
  return new Map(read.flat());
}

function withMembers(
  facts: TargetDetails,
  from: {
    readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
    readonly workflowLists: WorkflowLists;
    readonly book: ContactBook;
  },
): ObservedTarget {
  const { active, ever, via, suppression } = from.workflowLists;
  const present = ({ id }: ListMember): ContactId => currentId(from.book, id);
  if (facts.kind === 'sequence') return { ...facts, active: activeInSequence(facts.id, from.contacts) };
  const members = active.get(facts.id);
  const past = ever.get(facts.id);
  const fed = via.get(facts.id);
  const refused = (suppression.get(facts.id) ?? []).flatMap(({ listId, members: never }) =>
    never.map((member) => [present(member), listId] as const),
  );
  return {
    ...facts,
    ...(members && { active: new Set(members.map(present)) }),
    ...(past && { everEnrolled: new Map(past.map((member) => [present(member), member.since])) }),
    ...(fed && { onViaList: new Set(fed.map(present)) }),
    ...(refused.length > 0 && { suppressed: new Map(refused) }),
  };
}

function activeInSequence(
  sequenceId: TargetId,
  contacts: ReadonlyMap<ContactId, ObservedContact>,
): ReadonlySet<ContactId> {
  const isIn = (one: Enrollment): boolean =>
    one.kind === 'sequence' && one.targetId === sequenceId && one.state === 'active';
  return new Set(
    [...contacts.values()].filter((contact) => contact.enrollments.some(isIn)).map(({ id }) => id),
  );
}
