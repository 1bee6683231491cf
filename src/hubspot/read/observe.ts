import type { ObserveRequest, Progress } from '../../model/account.ts';
import type { DesiredTarget } from '../../model/desired-state.ts';
import { normalizeEmail } from '../../model/email.ts';
import type {
  Account,
  Enrollment,
  ObservedContact,
  ObservedList,
  ObservedState,
  ObservedTarget,
} from '../../model/observed-state.ts';
import { type ContactId, type TargetId, targetIdentityKey } from '../../model/target.ts';
import { addMilliseconds } from '../../model/time.ts';
import { type Api, readAll } from '../http/api.ts';
import { sunsetNotices } from '../routes-in-use.ts';
import type { AccountCache } from './account-cache.ts';
import { readContactEnrollments } from './contact-enrollments.ts';
import {
  contactBatchCount,
  type ContactBook,
  emptyBook,
  readContacts,
  searchMembers,
  missingFromBook,
} from './contacts.ts';
import { type ListMember, listMembers } from './lists.ts';
import { readSenders } from './owners.ts';
import { beginStage } from './read-stage.ts';
import { hasOtherEnrollmentDate, sequenceState, showsEnrollment } from './sequence-state.ts';
import { suggestContacts } from './suggest-contacts.ts';
import { targetsToRead, flowIdsByWorkflow, readTargets } from './targets.ts';
import type { TargetDetails } from '../checks/workflow-details.ts';
import { enrollmentsFromLists, readWorkflowLists, type WorkflowLists } from './workflow-members.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** HubSpot's search index is up to date about what is older than this. */
const searchIndexLag = 15 * 60 * 1000;

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
    readonly emails?: readonly string[];
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
  const present = (id: ContactId): ContactId => book.aliases.get(id) ?? id;
  const listed = enrollmentsFromLists(workflowLists.active, present);
  const { sequences: recent, workflows: unlisted } = notYetVisible(request, { book, listed, present });
  const workflowsOf = new Set([
    ...declaredContacts(request.targets, { lists, book, oneByOne }),
    ...ownedInWorkflows(request, oneByOne).map(present),
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

function namedContacts({ people }: ObserveRequest): {
  readonly ids: readonly ContactId[];
  readonly emails: readonly string[];
} {
  return {
    emails: people.flatMap(({ email }) => (email === undefined ? [] : [normalizeEmail(email)])),
    ids: people.flatMap(({ id }) => id ?? []),
  };
}

/** A typo in `absent` leaves the contact enrolled, so these come first among the few that are searched. */
function absentEmails({ targets }: ObserveRequest): readonly string[] {
  return targets
    .flatMap(({ absent }) => absent)
    .flatMap(({ person: { email } }) => (email === undefined ? [] : [normalizeEmail(email)]));
}

/** Strangers who are read for their addresses alone, to be shown with. */
const maxReadForDisplay = 200;

/**
 * Of those who are active in workflows, whoever has to be read: everybody where they may be taken out or
 * suppressed, and otherwise strangers only as long as they are few. For the others the id is enough.
 */
function membersToRead(
  { targets, everyMember }: ObserveRequest,
  { active }: WorkflowLists,
  book: ContactBook,
): readonly ContactId[] {
  const members = targets.flatMap((target) => {
    if (target.kind !== 'workflow') return [];
    const whole = everyMember || target.exclusive || target.retired !== false;
    return [{ whole, ids: (active.get(target.id) ?? []).map(({ id }) => id) }];
  });
  const wanted = members.flatMap(({ whole, ids }) => (whole ? ids : []));
  const others = missingFromBook(
    members.flatMap(({ ids }) => ids),
    book,
  );
  return others.length > maxReadForDisplay ? wanted : others;
}

/** How many contacts are known to be in a sequence for longer than the search index lags. */
function countIndexedMembers(api: Api, { records }: ContactBook, sequenceId: TargetId): number {
  const before = addMilliseconds(api.now(), -searchIndexLag);
  return [...records.values()].filter(({ contact, properties }) => {
    const state = sequenceState(properties, contact);
    if ('unreadable' in state) return false;
    const { enrollment } = state;
    return (
      enrollment?.state === 'active' &&
      enrollment.targetId === sequenceId &&
      (enrollment.enrolledAt ?? before) < before
    );
  }).length;
}

/** Contacts that rollcall enrolled in a workflow without a list of its active contacts. */
function ownedInWorkflows(
  { unendedEnrollments }: ObserveRequest,
  oneByOne: readonly TargetId[],
): readonly ContactId[] {
  const singly = new Set(oneByOne);
  return unendedEnrollments.flatMap(({ kind, targetId, contactId }) =>
    kind === 'workflow' && singly.has(targetId) ? [contactId] : [],
  );
}

/** Contacts in a sequence of rollcall since another moment than the ledger has: someone else may have enrolled them. */
function withOtherEnrollmentDate(
  { unendedEnrollments }: ObserveRequest,
  { aliases, records }: ContactBook,
): readonly ContactId[] {
  return unendedEnrollments.flatMap(({ kind, targetId, contactId, since }) => {
    const id = aliases.get(contactId) ?? contactId;
    const properties = kind === 'sequence' ? records.get(id)?.properties : undefined;
    return properties && hasOtherEnrollmentDate(properties, targetId, since) ? [id] : [];
  });
}

/** Contacts whose recent enrollment neither their properties nor a list of active contacts shows yet. */
function notYetVisible(
  { verify }: ObserveRequest,
  from: {
    readonly book: ContactBook;
    readonly listed: ReadonlyMap<ContactId, readonly Enrollment[]>;
    readonly present: (id: ContactId) => ContactId;
  },
): { readonly sequences: ReadonlySet<ContactId>; readonly workflows: ReadonlySet<ContactId> } {
  const sequences = new Set<ContactId>();
  const workflows = new Set<ContactId>();
  for (const { kind, targetId, contactId, since } of verify) {
    const id = from.present(contactId);
    if (kind === 'workflow') {
      const isListed = from.listed.get(id)?.some((one) => one.targetId === targetId);
      if (!isListed) workflows.add(id);
      continue;
    }
    const record = from.book.records.get(id);
    if (record && !showsEnrollment(record.properties, targetId, since)) sequences.add(id);
  }
  return { sequences, workflows };
}

/** Who is named in a workflow that has no list of its active contacts. */
function declaredContacts(
  targets: readonly DesiredTarget[],
  from: {
    readonly lists: ReadonlyMap<string, ObservedList>;
    readonly book: ContactBook;
    readonly oneByOne: readonly TargetId[];
  },
): ReadonlySet<ContactId> {
  const ids = targets
    .filter((target) => target.kind === 'workflow' && from.oneByOne.includes(target.id))
    .flatMap((target) => [...(target.members ?? []), ...target.absent])
    .flatMap((entry) => {
      if (!('person' in entry)) return from.lists.get(entry.list)?.members ?? [];
      const { id, email } = entry.person;
      return [...(id === undefined ? [] : [id]), ...(email === undefined ? [] : [normalizeEmail(email)])];
    });
  return new Set(ids.flatMap((id) => from.book.aliases.get(id) ?? []));
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
  const present = ({ id }: ListMember): ContactId => from.book.aliases.get(id) ?? id;
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
